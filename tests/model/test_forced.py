"""Forced decisions: exactly the choice that is forced changes, in its month, and nothing before it."""

import dataclasses

import numpy as np
import pytest

from sim import parameters
from sim.config import ScheduledEvent
from sim.errors import InputError
from sim.forced import ACTS, Forced
from sim.model import CooperationModel
from sim.months import month_index
from sim.record import EVENT_CODES, FORMED, LAPSED
from tests.model.conftest import config_of, digest, run

ACT_OF = {"sign": "deal", "extend": "deal", "stay": "join"}  # of a kind of decision; the others have its name
BY_ITEM = ("share", "pool")
# Noise enough that everything is decided both ways.
TOSSED = parameters.with_values(noise=3.0, lasting=0.1)
SCENE = config_of("teaching", "rotating", end="2031-12", params=TOSSED, keep_decisions=True)


@pytest.fixture(scope="module")
def base():
    """A run of the teaching roster that nobody forces."""
    return run(SCENE)


def force(*decisions, **changes):
    return dataclasses.replace(SCENE, forced=decisions, **changes)


def told(record, kind, month=None):
    """Events of a kind (of a month), as (actor, partner, amount)."""
    rows = record.events[record.events["kind"] == EVENT_CODES[kind]]
    rows = rows if month is None else rows[rows["month"] == month]
    return [(int(r["actor"]), int(r["partner"]), float(r["amount"])) for r in rows]


def forcing(decision, choice):
    """What forces this decision of a run."""
    act = ACT_OF.get(decision.kind, decision.kind)
    item = decision.item if decision.kind in BY_ITEM else -1
    return Forced(decision.month, act, decision.actor, decision.partner, item, choice)


def before(record, month):
    """All that a run did before a month, to the last bit."""
    ties, events = (rows[rows["month"] < month].tobytes() for rows in (record.tie_log, record.events))
    rows = month - record.start
    series = tuple(values[:rows].tobytes() for values in (*record.series.values(), *record.states.values()))
    return ties, events, series


