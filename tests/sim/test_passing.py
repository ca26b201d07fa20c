"""What passes on out of turn: a host that leaves, a chair or a lead that leaves, a seat that comes to its state."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import design as D
from sim.catalogue import CASE_INDEX
from sim.draws import stream_of
from sim.phases.actions import open_case
from sim.phases.secretariat import _hold_on, _maybe_hand_over
from sim.record import EVENTS
from sim.rules.casework import RESTARTS, hand_on, hold, slow_share
from sim.rules.passing import downtime_left, kept_by_heirs, pass_on
from tests.worlds import design_values, world

IN, PARTNER, OUT, NOBODY = 1, 2, 0, -1
SHARE = st.floats(0.0, 1.0)
NUMBERS = {"memory_kept": 0.5, "handover_downtime_months": 4.0, "handover_slowdown": 0.5}
SHARES = ("seat_share", "turn_share", "lead_share")
STANDARD = CASE_INDEX["standard"]


def network(tiers=(IN, IN, IN), seat=(1.0, 0.0, 0.0), chair=NOBODY, **fields):
    """A network of three in month 20, whose secretariat has four years of experience; its holders hold."""
    shares = {name: fields.pop(name) for name in SHARES if name in fields}
    usual = {"preference": 0.2, "agenda": 0.2, "turn_order": (0.1, 0.2, 0.3), "stream": stream_of(3, 0), "seated": True}
    w = world(3, sizes={"K": 5}, tier=tiers, seat=seat, chair=chair, month=20, experience=4.0,
              design=design_values(**NUMBERS | shares), **usual | fields)  # fmt: skip
    hold(w)
    return w


def month(w, tiers):
    """A month of the secretariat after some have left or come."""
    w.tier[:] = tiers
    _maybe_hand_over(w)
    _hold_on(w)


def told(w):
    return [(EVENTS[int(kind)], int(actor), float(amount)) for _, kind, actor, _, amount in w.event_log[: w.n_events]]


# ---- formulas --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("seat", "turn", "kept", "share"),
    [
        pytest.param(0.0, 0.0, 0.25, 1.0, id="nothing passes"),
        pytest.param(1.0, 0.0, 0.75, 0.0, id="the seat: nothing survives in new hands"),
        pytest.param(0.0, 1.0, 0.75, 0.75, id="the chair: as at a handover"),
        pytest.param(0.0, 0.5, 0.5, 0.75, id="half of the lead"),
        pytest.param(0.5, 0.5, 0.5, 0.375, id="both"),
    ],
)
def test_what_survives(seat, turn, kept, share):
    assert kept_by_heirs(seat, turn, kept) == share


@given(SHARE, SHARE, SHARE, SHARE)
def test_the_more_passes_the_less_survives(seat, turn, kept, more):
    share = kept_by_heirs(seat, turn, kept)
    assert 0.0 <= share <= 1.0
    assert kept_by_heirs(min(1.0, seat + more), turn, kept) <= share
    assert kept_by_heirs(seat, min(1.0, turn + more), kept) <= share


@pytest.mark.parametrize(
    ("since", "slowed", "downtime", "left"),
    [(0.0, 1.0, 4.0, 1.0), (1.0, 1.0, 4.0, 0.75), (1.0, 0.5, 4.0, 0.25), (9.0, 1.0, 4.0, 0.0), (0.0, 1.0, 0.0, 0.0)],
)
def test_downtime_left(since, slowed, downtime, left):
    assert downtime_left(since, slowed, downtime) == left


# ---- who leaves ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("powers", "seat", "chair", "experience", "slowed", "events"),
    [
        pytest.param({"seat_share": 1.0}, (1, 0, 0), -1, 0.0, 1.0, [("seat", 0, 0.0)], id="the seat"),
        pytest.param({"seat_share": 0.5}, (1, 0, 0), -1, 2.0, 0.5, [("seat", 0, 0.0)], id="half is an IGO's"),
        pytest.param({"seat_share": 1.0}, (0.5, 0.5, 0), -1, 2.0, 0.5, [("seat", 0, 0.0)], id="one of two seats"),
        pytest.param({"turn_share": 1.0}, (0, 0, 0), 0, 2.0, 1.0, [("handover", 1, 0.0), ("passed_on", 0, 1.0)],
                     id="the chair"),
        pytest.param({"turn_share": 1.0}, (0, 0, 0), 1, 4.0, None, [], id="another is in the chair"),
        pytest.param({"lead_share": 0.75}, (0, 0, 0), -1, 3.5, 0.25, [("passed_on", 0, 0.25)], id="part of the lead"),
        pytest.param({}, (0, 0, 0), 0, 4.0, None, [], id="an IGO"),
        pytest.param({"seat_share": 0.5, "turn_share": 0.5}, (1, 0, 0), 0, 1.5, 1.0,
                     [("handover", 1, 0.0), ("seat", 0, 0.0), ("passed_on", 0, 0.5)], id="seat and chair"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tier", [OUT, PARTNER])
def test_who_is_no_full_member_any_more_loses_its_part(powers, seat, chair, experience, slowed, events, tier):
    w = network(seat=seat, chair=chair, **powers)
    held = w.host.sum()
    month(w, (tier, IN, IN))
    assert w.host[0] == 0.0 and w.host.sum() == pytest.approx(held), "others hold it now"
    assert w.experience == pytest.approx(experience)
    assert (w.handover == 20.0) == (slowed is not None)
    if slowed is not None:
        assert w.slowed == pytest.approx(slowed) and w.memory == w.experience / 4.0
        assert w.forgotten == pytest.approx(1.0 - w.memory)
    assert [(kind, actor, pytest.approx(amount)) for kind, actor, amount in told(w)] == events
    before = w.experience
    w.month = 21
    month(w, (tier, IN, IN))
    assert w.experience == before and w.forgotten == 0.0 and len(told(w)) == len(events), "once"


def test_the_seat_comes_back_with_its_state_as_with_a_new_design():
    """New hands have no experience, but the files move with the seat."""
    w = network(seat_share=1.0)
    month(w, (OUT, IN, IN))
    assert w.host.tolist() == [0.0, 0.5, 0.5]
    w.month, w.experience = 26, 0.5
    month(w, (IN, IN, IN))
    assert w.host.tolist() == [1.0, 0.0, 0.0]
    assert (w.experience, w.handover, w.forgotten) == (0.0, 20.0, 0.0)


def test_a_host_that_was_no_member_when_the_design_came_loses_nothing_by_it():
    """Its part waits with the lead from the first month; it passes when its state joins."""
    w = network(tiers=(OUT, IN, IN), seat_share=1.0)
    month(w, (OUT, IN, IN))
    assert w.experience == 4.0 and np.isnan(w.handover)
    month(w, (IN, IN, IN))
    assert w.experience == 0.0 and np.isnan(w.handover)


def test_a_handover_that_is_due_in_the_month_does_for_the_chair_that_left():
    w = network(seat=(0, 0, 0), chair=0, turn_share=1.0)
    w.design[D.HANDOVERS], w.began = 1.0, 8.0
    month(w, (OUT, IN, IN))
    assert (w.experience, w.chair, w.slowed, w.memory) == (2.0, 1, 1.0, 0.5)


# ---- half-done work and downtime -------------------------------------------------------------------------------------
def half_done(w, handed=np.nan):
    """A file of 4 staff-months half of which is done since it was last secured."""
    case = w.cases[open_case(w, STANDARD, -1, 1, -1, 0.0)]
    case["remaining"], case["secured"], case["handed"] = 2.0, 4.0, handed
    return case


def test_half_done_work_forgets_by_what_passes():
    w = network(seat=(0.5, 0.5, 0), seat_share=1.0)
    case = half_done(w)
    month(w, (OUT, IN, IN))
    assert case["remaining"] == 2.0, "until it goes on"
    hand_on(w, case)
    assert case["remaining"] == 2.0 + RESTARTS[STANDARD] * 0.5 * 2.0
    assert case["restarts"] == (RESTARTS[STANDARD] > 0)


@given(SHARE, SHARE)
def test_a_file_that_waited_since_a_handover_forgets_what_that_one_was_to_cost_it(first, part):
    """And no more, as nothing was done in between: where next to nothing passes, next to nothing changes."""
    w = network(seat_share=1.0)
    w.handover, w.memory, w.slowed = 18.0, first, 1.0
    waited = half_done(w)
    pass_on(w, part, 0.0)
    hand_on(w, waited)
    lost = RESTARTS[STANDARD] * (1.0 - first) * 2.0
    assert waited["remaining"] == waited["secured"] == pytest.approx(2.0 + lost)


@given(SHARE)
def test_a_small_part_changes_little(part):
    """A downtime under way runs on; without one the design's counts by the part that passes."""
    w = network(seat_share=1.0)
    w.handover, w.memory, w.slowed = 18.0, 0.5, 1.0
    before = slow_share(20.0, w.handover, w.slowed * 4.0), slow_share(21.0, w.handover, w.slowed * 4.0)
    pass_on(w, part, 0.0)
    after = slow_share(20.0, w.handover, w.slowed * 4.0), slow_share(21.0, w.handover, w.slowed * 4.0)
    assert all(new >= old for new, old in zip(after, before, strict=True))
    assert w.slowed == max(part, 0.5) and w.experience == pytest.approx(4.0 * (1.0 - part))
