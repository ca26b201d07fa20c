"""Where two runs part: the first month in which anything differs, and a cause that is one."""

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from results.play.beside.decided_otherwise import first_otherwise
from results.play.beside.only_in_one import MOST, most_important, only_in_one
from results.play.beside.parting import CHOICE, DESIGN, Chronicled, parting
from results.play.first_difference import events_of, first_difference
from scenarios.experiment import run_single
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import EntenteError, InputError
from sim.months import month_index, month_label
from tests.model.conftest import arrays_of
from tests.scenarios.session.logs import CHOICES, DESIGNS, logs

BASE = started("teaching", "rotating", 7)
BY_RUN = ("works_from", "events")  # where a run counts its own designs and choices


def told(log):
    return Chronicled(record_of(log))


def ended(log, month):
    """Every array of the run of a log that ends with a month, and its events in words of its own."""
    whole = log.until(month + 1).played()
    decisions = [one.model_dump() for one in whole.decisions]
    scenario = whole.changed(end=month_label(month), decisions=decisions)
    record = run_single(scenario, whole.designs[0], replicate=log.replicate)
    arrays = {name: array.tobytes() for name, array in arrays_of(record).items() if name not in BY_RUN}
    return arrays | {"events": repr(events_of(record)).encode()}


@st.composite
def pairs(draw):
    """Two logs of one world: other designs, or one choice more."""
    log = draw(logs(most=2))
    if draw(st.booleans()):
        return log, log.under(draw(st.sampled_from(DESIGNS)))
    try:
        return log, log.with_choice(**draw(CHOICES))
    except EntenteError:
        assume(False)


# ---- the month -------------------------------------------------------------------------------------------------------
@settings(max_examples=25)
@given(pairs())
def test_nothing_differs_before_the_month_in_which_they_part_and_something_does_in_it(pair):
    one, other = pair
    month = first_difference(record_of(one), record_of(other))
    if month is None:
        assert ended(one, one.base().end_month) == ended(other, one.base().end_month)
        return
    if month > one.base().adopt_month:
        assert ended(one, month - 1) == ended(other, month - 1)
    assert ended(one, month) != ended(other, month)


@settings(max_examples=15)
@given(logs())
def test_equal_runs_part_nowhere(log):
    assert parting(told(log), told(log)) is None
    assert first_otherwise(record_of(log), record_of(log), 0, 10**6) is None
    assert only_in_one(told(log), told(log), 0, 10**6) == []


@settings(max_examples=25)
@given(pairs())
def test_only_a_choice_or_a_design_parts_them_and_it_does_not_matter_which_run_comes_first(pair):
    one, other = map(told, pair)
    found, turned = parting(one, other), parting(other, one, ("B", "A"))
    if found is None:
        assert turned is None
        return
    assert found.kind in (CHOICE, DESIGN)
    assert (found.month, found.kind) == (turned.month, turned.kind)


@pytest.mark.parametrize("name", ["members", "harm", "backlog"])
def test_one_number_is_enough(name):
    one = record_of(BASE)
    series = one.series | {name: one.series[name].copy()}
    series[name][5] += 1
    other = dataclasses.replace(one, series=series)
    assert first_difference(one, other) == one.start + 5
    assert parting(Chronicled(one), Chronicled(other)).kind == "number"


def test_what_does_not_apply_in_either_is_no_difference():
    one = record_of(BASE)
    series = [one.series | {"harm": np.full_like(one.series["harm"], np.nan)} for _ in range(2)]
    assert first_difference(*(dataclasses.replace(one, series=each) for each in series)) is None


@pytest.mark.parametrize("other", [{"seed": 8}, {"replicate": 1}, {"scenario": "default"}])
def test_runs_on_other_draws_are_refused(other):
    log = started(**{"scenario": "teaching", "design": "rotating", "seed": 7} | other)
    with pytest.raises(InputError, match=r"not on the same draws|not the same actors"):
        first_difference(record_of(BASE), record_of(log))


# ---- because ---------------------------------------------------------------------------------------------------------
def test_a_design_that_works_first():
    found = parting(told(BASE), told(BASE.under("static:US")))
    assert found.kind == DESIGN
    assert found.month == record_of(BASE).works_from < record_of(BASE.under("static:US")).works_from
    assert found.text.endswith("from then on A has a rotating secretariat, while B still has today's ad hoc lead.")


def test_todays_lead_that_is_decided_anew_is_told_from_one_that_goes_on():
    found = parting(told(BASE.under("adhoc")), told(BASE.under("static:US")))
    assert found.kind == DESIGN
    assert (
        found.because
        == "in A today's ad hoc lead begins anew, and in B today's ad hoc lead from before the decision goes on"
    )


def test_fields_are_named_where_the_names_of_designs_do_not_say_them():
    more = BASE.with_choice(fields={"date": "2027-02", "values": {"staff_fte": 30.0}})
    found = parting(told(more), told(BASE))
    assert found.month == month_index("2027-02")
    assert "posts of the secretariat itself (30 in A, " in found.because and "setup" not in found.because


