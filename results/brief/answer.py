"""The brief of a comparison, by rule: the same numbers always give the same words."""

from __future__ import annotations

from typing import Any

from results.brief.aims import aims_of
from results.brief.brief import Brief
from results.brief.cautions import READING, calibration_line, warnings_of
from results.brief.effects import facts_of
from results.brief.kinds import kinds_said
from results.brief.pairs import pairs_of
from results.brief.pays import pays_of
from results.brief.sentences import sentences_of
from results.comparison import Comparison


def brief_of(runs: Any, comparison: Comparison, swaps: Any = None) -> Brief:
    """What a reader is told first.

    runs : a ``Runs``.  swaps : its ``Swaps``; without them nothing is tagged assumed or found.
    """
    facts = facts_of(runs, comparison, swaps)
    sentences = sentences_of(facts)
    pairs = pairs_of(runs, facts.heads)
    aims = aims_of(facts, pairs)
    return Brief(
        sentences=sentences,
        aims=aims,
        pays=pays_of(runs, facts, aims, sentences[0].clauses[0]),
        warnings=warnings_of(runs, facts, swaps),
        calibration=calibration_line(comparison.prior),
        reading=READING,
        kinds=kinds_said(pairs, facts.heads, runs.roster),
    )
