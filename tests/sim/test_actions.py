"""Actions: what each changes in the world, and the line that it leaves in a log."""

import numpy as np
import pytest

from sim import record as R
from sim.catalogue import CASE_INDEX, INCIDENT_REPORTS
from sim.draws import stream_of
from sim.months import NEVER
from sim.phases import actions, responses
from sim.rules.casework import new_case
from sim.rules.governments import NARROWEST, WIDEST
from sim.rules.incidents import ANSWERED, BY_HAND, CASE, DONE, FIRM, HARM, KNEW, SEVERITY, TIME, jumped_salience
from sim.rules.membership import may_apply
from sim.world import Room
from tests.worlds import design_values, world

MONTH, TERM = 5, 36.0
OUT, MEMBER, PARTNER = 0, 1, 2


def town(offices=3, firms=1, **fields):
    """A world in its fifth month."""
    params = {"deal_term": TERM} | fields.pop("params", {})
    return world(offices, firms, params=params, stream=stream_of(3, 0), month=MONTH, **fields)


def events(w):
    """What the log tells: kind, actor, partner, amount."""
    lines = w.event_log[: w.n_events]
    assert (lines[:, 0] == MONTH).all()
    return [(R.EVENTS[int(kind)], *rest) for kind, *rest in lines[:, 1:].tolist()]


def tie_lines(w):
    """What the log of ties tells: a, b, type, action."""
    lines = w.tie_log[: w.n_ties]
    assert (lines[:, 0] == MONTH).all()
    return [tuple(line) for line in lines[:, 1:].tolist()]


# ---- logs ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("lines", "kept", "overflow"), [(0, 0, 0), (2, 2, 0), (3, 2, 1)])
def test_a_log_that_finds_no_room_says_so(lines, kept, overflow):
    w = world(3, room=Room(cases=9, ties=2, events=9))
    for _ in range(lines):
        actions.note_tie(w, 0, 1, 2, R.FORMED)
    assert (w.n_ties, w.overflow) == (kept, overflow)
    w = world(3, room=Room(cases=9, ties=9, events=2))
    for _ in range(lines):
        actions.note(w, R.APPLY, 0, -1, 1)
    assert (w.n_events, w.overflow) == (kept, overflow)


# ---- states --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "opened", "after", "told"),
    [
        pytest.param(0, 1, 1, [("founding", 0, -1, 1)], id="an acting office"),
        pytest.param(0, 2, 2, [("founding", 0, -1, 2)], id="an institute at once"),
        pytest.param(1, 2, 2, [("founding", 0, -1, 2)], id="an institute after an acting office"),
        pytest.param(2, 2, 2, [], id="it has one"),
        pytest.param(2, 1, 2, [], id="an institute remains one"),
    ],
)
def test_an_office_opens(before, opened, after, told):
    w = town(2, params={"acting_capacity": 0.5}, status=(before, 2), full_capacity=(2.0, 1.0), capacity=(9.0, 1.0, 7.0))
    actions.found(w, 0, opened)
    assert (w.status[0], events(w)) == (after, told)
    assert w.weight[0] == 1.0 and w.present.tolist() == [[0b11], [0b100]]
    assert w.capacity.tolist() == [1.0 if told else 9.0, 1.0, 7.0]  # on its first day as an acting office
    assert w.institute_since[0] == (w.month if told and opened == 2 else -NEVER)


def test_a_new_government_moves_openness_at_once_and_within_bounds():
    w = town(2, 0, openness=(0.5, 1.0))
    actions.elect(w, 0, 0.25)
    actions.elect(w, 1, 9.0)
    assert w.openness.tolist() == [0.75, WIDEST] and not w.turned.any()
    assert events(w) == [("government", 0, -1, 0.25), ("government", 1, -1, 9.0)]


def test_a_government_that_lowers_openness_has_turned():
    w = town(3, 0, openness=(0.5, 0.5, NARROWEST))
    actions.elect(w, 0, -0.25)
    actions.open_up(w, 1, 0.25)
    actions.elect(w, 2, -0.25)  # it is as closed as can be already
    assert w.turned.tolist() == [True, True, False]
    actions.open_up(w, 1, 0.75)
    assert w.turned[1], "in the same month: it has turned once"


