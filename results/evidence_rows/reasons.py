"""Experiments of the rows on why actors cooperate, or do not."""

from __future__ import annotations

from results.evidence_rows.contrast import Experiment

ROWS: tuple[Experiment, ...] = ()
