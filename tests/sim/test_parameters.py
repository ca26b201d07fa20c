"""Parameters, design fields and evidence: every number has a record, every record points at something."""

import csv
import math
import re
from pathlib import Path

import numpy as np
import pytest

from sim import parameters as P
from sim.design import FIELDS, DesignPoint, blend
from sim.outcomes import OUTCOMES
from sim.receipts import TERMS

CLAIMS = Path(__file__).resolve().parents[2] / "results" / "data" / "claims.csv"
CLAIM_ID = re.compile(r"\b[WCRNG]\d+[a-z]?\b")
PARAMETERS = pytest.mark.parametrize("record", P.ALL, ids=lambda record: record.name)


# ---- parameters --------------------------------------------------------------------------------------------
def test_there_are_about_25_unknowns_of_behaviour():
    assert len(P.BEHAVIOUR) == 26  # those of CORE, and vouching


@PARAMETERS
def test_a_parameter_has_unit_meaning_source_and_status(record):
    assert record.unit and record.meaning and record.source and record.group and record.symbol
    assert record.status in {"calibrated", "sourced", "assumed"}


@PARAMETERS
def test_a_parameter_lies_in_its_range(record):
    assert math.isfinite(record.low) and math.isfinite(record.high)
    assert record.low <= record.value <= record.high


@pytest.mark.parametrize("record", [*P.BEHAVIOUR, *P.UNCERTAIN], ids=lambda record: record.name)
def test_what_is_drawn_has_a_range_to_draw_from(record):
    assert record.low < record.high


def test_names_and_symbols_are_unique():
    assert len(set(P.NAMES)) == len(P.NAMES)
    symbols = [record.symbol for record in P.ALL]
    assert [symbol for symbol in set(symbols) if symbols.count(symbol) > 1] == []


@PARAMETERS
def test_the_index_finds_the_value(record):
    assert P.default_values()[P.INDEX[record.name]] == record.value
    assert P.RECORDS[record.name] is record


def test_changed_values_change_nothing_else():
    changed = P.with_values(noise=0.5) != P.default_values()
    assert np.flatnonzero(changed).tolist() == [P.NOISE]


def test_an_unknown_parameter_is_refused():
    with pytest.raises(KeyError, match="nois"):
        P.with_values(nois=0.5)


# ---- design fields -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_a_field_has_unit_meaning_evidence_and_a_range(row):
    assert row.unit and row.meaning and row.evidence
    assert row.low < row.high


def point(name, seat_share, seat, **values):
    blank = DesignPoint(name, np.array([f.low for f in FIELDS], dtype=float), np.array(seat, dtype=float))
    return blank.replace(seat_share=seat_share, **values)


def test_a_changed_copy_leaves_the_original():
    one = point("one", 0.5, (1.0, 0.0))
    other = one.replace("other", staff_fte=7.0)
    assert (one["staff_fte"], other["staff_fte"], other.name) == (0.0, 7.0, "other")
    other.seat[0] = 0.0
    assert one.seat.tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("weight", "staff", "seat_share", "seat"),
    [
        pytest.param(0.0, 0.0, 0.75, (1.0, 0.0), id="the first"),
        pytest.param(1.0, 8.0, 0.25, (0.0, 1.0), id="the second"),
        pytest.param(0.5, 4.0, 0.5, (0.75, 0.25), id="half-way: seats by what they hold"),
    ],
)
def test_a_mix_of_two_designs_is_a_design(weight, staff, seat_share, seat):
    mix = blend(point("a", 0.75, (1.0, 0.0)), point("b", 0.25, (0.0, 1.0), staff_fte=8.0), weight)
    assert (mix["staff_fte"], mix["seat_share"], tuple(mix.seat)) == (staff, seat_share, seat)


def test_a_mix_of_two_designs_without_seats_has_none():
    assert blend(point("a", 0.0, (1.0, 0.0)), point("b", 0.0, (0.0, 1.0)), 0.5).seat.tolist() == [0.0, 0.0]


# ---- evidence ----------------------------------------------------------------------------------------------
def cited():
    """(where, id) of every claim that a term, field, outcome or parameter rests on."""
    rows = [(f"{act}: {term.name}", term.evidence) for act, terms in TERMS.items() for term in terms]
    rows += [(row.name, row.evidence) for row in FIELDS] + [(o.name, o.evidence) for o in OUTCOMES]
    rows += [(record.name, tuple(CLAIM_ID.findall(record.source))) for record in P.ALL]
    return [(where, claim) for where, evidence in rows for claim in evidence]


@pytest.mark.skipif(not CLAIMS.exists(), reason="the sources' claims are not in this copy")
def test_every_claim_that_is_cited_is_one_of_the_sources_claims():
    with CLAIMS.open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert [(where, claim) for where, claim in cited() if claim not in known] == []
