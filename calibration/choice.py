"""Which parameters are calibrated: at most four, the others keep their priors (see ``calibration.identify``)."""

CALIBRATED = ("tie_cost", "meeting_rate", "more_types", "fora_weight")
