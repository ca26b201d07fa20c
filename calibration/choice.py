"""Which parameters are calibrated: at most four, the others keep their priors.

The design expected tie_cost, meeting_rate, more_types and fora_weight. The study of all drawn parameters (``calibration.identify``)
finds the burden of ties held (load) and shared contacts (vouching) clearly better informed than the meeting rate and the value of
further types, which stay just under the prior's spread (ratios near 0.88): so these two take their places.
"""

CALIBRATED = ("tie_cost", "load", "fora_weight", "vouching")