KINDS = ["sign", "renew", "share", "pool", "join", "stay", "consent", "pace"]


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_a_forced_decision_is_the_only_one_that_changes_up_to_it(base, kind, taken):
    found = [k for k, d in enumerate(base.decisions) if d.kind == kind and d.taken == taken and d.month >= 30]
    assert found, "the scene has such a decision"
    place = found[len(found) // 2]
    own = base.decisions[place]
    record = run(force(forcing(own, not taken)))
    assert record.decisions[:place] == base.decisions[:place]
    assert record.decisions[place] == dataclasses.replace(own, taken=not taken, forced=True)
    assert before(record, own.month) == before(base, own.month)
    assert told(record, "forced") == [(own.actor, own.partner, 0.0)]


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_forced_to_do_what_it_does_anyway_changes_nothing(base, kind):
    places = [k for k, d in enumerate(base.decisions) if d.kind == kind and d.taken and d.month >= 30]
    place = places[len(places) // 2]
    record = run(force(forcing(base.decisions[place], True)))
    marked = [k for k, d in enumerate(record.decisions) if d.forced]
    assert marked and place in marked
    assert [dataclasses.replace(d, forced=False) for d in record.decisions] == base.decisions
    assert record.tie_log.tobytes() == base.tie_log.tobytes()
    assert all(record.series[name].tobytes() == base.series[name].tobytes() for name in base.series)


# ---- votes -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("choice", [True, False])
def test_all_members_are_forced_to_vote(choice):
    """An outsider is put to the vote: it comes in if all consent, and is rejected if nobody does."""
    w = CooperationModel(SCENE).world
    month, outsider = month_index("2026-03"), int(np.flatnonzero(w.tier == 0)[0])
    votes = [Forced(month, "consent", j, outsider, choice=choice) for j in range(w.offices) if j != outsider]
    design = SCENE.design.replace(admission_consent=0.5)
    config = force(*votes, events=(ScheduledEvent(month, "admission_vote", outsider),), design=design)
    record = run(config)
    cast = [d for d in record.decisions if d.act == "consent" and d.month == month]
    assert cast and all(d.forced and d.taken == choice for d in cast)
    assert told(record, "join" if choice else "reject", month)[0][0] == outsider
    assert not told(record, "reject" if choice else "join", month)


def test_a_state_is_put_to_the_vote_whatever_it_would_gain():
    """It applies and is voted on in one month, without any casework, and even where it would not apply itself."""
    month, scene = month_index("2026-03"), CooperationModel(SCENE).world
    outsider = int(np.flatnonzero(scene.tier == 0)[0])
    record = run(dataclasses.replace(SCENE, events=(ScheduledEvent(month, "admission_vote", outsider),)))
    assert (outsider, -1, 1.0) in told(record, "apply", month)
    assert [d.partner for d in record.decisions if d.act == "consent" and d.month == month].count(outsider) >= 1
    assert outsider in [actor for kind in ("join", "reject") for actor, *_ in told(record, kind, month)]


# ---- meetings, reviews and paces out of turn -------------------------------------------------------------------------
def strangers(record, month):
    """Two offices without a tie who do not meet in a month."""
    met = {(d.actor, d.partner) for d in record.decisions if d.month == month and d.act == "deal"}
    states = record.states["status"][month - record.start]
    tied = {(int(r["a"]), int(r["b"])) for r in record.tie_log} | set(
        zip(*map(list, np.nonzero(record.ties_start)), strict=True)
    )
    n = len(states)
    pairs = [(a, b) for a in range(n) for b in range(a + 1, n) if states[a] > 0 and states[b] > 0]
    return next(p for p in pairs if p not in met and p not in tied)


def test_two_who_do_not_meet_sign_what_both_are_forced_to(base):
    month = month_index("2026-05")
    a, b = strangers(base, month)
    record = run(force(Forced(month, "deal", a, b, 0b10010), Forced(month, "deal", b, a)))
    rows = record.tie_log[record.tie_log["month"] == month]
    formed = [int(r["type"]) for r in rows if (r["a"], r["b"], r["action"]) == (a, b, FORMED)]
    assert formed == [1, 4], "the types that one of them names"
    signed = [d for d in record.decisions if d.month == month and d.act == "deal" and {d.actor, d.partner} == {a, b}]
    assert [(d.actor, d.taken, d.forced, d.item) for d in signed] == [(a, True, True, 18), (b, True, True, 18)]


def test_the_other_side_decides_by_its_own_rules(base):
    month = month_index("2026-05")
    a, b = strangers(base, month)
    for one, other in ((a, b), (b, a)):
        record = run(force(Forced(month, "deal", one, other)))
        sides = {d.actor: d for d in record.decisions if d.month == month and d.act == "deal" and d.partner in (a, b)
                 and d.actor in (a, b)}  # fmt: skip
        assert sides[one].forced and sides[one].taken and not sides[other].forced
        formed = record.tie_log[(record.tie_log["month"] == month) & (record.tie_log["action"] == FORMED)]
        assert ((formed["a"] == a) & (formed["b"] == b)).any() == sides[other].taken


def test_a_tie_is_ended_before_its_term_by_one_side(base):
    month = month_index("2026-05")
    a, b = (int(k) for k in np.argwhere(np.triu(base.ties_start))[0])
    alive = run(dataclasses.replace(SCENE, end=month - 1)).ties_end
    assert alive[a, b]
    for one, other in ((a, b), (b, a)):
        record = run(force(Forced(month, "renew", one, other, choice=False)))
        rows = record.tie_log[(record.tie_log["month"] == month) & (record.tie_log["action"] == LAPSED)]
        assert ((rows["a"] == a) & (rows["b"] == b)).sum() == 1
        assert before(record, month) == before(base, month)


@pytest.mark.parametrize("choice", [True, False])
def test_membership_is_reviewed_out_of_turn(base, choice):
    """A member leaves in a month without a review of its own, or an outsider applies."""
    month = month_index("2026-05")
    tiers = base.states["tier"][month - base.start - 1]
    reviewed = {d.actor for d in base.decisions if d.month == month and d.act == "join"}
    pending = {actor for actor, *_ in told(run(dataclasses.replace(SCENE, end=month - 1)), "apply")}
    states = [j for j in range(len(tiers)) if (tiers[j] > 0) != choice and j not in reviewed]
    state = next(j for j in states if not choice or j not in pending)
    record = run(force(Forced(month, "join", state, choice=choice)))
    assert state in [actor for actor, *_ in told(record, "apply" if choice else "leave", month)]
    assert state not in [actor for actor, *_ in told(base, "apply" if choice else "leave", month)]


@pytest.mark.parametrize("choice", [True, False])
def test_a_pace_is_chosen_out_of_turn_by_one_firm(base, choice):
    month = month_index("2026-05")
    assert month % 3 != 0 and not [d for d in base.decisions if d.month == month and d.act == "pace"]
    firm, row = base.roster.n_states, month - base.start
    record = run(force(Forced(month, "pace", firm, choice=choice)))
    assert record.safe[row, 0] == choice
    assert (record.safe[row, 1:] == base.safe[row, 1:]).all() and (record.safe[:row] == base.safe[:row]).all()


def test_all_that_a_tie_allows_is_shared_or_withheld(base):
    month = month_index("2026-05")
    asked = [d for d in base.decisions if d.month == month and d.kind == "share"]
    actor, partner = asked[0].actor, asked[0].partner
    for choice in (True, False):
        record = run(force(Forced(month, "share", actor, partner, choice=choice)))
        now = [
            d
            for d in record.decisions
            if d.month == month and (d.kind, d.actor, d.partner) == ("share", actor, partner)
        ]
        assert len(now) == sum((d.actor, d.partner) == (actor, partner) for d in asked)
        assert all(d.forced and d.taken == choice for d in now)


# ---- step by step ----------------------------------------------------------------------------------------------------
def test_decisions_forced_as_one_goes_are_those_forced_beforehand(base):
    """A seat: month by month, decisions are added before the step."""
    listed = [forcing(base.decisions[k], not base.decisions[k].taken) for k in (1000, 2000)]
    listed.sort(key=lambda d: d.month)
    model = CooperationModel(SCENE)
    while model.running:
        model.force(*[d for d in listed if d.month == model.world.month])
        model.step()
    assert digest(model.record()) == digest(run(force(*listed)))
    assert model.record().forced == tuple(listed)


def test_of_two_decisions_on_the_same_the_last_counts(base):
    own = next(d for d in base.decisions if d.kind == "pace" and d.month >= 30)
    record = run(force(forcing(own, True), forcing(own, False)))
    assert [d.taken for d in record.decisions if d.forced] == [False]


def test_what_is_past_cannot_be_forced():
    model = CooperationModel(SCENE)
    model.step()
    with pytest.raises(InputError, match="the month is past"):
        model.force(Forced(SCENE.first, "pace", model.world.offices))


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Forced(30, "jon", 0), "unknown act"),
        (Forced(300, "join", 0), "outside the run"),
        (Forced(30, "join", 99), "nobody who decides on 'join'"),
        (Forced(30, "pace", 0), "nobody who decides on 'pace'"),
        (Forced(30, "deal", 0, 0), "no partner for 'deal'"),
        (Forced(30, "pool", 0, 1), "no partner for 'pool'"),
        (Forced(30, "consent", 0, 1, 1), "'consent' is not about that"),
    ],
)
def test_what_nobody_could_decide_is_refused(decision, said):
    with pytest.raises(InputError, match=said):
        CooperationModel(force(decision))


def test_every_act_is_tried_here():
    assert {ACT_OF.get(kind, kind) for kind in KINDS} == set(ACTS)
