"""Experiments of the rows on secretariat designs (W1 to W18, W28)."""

from __future__ import annotations

from results.evidence_rows.contrast import Contrast, Experiment, side

ROWS: tuple[Experiment, ...] = (
    Contrast("W5", side("rotating"), side("static:UK"), "multi_year_completion", 1, "static:UK against rotating"),
)
