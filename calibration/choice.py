"""Which parameters are calibrated: at most four, the others keep their priors.

The design expected tie_cost, meeting_rate, more_types and fora_weight. The study of all drawn parameters
(``calibration.identify``) finds the burden of ties held (load, expected posterior SD 0.77 of the prior's) and shared
contacts (vouching, 0.83) clearly better informed than the meeting rate (0.88) and the value of further types (0.89):
they take their places. The first pass, with the eight statistics that were written down before it, gave the same
four.
"""

CALIBRATED = ("tie_cost", "load", "fora_weight", "vouching")
