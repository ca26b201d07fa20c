"""The chronicle in short: what is told first, what the years sum up, and acts against an actor's own interest."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results import chronicle, chronicle_short
from results.highlights import ALWAYS, highlights
from results.reasons import SHORT, because, is_against, likely, significant
from sim.months import month_label
from sim.record import EVENT_DTYPE
from tests.front.conftest import case, decide, event, make_record

GAINS = st.floats(-5, 5).map(lambda x: round(x, 3))


def first_lines(record):
    return [line.text for line in highlights(record, chronicle.lines(record, SHORT))]


# ---- against its interest ----------
@given(GAINS, st.booleans(), st.booleans(), st.floats(0.01, 2))
def test_who_acts_at_a_loss_or_leaves_a_gain_does_so_by_chance_unless_forced(gain, taken, forced, noise):
    decision = replace(decide(19, "share", "pool", 0, -1, 5, (gain,), taken=taken, noise=noise), forced=forced)
    assert is_against(decision) == (not forced and (gain < 0 if taken else gain > 0))
    assert ("against its interest, by chance" in because(decision)) == is_against(decision)
    if gain and not forced:  # it is less likely than what it is not
        assert (likely(decision) <= 0.5) == is_against(decision)
        assert math.isclose(likely(decision) + likely(replace(decision, taken=not taken)), 1.0)


def test_it_is_said_with_how_likely_it_was():
    signs = decide(19, "share", "pool", 0, -1, 5, {"public": -0.25}, taken=True)
    assert because(signs) == "-0.25 (against its interest, by chance: 27% likely): public -0.25"
    assert because(replace(signs, taken=False)) == "-0.25 (27%): public -0.25"
    refuses = decide(19, "share", "pool", 0, -1, 5, (2.5,), taken=False)
    assert because(refuses).startswith("+2.50 (against its interest, by chance: <1% likely)")


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.234, "+1.2"), (-0.0432, "-0.043"), (123.4, "+120"), (0.0, "0"), (0.999, "+1.0"), (-5e-7, "-0.00000050")],
)
def test_two_significant_digits(value, text):
    assert significant(value) == text


@given(st.floats(1e-6, 1e6) | st.floats(-1e6, -1e-6))
def test_two_digits_are_within_half_a_digit_of_the_value(value):
    assert abs(float(significant(value)) - value) <= abs(value) * 0.0501


# ---- what is told first ----------
def test_joins_exits_and_the_first_deal_of_two_regions_come_first():
    found = first_lines(make_record())
    assert found == [
        "First deal within Europe: Aland and Bland, joint research, exchange",
        "Bland joins as a member",
        "Bland changes from member to partner",
        "Aland leaves the network",
    ]


def test_a_pair_of_regions_that_has_a_tie_signs_no_first_deal():
    record = make_record()
    record.ties_start[0, 2] = record.ties_start[2, 0] = 1
    assert not any(text.startswith("First deal") for text in first_lines(record))


def test_the_reasons_of_a_first_deal_are_those_against_interest():
    record = make_record()
    for gain, why in ((0.2, ""), (-0.2, "Bland -0.20 (against its interest, by chance: 31% likely): access -0.20")):
        record.decisions[1] = decide(19, "deal", "sign", 1, 0, 0b11, {"access": gain}, taken=True)
        (line,) = [x for x in highlights(record, chronicle.lines(record, SHORT)) if x.kind == "deal"]
        assert line.why == why


def test_firsts_of_projects_incidents_and_answers_are_told_once():
    record = make_record()
    more = [case(number, "joint_test", 20.1, finished=at, theme=1) for number, at in ((6, 22.0), (7, 23.0))]
    record.cases = np.concatenate([record.cases, *more])
    rows = [event(20, "incident", 3, amount=1), event(21, "incident", 3, amount=1), event(21, "response", 3, amount=1)]
    record.events = np.array(rows, dtype=EVENT_DTYPE)
    texts = first_lines(record)
    assert sum("first of its kind under the design" in text for text in texts) == 1
    ends = [text.rpartition(": ")[2] for text in texts if "incident" in text]
    assert ends == ["the first serious incident", "the first joint answer"]


def test_an_application_that_is_answered_is_told_by_its_answer():
    record = make_record()
    record.events = np.array([event(19, "apply", 1), event(22, "apply", 2)], dtype=EVENT_DTYPE)
    texts = first_lines(record)
    assert "Bland joins as a member (applied in 2025-01)" in texts and "Cland applies to join" in texts
    assert not any(text.startswith("Bland applies") for text in texts)


def test_the_first_chair_comes_with_the_design_and_handovers_after_it():
    record = make_record()
    record.host[:, 1] = 1.0
    rows = [event(20, "design", amount=1), event(22, "handover", 0)]
    record.events = np.array(rows, dtype=EVENT_DTYPE)
    texts = first_lines(record)
    assert "The secretariat works as rotating; Bland is in the chair or lead" in texts
    assert "Aland is in the chair or lead from now on" in texts
    record.host[:, 0] = 1.0  # a lead that several share has no chair
    assert "The secretariat works as rotating" in first_lines(record)


# ---- the whole of it ----------
def test_nothing_is_told_first_that_is_not_told_at_all_and_no_exit_is_left_out():
    record = make_record()
    every = chronicle.lines(record, SHORT)
    first = highlights(record, every)
    assert [line.month for line in first] == sorted(line.month for line in first)
    assert {(x.month, x.kind) for x in first} <= {(x.month, x.kind) for x in every}
    for kind in ALWAYS:
        assert sum(x.kind == kind for x in first) == sum(x.kind == kind for x in every)


@pytest.mark.parametrize("width", [50, 80])
def test_the_short_form_keeps_to_its_width_and_sums_up_its_years(width):
    record = make_record()
    text = chronicle_short.render(record, width)
    assert max(map(len, text.splitlines())) <= width
    words = " ".join(text.split())
    assert "2025 In sum: 1 deal signed; 1 renewed; 1 lapsed; 1 talk failed with one side willing; 3 cases" in words
    assert "1 case withdrawn; 1 decision not to apply; an office opened in Cland." in words
    assert month_label(int(record.months[0])) in words and "Members: 0 at the start" in words
