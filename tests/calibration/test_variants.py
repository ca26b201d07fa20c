"""Other readings of the record read what they say, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.diagnostics.variants import variants
from calibration.observed import Observed
from calibration.past import LAST
from calibration.record import happened_until


@pytest.fixture(scope="module")
def observed() -> Observed:
    return happened_until(LAST).observed


def test_the_readings_change_what_they_say(observed):
    found = {v.name: v for v in variants(observed)}
    changed = {name: set(v.changed) for name, v in found.items()}
    access, pact = {"UK - Anthropic", "UK - Google", "UK - OpenAI"}, {"EU - Google", "EU - OpenAI"}
    between_governments = {
        "US - Korea", "Japan - Canada", "Japan - Singapore", "EU - Canada", "Singapore - Australia", "EU - Anthropic"
    }  # fmt: skip
    assert changed == {
        "the deal of the cut-off day as older": {"EU - Singapore"},
        "later ties of grade A alone": between_governments,
        "no access pledges": access,
        "no commitments": pact,
        "no ties without an instrument": {"US - Google"},
        "no pledges at all": access | pact | {"US - Google"},
        "no remembered dates": pact | {"UK - France"},
        "no partly remembered dates": access | pact | {"UK - France", "US - Japan", "US - Singapore"},
    }
    for name, variant in found.items():
        places = [observed.dyads.names.index(d) for d in variant.changed]
        same = np.setdiff1d(np.arange(len(observed.dyads)), places)
        for key in ("signed", "first", "late"):
            assert np.array_equal(getattr(variant.observed, key)[same], getattr(observed, key)[same]), name


def test_the_deal_of_the_cut_off_day_is_a_tie_either_way(observed):
    variant = variants(observed)[0]
    k = observed.dyads.names.index("EU - Singapore")
    assert observed.late[k] and not variant.observed.late[k]
    assert np.array_equal(variant.observed.signed, observed.signed) and int(observed.signed[k]).bit_count() == 3


def test_remembered_dates_leave_the_ties_and_take_the_timing(observed):
    variant = next(v for v in variants(observed) if v.name == "no remembered dates")
    assert np.array_equal(variant.observed.signed, observed.signed)
    assert observed.timed.sum() - variant.observed.timed.sum() == len(variant.changed)


def test_a_reading_that_changes_nothing_is_left_out(observed):
    assert variants(observed.without(np.flatnonzero(observed.tied))) == ()
