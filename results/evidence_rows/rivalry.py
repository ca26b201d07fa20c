"""Experiments of the rows on rivalry, timing and feasibility."""

from __future__ import annotations

from results.evidence_rows.contrast import Experiment

ROWS: tuple[Experiment, ...] = ()