@pytest.mark.parametrize(
    ("to", "after", "told"),
    [
        (0.25, 0.25, [("openness", 0, -1, -0.25)]),
        (0.5, 0.5, []),
        (-9.0, NARROWEST, [("openness", 0, -1, NARROWEST - 0.5)]),
    ],
)
def test_openness_becomes_another_at_once(to, after, told):
    w = town(2, 0, openness=(0.5, 1.0))
    actions.open_up(w, 0, to)
    assert w.openness.tolist() == [after, 1.0] and events(w) == told


def test_a_control_brings_a_lead_and_sets_back_as_much():
    w = town(3, params={"control_lead": 0.125})
    actions.set_back(w, 2, 0)
    assert (w.lead.tolist(), w.behind.tolist()) == ([0.0, 0.0, 0.125], [0.125, 0.0, 0.0])


# ---- membership ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("tier", "applied", "wanted", "after", "told"),
    [
        pytest.param(OUT, False, OUT, OUT, "refuse", id="stays outside"),
        pytest.param(OUT, False, PARTNER, OUT, "apply", id="applies"),
        pytest.param(OUT, True, MEMBER, OUT, None, id="has applied already"),
        pytest.param(OUT, True, OUT, OUT, "withdraw", id="has thought better of it"),
        pytest.param(MEMBER, False, MEMBER, MEMBER, None, id="stays"),
        pytest.param(MEMBER, False, PARTNER, PARTNER, "tier", id="changes its tier"),
        pytest.param(PARTNER, False, OUT, OUT, "leave", id="leaves"),
    ],
)
def test_what_follows_a_review(tier, applied, wanted, after, told):
    w = town(3, tier=(MEMBER, tier, OUT))
    if applied:
        w.applied[1] = 7
    actions.follow_review(w, 1, wanted)
    amount = wanted if told in ("apply", "tier") else 0
    assert events(w) == ([(told, 1, -1, amount)] if told else [])
    assert w.tier.tolist() == [MEMBER, after, OUT]
    assert w.members.tolist()[: 1 + (after > 0)] == [0, 1][: 1 + (after > 0)]
    assert w.applied[1] == {"apply": 0, None: 7 if applied else -1}.get(told, -1)
    assert [w.cases["item"][k] for k in range(w.n_cases)] == ([wanted] if told == "apply" else [])


def test_who_is_admitted_is_on_the_list_and_has_applied_no_more():
    w = town(3, tier=(MEMBER, OUT, OUT), applied=(-1, -1, 4), ready=(0, 0, PARTNER))
    actions.admit(w, 2, PARTNER)
    assert (w.tier.tolist(), w.applied.tolist(), w.members.tolist()) == ([1, 0, 2], [-1] * 3, [0, 2, 3, 3])
    assert (events(w), w.ready.tolist()) == ([("join", 2, -1, 2)], [0, 0, 0])


@pytest.mark.parametrize(
    ("share", "consenting", "asked", "told"),
    [
        pytest.param(1.0, 3, 3, ("join", 2, -1, PARTNER), id="all must consent, and do"),
        pytest.param(1.0, 2, 3, ("reject", 2, -1, 2 / 3), id="one does not"),
        pytest.param(0.5, 2, 4, ("join", 2, -1, PARTNER), id="a half is enough where it is asked"),
        pytest.param(0.5, 1, 4, ("reject", 2, -1, 0.25), id="a quarter is not"),
        pytest.param(1.0, 0, 0, ("join", 2, -1, PARTNER), id="there is nobody to ask"),
        pytest.param(0.0, 0, 3, ("join", 2, -1, PARTNER), id="nobody need consent"),
    ],
)
def test_the_end_of_a_vote(share, consenting, asked, told):
    w = town(3, applied=(-1, -1, 4), ready=(0, 0, PARTNER), design=design_values(admission_consent=share))
    actions.settle_vote(w, 2, consenting, asked)
    assert events(w) == [told]
    assert w.tier[2] == (PARTNER if told[0] == "join" else OUT)
    assert (w.applied[2], w.ready[2], w.rejected[2]) == (-1, 0, told[0] == "reject")
    assert w.review[2] == (0 if told[0] == "reject" else (MONTH - 1) % 12)  # a newcomer stays for nearly a year