def test_a_choice_is_told_with_the_run_that_has_it():
    more = BASE.with_choice(event={"date": "2026-03", "kind": "exit", "actor": "Kenya"})
    assert parting(told(more), told(BASE)).because == "in A it was chosen, and not in B: Kenya: exit"
    assert parting(told(BASE), told(more), ("X", "Y")).because == "in Y it was chosen, and not in X: Kenya: exit"
    two = BASE.with_choice(event={"date": "2026-03", "kind": "exit", "actor": "US"})
    assert parting(told(more), told(two)).because == "in A it was chosen: Kenya: exit; and in B: US: exit"


def test_a_choice_of_a_session_is_told_in_its_own_words():
    event = {"date": "2026-03", "kind": "exit", "actor": "US"}
    first, second = BASE.with_choice(event=event), BASE.with_choice(event=event | {"actor": "Kenya"})
    found = parting(Chronicled(record_of(first), first), Chronicled(record_of(second), second))
    assert found.because == (
        "in A it was chosen: the United States leaves the network and ends its ties; "
        "and in B: Kenya leaves the network and ends its ties"
    )
    assert parting(Chronicled(record_of(first), first), Chronicled(record_of(BASE), BASE)).because.endswith(
        "in A it was chosen, and not in B: the United States leaves the network and ends its ties"
    )


def test_a_decision_that_is_forced():
    decision = {"date": "2026-05", "actor": "US", "act": "pool", "choice": False}
    one, other = (record_of(log, True) for log in (BASE.with_choice(decision=decision), BASE))
    found = parting(Chronicled(one), Chronicled(other))
    assert (found.kind, found.label) == (CHOICE, "2026-05") and "withholds" in found.because
    first = first_otherwise(one, other, found.month, 10**6)
    assert first.is_forced and first.one.forced and not first.other.forced
    assert "In A the choice is not its own." in first.told()


# ---- decisions -------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def apart():
    """Two runs with their decisions: as it was, and without one state."""
    more = BASE.with_choice(event={"date": "2026-03", "kind": "exit", "actor": "US"})
    return record_of(more, True), record_of(BASE, True)


def test_the_first_decision_taken_otherwise_is_the_same_question_on_the_same_draw(apart):
    one, other = apart
    found = first_otherwise(one, other, month_index("2026-03"), 10**6)
    assert found.one.taken != found.other.taken and found.one.draw == found.other.draw
    assert (found.one.actor, found.one.partner, found.one.kind) == (
        found.other.actor, found.other.partner, found.other.kind,
    )  # fmt: skip
    assert sum(term.change for term in found.terms) == pytest.approx(found.one.gain - found.other.gain)
    assert [abs(t.change) for t in found.terms] == sorted((abs(t.change) for t in found.terms), reverse=True)
    shared = [
        (d.taken, e.taken) for d, e in zip(one.decisions, other.decisions, strict=False)
        if d.month < found.month and (d.kind, d.actor, d.partner, d.item) == (e.kind, e.actor, e.partner, e.item)
    ]  # fmt: skip
    assert shared and all(mine == theirs for mine, theirs in shared)


def test_a_gain_near_zero_is_said_to_leave_it_to_chance(apart):
    found = first_otherwise(*apart, month_index("2026-03"), 10**6)
    own = dataclasses.replace
    near, far = (
        own(found, one=own(found.one, gain=gain, forced=False), other=own(found.other, gain=gain, forced=False))
        for gain in (-0.1 * found.one.noise, -3 * found.one.noise)
    )
    assert "leaves it to chance" in near.told() and "with a chance of 48% in A" in near.told()
    assert "leaves it to chance" not in far.told()


def test_a_month_that_may_not_be_shown_is_not_looked_at(apart):
    one, other = apart
    found = first_otherwise(one, other, month_index("2026-03"), 10**6)
    assert first_otherwise(one, other, month_index("2026-03"), found.month) is None


# ---- what only one of them has ---------------------------------------------------------------------------------------
def test_what_only_one_has_is_in_no_line_of_the_other():
    more = BASE.with_choice(event={"date": "2026-03", "kind": "exit", "actor": "US"})
    one, other = told(more), told(BASE)
    found = only_in_one(one, other, month_index("2026-03"), 10**6)
    assert (found[0].side, found[0].text, found[0].label) == (0, "US leaves the network", "2026-03")
    assert [w.rank for w in found] == sorted(w.rank for w in found)
    turned = only_in_one(other, one, month_index("2026-03"), 10**6)
    assert sorted((w.month, 1 - w.side, w.text) for w in turned) == sorted((w.month, w.side, w.text) for w in found)
    assert found[0].told() == "Only in A: US leaves the network"


@pytest.mark.parametrize("until", ["2026-04", "2027-01", "2028-06"])
def test_nothing_of_later_months_counts(until):
    one, other = told(BASE), told(BASE.under("igo:OECD"))
    found = only_in_one(one, other, BASE.base().adopt_month, month_index(until))
    assert all(w.month < month_index(until) and (w.elsewhere or 0) < month_index(until) for w in found)


def test_the_most_important_are_few_and_not_all_of_a_kind():
    found = only_in_one(told(BASE), told(BASE.under("igo:OECD")), 0, 10**6)
    few = most_important(found)
    assert len(found) > len(few) and 0 < len(few) <= MOST
    assert max([w.kind for w in few].count(kind) for kind in {w.kind for w in few}) <= 3
