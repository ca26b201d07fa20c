"""What a forecast knows: nothing that is later than its day, and all that is not."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.forecasting import knowledge
from calibration.forecasting.forecast import Begun, open_dyads
from calibration.forecasting.knowledge import REPORT_DAY, days_of, known_on, record_tables
from scenarios.designs import load_design
from scenarios.provenance import roster_digest
from scenarios.tables import Table
from sim.ensemble.runs import Ensemble
from sim.errors import EntenteError
from sim.months import CUT_OFF, NEVER, month_index
from sim.parameters import with_values

DATED = (
    ("institutes.csv", "founded"), ("jurisdictions.csv", "member_from"), ("jurisdictions.csv", "acting_from"),
    ("firms.csv", "frontier_from"), ("sizes.csv", "date"),
)  # fmt: skip
NEVER_BLANK = ("frontier_from", "date")  # blank is all along, or a mistake


TABLES = record_tables()  # no fixture: a failing example would print all of it


@pytest.fixture(scope="module")
def known():
    return known_on(REPORT_DAY)


def test_on_the_day_of_the_report_its_17_dyads_are_tied_and_the_other_58_open(known):
    assert len({frozenset((t.a, t.b)) for t in known.roster.ties}) == 17
    assert len(open_dyads(known.roster)) == 58
    assert known.first == CUT_OFF + 1
    assert known.replay_until == CUT_OFF


def test_nothing_in_the_world_of_the_report_is_later(known):
    roster = known.roster
    for months in (roster.founded, roster.acting_from, roster.member_from):
        assert (months[months < NEVER] <= CUT_OFF).all()
    assert all(e.month <= CUT_OFF for e in roster.events) and roster.sizes == ()
    standing = dict(zip(roster.firm_ids, (roster.frontier_from <= CUT_OFF).tolist(), strict=True))
    assert [firm for firm, stands in standing.items() if not stands] == ["DeepSeek", "Huawei"]
    assert (roster.frontier_from[[not stands for stands in standing.values()]] > month_index("2100-01")).all()
    assert all(t.month is None or t.month <= CUT_OFF for t in roster.ties)
    assert np.isnan(roster.safety_index).all()  # an index of summer 2025
    korea = roster.ids.index("KOR")
    assert roster.founded[korea] == NEVER  # opened a week later
    assert np.isnan(roster.staff[korea])


@given(
    day=st.dates(REPORT_DAY, knowledge.RECORDED_UNTIL), after=st.integers(1, 3000), blank=st.booleans(),
    grade=st.sampled_from("ABC"),
)  # fmt: skip
@settings(max_examples=25)
def test_what_comes_later_changes_nothing_that_is_known(day, after, blank, grade):
    """Everything dated after the day is moved, blanked or regraded: the world of that day stays the same."""
    later = (day + datetime.timedelta(days=after)).isoformat()
    moved = {name: Table(t.file, list(t.rows), {k: list(c) for k, c in t.cells.items()}) for name, t in TABLES.items()}
    for file, column in DATED:
        cells = moved[file].cells
        for k in [k for k, date in enumerate(cells[column]) if date and days_of(date)[1] > day]:
            cells[column][k] = "" if blank and column not in NEVER_BLANK else later
            if column == "founded":  # what an institute has is not known before it is founded
                cells["staff"][k] = np.nan if blank else 12345.0
                cells["budget_usd_m_year_approx"][k] = np.nan if blank else 12345.0
                cells["statutory_powers"][k] = None if blank else True
    events = moved["events.csv"].cells
    for k, date in enumerate(events["date"]):
        if days_of(events["announced"][k] or date)[1] > day:
            events["date"][k], events["announced"][k], events["strictness"][k] = later, "", grade
    one, other = known_on(day, tables=TABLES), known_on(day, tables=moved)
    assert roster_digest(one.roster) == roster_digest(other.roster)
    assert (one.first, one.replay_until) == (other.first, other.replay_until)


def test_what_comes_earlier_does_change_it():
    """The check above would see a leak: a fact put before the day changes the world."""
    day = datetime.date(2025, 3, 31)
    changed = record_tables()
    events = changed["events.csv"].cells
    last = max(k for k, kind in enumerate(events["event_type"]) if kind == "election" and not events["announced"][k])
    events["date"][last] = "2025-03-30"
    assert roster_digest(known_on(day, tables=changed).roster) != roster_digest(known_on(day, tables=TABLES).roster)


def test_a_day_within_a_month_knows_that_month_only_so_far():
    early, late = (known_on(datetime.date(2025, 1, d)).roster for d in (19, 20))
    assert not [e for e in early.events if e.kind == "policy_shock"]
    assert [e.month for e in late.events if e.kind == "policy_shock"] == [month_index("2025-02")]


def test_a_policy_of_before_the_start_acts_in_the_first_month():
    """Without it the openness of the US would be what it was before January 2025."""
    known = known_on(datetime.date(2025, 6, 30))
    design = load_design("adhoc", known.roster)
    us = known.roster.aliases.index("US")

    def openness(engagement):
        config = Begun(
            known.roster, design, design, with_values(us_engagement=engagement), "observed", known.first + 12,
            known.first, replay_until=known.replay_until, begin=known.first,
        )  # fmt: skip
        return Ensemble(config).record(config).states["openness"][:, us]

    low, high = openness(0.3), openness(1.2)
    assert (low < high).all()


def test_ties_until_a_later_day_are_state():
    """Made-up events: a graded tie by the day is state, with its types; a later, ungraded or other event is not."""
    made_up = record_tables()
    rows = [
        (
            "2025-02-01",
            "bilateral",
            "Korea",
            "France",
            "Joint Research Projects; Developing Guidelines and Standards",
            "A",
        ),
        ("2025-02-02", "bilateral", "Korea", "Japan", "", "B"),
        ("2025-02-03", "bilateral", "Korea", "EU", "Joint Research Projects", "C"),
        ("2025-02-04", "election", "Korea", "US", "", "A"),
        ("2025-04", "bilateral", "Korea", "Canada", "Joint Research Projects", "A"),
    ]
    names = ("date", "event_type", "actor_a", "actor_b", "types", "strictness")
    blank = {name: [np.nan if name == "size" else ""] * len(rows) for name in made_up["events.csv"].cells}
    filled = {name: list(cells) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    made_up["events.csv"] = Table("events.csv", list(range(2, 7)), blank | filled)
    roster = known_on(datetime.date(2025, 4, 15), tables=made_up).roster
    new = [(roster.label(t.a), roster.label(t.b), t.type) for t in roster.ties if t.month and t.month > CUT_OFF]
    assert new == [("Korea", "France", 0), ("Korea", "France", 3), ("Korea", "Japan", 3)]
    assert len(open_dyads(roster)) == 56


@pytest.mark.parametrize("day", ["2024-11-19", "2023-06-01", "2026-01-01"])
def test_days_that_would_know_too_much_or_too_little_are_refused(day):
    with pytest.raises(EntenteError, match="2024-11-20 to 2025-12-31"):
        known_on(datetime.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2025-03-05",) * 3],
)
def test_what_days_a_date_may_mean(date, first, last):
    assert [d.isoformat() for d in days_of(date)] == [first, last]