@pytest.mark.parametrize(
    ("change", "waits"),
    [
        pytest.param(lambda w: actions.elect(w, 2, 0.25), False, id="a new government"),
        pytest.param(lambda w: actions.elect(w, 2, 0.0), True, id="the old government stays"),
        pytest.param(lambda w: actions.elect(w, 1, 0.25), True, id="a new government elsewhere"),
        pytest.param(lambda w: actions.open_up(w, 2, 0.5), False, id="a policy that moves openness"),
        pytest.param(lambda w: actions.open_up(w, 2, 1.0), True, id="a policy that does not"),
        pytest.param(lambda w: actions.found(w, 2, 2), False, id="an institute of its own"),
        pytest.param(lambda w: actions.found(w, 1, 2), True, id="an institute elsewhere"),
        pytest.param(lambda w: actions.admit(w, 1, MEMBER), False, id="somebody comes in"),
        pytest.param(lambda w: actions.leave(w, 0), False, id="somebody leaves"),
        pytest.param(lambda w: actions.leave(w, 1), True, id="who is outside cannot leave"),
    ],
)
def test_who_was_rejected_waits_for_a_change(change, waits):
    w = town(3, tier=(MEMBER, OUT, OUT), status=(2, 1, 1), rejected=(False, False, True))
    assert not may_apply(w, 2)
    change(w)
    assert w.rejected[2] == waits and may_apply(w, 2) != waits


@pytest.mark.parametrize("act", ["withdraw", "leave"])
def test_who_takes_its_application_back_is_not_voted_on(act):
    w = town(3, applied=(-1, 4, -1), ready=(0, MEMBER, 0))
    if act == "withdraw":
        actions.follow_review(w, 1, OUT)
    else:
        actions.leave(w, 1)
    assert (w.applied.tolist(), w.ready.tolist()) == ([-1] * 3, [0] * 3)


def test_an_exit_ends_membership_and_all_ties():
    w = town(3, tier=(MEMBER, MEMBER, OUT))
    for other in (0, 2, 3):
        actions.sign(w, 1, other, 1)
    actions.sign(w, 0, 2, 1)
    w.n_ties = 0
    actions.exit_all(w, 1)
    assert w.tier.tolist() == [1, 0, 0] and not w.ties[1].any() and w.ties[0, 2] == 1
    assert events(w) == [("leave", 1, -1, 0)]
    assert tie_lines(w) == [(1, other, -1, R.LAPSED) for other in (0, 2, 3)]


# ---- ties ----------------------------------------------------------------------------------------------------------
def assert_lists_are_right(w):
    """Partners, sets, steps and contacts follow from the ties."""
    afresh = world(w.offices, w.firms, ties=w.ties, fora=w.fora, rivalry=w.rivalry, weight=w.weight)
    for name in ("links", "degree", "depth", "contact"):
        assert getattr(w, name).tolist() == getattr(afresh, name).tolist(), name
    for i in range(w.nodes):
        assert w.partners[i, : w.degree[i]].tolist() == np.flatnonzero(w.ties[i]).tolist()
        assert w.within[i, : w.depth[i] + 1].tolist() == afresh.within[i, : w.depth[i] + 1].tolist()


def test_a_memorandum_adds_its_types_and_begins_the_term_anew():
    w = town(4, 1, fora=0.5, rivalry=0.5, tie_end=NEVER)
    actions.sign(w, 0, 1, 0b100100)
    actions.sign(w, 1, 4, 0b1)
    assert_lists_are_right(w)
    w.month += 3
    actions.sign(w, 1, 0, 0b10000)
    assert_lists_are_right(w)
    assert (w.ties[0, 1], w.ties[1, 0], w.ties[1, 4]) == (0b110100, 0b110100, 0b1)
    assert (w.tie_end[0, 1], w.tie_end[1, 0], w.tie_end[4, 1], w.tie_end[0, 2]) == (44, 44, 41, NEVER)
    lines = [[5, 0, 1, 2], [5, 0, 1, 5], [5, 1, 4, 0], [8, 1, 0, 4]]  # one a type
    assert w.tie_log[: w.n_ties].tolist() == [[*line, R.FORMED] for line in lines]


