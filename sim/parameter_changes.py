"""Which parameters may change within a run: those that are read every month, and that nothing was drawn with."""

from __future__ import annotations

_DRAWN = "what is not known of the actors was drawn with it"
# Parameters that may not change within a run: why, and what may.
KEPT = {
    "noise": _DRAWN,
    "lasting": _DRAWN,
    "trait_memory": _DRAWN,
    "preference_spread": "preferences and unknown capacities were drawn with it",
    "polarisation": "the rivalry of every pair was set with it at the start: 'export_control' moves that of one",
    "us_engagement": "it is read in the month of a dated fact alone: 'policy_shock' sets openness",
    "capability_growth": "capability counts from November 2024, so that it would jump: 'capability' adds to it",
}