@pytest.mark.parametrize(
    ("renewed", "types", "end", "line"), [(True, 0b11, 41, R.RENEWED), (False, 0, 5, R.LAPSED)], ids=["renewed", "not"]
)
def test_a_term_ends(renewed, types, end, line):
    w = town(3, ties=((0, 3, 1, 0), (3, 0, 1, 0), (1, 1, 0, 0), (0, 0, 0, 0)), tie_end=MONTH, fora=0.25)
    actions.settle_renewal(w, 0, 1, renewed)
    assert (w.ties[0, 1], w.ties[1, 0], w.tie_end[0, 1], w.tie_end[1, 0]) == (types, types, end, end)
    assert tie_lines(w) == [(0, 1, -1, line)]
    assert_lists_are_right(w)


# ---- cases ---------------------------------------------------------------------------------------------------------
def test_a_case_is_opened():
    design = design_values(approval_stages=2.0, stage_length_months=3.0)
    w = town(3, tier=MEMBER, design=design, taken=1.0)
    kind, expected = CASE_INDEX["standard"], []
    for count, opener in enumerate((0, -1, 0)):
        expected.append(new_case(w, kind, opener, count // 2))
        assert actions.open_case(w, kind, opener, 4, 9, 5.25) == count
    cases = w.cases[: w.n_cases]
    assert list(zip(cases["work"], cases["wait"], cases["fast"], strict=True)) == expected
    assert w.taken == 1.0, "what is planned is asked for by the plan"
    assert [cases[name].tolist() for name in ("number", "opener", "theme", "item")] == [
        [0, 1, 2],
        [0, -1, 0],
        [4] * 3,
        [9] * 3,
    ]
    assert cases["opened"].tolist() == [5.25] * 3 and cases["restarts"].tolist() == [0] * 3
    assert (cases["remaining"] == cases["work"]).all() and (cases["secured"] == cases["work"]).all()
    assert all(np.isnan(cases[name]).all() for name in ("started", "finished", "withdrawn", "handed"))
    assert w.open_cases[: w.n_open].tolist() == [0, 1, 2]
    assert (w.opened[kind, 0], w.opened[kind, w.nodes], w.opened.sum()) == (2, 1, 3)


def test_work_that_nobody_planned_is_asked_for_when_it_comes():
    w = town(3, tier=MEMBER, taken=1.0)
    actions.open_case(w, CASE_INDEX["admission"], 0, -1, 1, 0.0)
    assert w.taken == 1.0 + w.cases["work"][0]


def test_a_case_that_finds_no_room_counts_as_work_taken_in():
    w = world(3, room=Room(cases=1, ties=9, events=9))
    numbers = [actions.open_case(w, CASE_INDEX["admission"], 0, -1, 1, 0.0) for _ in range(2)]
    assert (numbers, w.n_cases, w.n_open, w.overflow) == ([0, -1], 1, 1, 1)
    assert w.taken > w.cases["work"][0]


# ---- incidents -----------------------------------------------------------------------------------------------------
def struck_town(severity=1.5, **fields):
    """A firm at home in the second of two states, both full members unless ``tier`` says else, has an incident."""
    params = {"bilateral_days": 50.0, "bilateral_best": 10.0, "salience_jump": 0.5}
    coupling, staff = fields.pop("coupling", 0.0), fields.pop("staff", 1.0)
    usual = {"tier": 1, "home": (0, 1, 1), "frontier": 1, "pool": 1 << INCIDENT_REPORTS}
    w = town(2, 1, params=params, design=design_values(staff_fte=staff, coupling_overlap=coupling), **(usual | fields))
    responses.add_incident(w, 2, severity, 0.25)
    return w


@pytest.mark.parametrize(
    ("severity", "fields", "knew", "by_hand", "cases"),
    [
        pytest.param(1.0, {}, 1, 30.0, 1, id="serious, at home in a member"),
        pytest.param(0.99, {}, 1, 30.0, 0, id="not serious: by hand only"),
        pytest.param(1.0, {"flow": 1 << INCIDENT_REPORTS}, 2, 10.0, 1, id="the firm reports to the other too"),
        pytest.param(1.0, {"tier": (1, 2)}, 1, 30.0, 0, id="only a partner knows"),
        pytest.param(1.0, {"pool": 0}, 1, 30.0, 0, id="its home does not bring such things to the network"),
        pytest.param(1.0, {"staff": 0.0}, 1, 30.0, 0, id="nobody is there to take it up"),
        pytest.param(1.0, {"tier": (1, 0)}, 0, np.inf, 0, id="nobody in the network has a channel to it"),
        pytest.param(1.0, {"tier": (1, 0), "coupling": 1.0}, 0, np.inf, 1, id="a body that monitors incidents has"),
        pytest.param(1.0, {"tier": (0, 0), "coupling": 1.0}, 0, np.inf, 0, id="but there is no network"),
        pytest.param(0.99, {"tier": (1, 0), "coupling": 1.0}, 0, np.inf, 0, id="of a small one it tells nobody"),
        pytest.param(
            1.0, {"tier": (1, 1), "status": (2, 0)}, 0, np.inf, 0, id="a home without an office knows nothing"
        ),
    ],
)
def test_who_knows_of_an_incident_and_whether_the_network_takes_it_up(severity, fields, knew, by_hand, cases):
    w = struck_town(severity, **fields)
    assert w.incident_log[0, [TIME, SEVERITY, FIRM, KNEW, BY_HAND]].tolist() == [5.25, severity, 2.0, knew, by_hand]
    assert np.isnan(w.incident_log[0, ANSWERED]) and w.incident_log[0, DONE] == 0.0 < w.incident_log[0, HARM]
    assert (w.n_incidents, w.incidents, w.n_cases) == (1, 1, cases)
    assert w.salience == jumped_salience(1.0, 0.5, severity)
    assert events(w) == [("incident", 2, -1, 0)]
    assert w.incident_log[0, CASE] == (0 if cases else -1)
    if cases:
        case = w.cases[0]
        assert (case["kind"], case["opener"], case["item"], case["opened"]) == (CASE_INDEX["incident"], 2, 0, 5.25)


@pytest.mark.parametrize(
    ("host", "ties", "factor"),
    [
        pytest.param((0.0, 0.0), 0, 2.0, id="nobody who knows the firm holds powers"),
        pytest.param((0.0, 0.75), 0, 1.25, id="its home holds most"),
        pytest.param((1.0, 0.0), 0, 2.0, id="a host that does not know it"),
        pytest.param((1.0, 0.0), 1, 1.0, id="a host with a tie to it"),
    ],
)
def test_facts_come_faster_where_the_hosts_know_the_firm(host, ties, factor):
    plain = struck_town(host=(0.0, 1.0)).cases[0]["work"]
    w = struck_town(host=host, ties=ties)
    case = w.cases[0]
    assert case["work"] == case["remaining"] == case["secured"] == pytest.approx(plain * factor)
    assert w.taken == pytest.approx(case["work"])


@pytest.mark.parametrize(("days", "counted"), [(20.0, 20.0), (40.0, 30.0)], ids=["the response", "members' own"])
def test_the_earlier_response_counts_and_only_once(days, counted):
    w = town(2, 1, n_incidents=1)
    w.incident_log[0, [TIME, BY_HAND, ANSWERED, FIRM]] = (5.0, 30.0, np.nan, 2.0)
    responses.answer(w, 0, days)
    responses.answer(w, 0, 1.0)
    assert w.incident_log[0, ANSWERED] == counted
    assert events(w) == [("response", 2, -1, 0)]


@pytest.mark.parametrize(("at", "answered"), [(3.5, True), (4.5, False)])
def test_members_answer_when_their_days_are_over_and_the_case_is_closed(at, answered):
    w = struck_town()
    w.incident_log[0, [TIME, BY_HAND]] = (at, 30.4375)  # a month
    responses.answer_by_hand(w)
    assert np.isnan(w.incident_log[0, ANSWERED]) != answered
    assert np.isnan(w.cases[0]["withdrawn"]) != answered
