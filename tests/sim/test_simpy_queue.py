"""The secretariat's queue: scripted cases with exact times, then laws that hold for any load."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.catalogue import CASE_INDEX, CASE_KINDS
from sim.rules.cases import backlog, is_open, list_open
from sim.simpy_queue import SimPyQueue
from tests.worlds import world

URGENT, SHORT, PLAIN, LONG = "incident", "clearance", "terms", "joint_research"  # classes 0, 1, 2; LONG restarts


class Office:
    """A secretariat with cases opened by a script; ``run`` works month by month, as the model does."""

    def __init__(self, posts=1, start=0, speed=1.0):
        self.world = world(1, month=start, posts=posts, speed=speed)
        self.queue = SimPyQueue(self.world)

    def case(self, kind=PLAIN, work=1.0, opened=0.0, wait=0.0, fast=False):
        w, number = self.world, self.world.n_cases
        w.n_cases, case = number + 1, w.cases[number]
        case["number"], case["kind"], case["theme"], case["opener"], case["item"] = number, CASE_INDEX[kind], -1, -1, -1
        case["opened"], case["work"], case["wait"], case["fast"] = opened, work, wait, fast
        case["remaining"] = case["secured"] = work
        case["started"] = case["finished"] = case["withdrawn"] = case["handed"] = math.nan
        list_open(w, number)
        return case

    @property
    def cases(self):
        return self.world.cases[: self.world.n_cases]

    def run(self, until, handovers=(), memory=1.0, posts=None, speed=None):
        """``posts`` and ``speed`` say what changes at the start of which month."""
        w = self.world
        while w.month < until:
            if w.month in handovers:
                w.handover, w.memory = float(w.month), memory
            w.posts = (posts or {}).get(w.month, w.posts)
            w.speed = (speed or {}).get(w.month, w.speed)
            self.queue.work_for_a_month()
            w.month += 1
        return self

    def settle(self):
        """Numbers of the cases finished since the last call."""
        done = self.world.finished[: self.world.n_finished].tolist()
        self.world.n_finished = 0
        return done


def times(cases):
    """Finishing times; None while unfinished."""
    return [None if math.isnan(case["finished"]) else float(case["finished"]) for case in cases]


# ---- one case ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("case", "speed", "started", "finished"),
    [
        pytest.param({"work": 0.5}, 1.0, 0.0, 0.5, id="half a month"),
        pytest.param({"work": 2.5}, 1.0, 0.0, 2.5, id="over month's ends"),
        pytest.param({"work": 2.0, "opened": 0.75}, 1.0, 0.75, 2.75, id="opened in mid-month"),
        pytest.param({"work": 2.0, "wait": 1.25}, 1.0, 1.25, 3.25, id="after its approvals"),
        pytest.param({"work": 2.0, "opened": 0.5, "wait": 1.25}, 1.0, 1.75, 3.75, id="both"),
        pytest.param({"work": 2.0}, 2.0, 0.0, 1.0, id="at double speed"),
        pytest.param({"work": 2.0}, 0.5, 0.0, 4.0, id="at half speed"),
        pytest.param({"work": 9.0, "opened": 0.5, "wait": 0.25, "fast": True}, 1.0, 0.5, 0.75, id="fast lane: no work"),
    ],
)
def test_one_case_and_one_post(case, speed, started, finished):
    office = Office(speed=speed)
    only = office.case(**case)
    office.run(9)
    assert (only["started"], only["finished"]) == (started, finished)


def test_speed_changes_at_the_start_of_a_month():
    office = Office()
    only = office.case(work=4.0, opened=0.5)
    office.run(9, speed={0: 1.0, 1: 0.5, 3: 2.0})
    assert only["finished"] == 3.0 + (4.0 - 0.5 - 2 * 0.5) / 2.0


def test_the_queue_can_begin_in_any_month():
    office = Office(start=18)
    only = office.case(work=1.5, opened=18.0)
    office.run(30)
    assert only["finished"] == 19.5


# ---- who comes first ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kinds", "finished"),
    [
        pytest.param([PLAIN, PLAIN, PLAIN], [1.0, 2.0, 3.0], id="the oldest first"),
        pytest.param([PLAIN, SHORT, URGENT], [3.0, 2.0, 1.0], id="urgent, then short, then the rest"),
        pytest.param([SHORT, PLAIN, SHORT, PLAIN], [1.0, 3.0, 2.0, 4.0], id="within a class the oldest"),
    ],
)
def test_one_post_serves_by_class_and_then_by_number(kinds, finished):
    office = Office()
    cases = [office.case(kind) for kind in kinds]
    office.run(9)
    assert times(cases) == finished


@pytest.mark.parametrize(
    ("posts", "finished"),
    [
        pytest.param(1, [1.0, 2.0, 3.0, 4.0], id="one post"),
        pytest.param(2, [1.0, 1.0, 2.0, 2.0], id="two posts"),
        pytest.param(4, [1.0, 1.0, 1.0, 1.0], id="as many as cases"),
        pytest.param(9, [1.0, 1.0, 1.0, 1.0], id="more than cases: nobody works on a file twice"),
    ],
)
def test_posts_work_side_by_side(posts, finished):
    office = Office(posts)
    cases = [office.case() for _ in range(4)]
    office.run(9)
    assert times(cases) == finished


def test_an_incident_takes_the_post_and_the_rest_of_the_file_waits():
    office = Office()
    file, incident = office.case(work=2.0), office.case(URGENT, work=0.5, opened=0.75)
    office.run(9)
    assert (file["started"], file["finished"]) == (0.0, 2.5)
    assert (incident["started"], incident["finished"]) == (0.75, 1.25)


def test_an_incident_takes_the_post_of_the_least_pressing():
    office = Office(2)
    short, plain, incident = office.case(SHORT, 2.0), office.case(PLAIN, 2.0), office.case(URGENT, 1.0, opened=0.5)
    office.run(9)
    assert times([short, plain, incident]) == [2.0, 3.0, 1.5]


def test_an_incident_waits_for_an_older_incident():
    office = Office()
    one, other = office.case(URGENT, 1.0), office.case(URGENT, 1.0, opened=0.25)
    office.run(9)
    assert times([one, other]) == [1.0, 2.0]


def test_an_older_file_that_gets_its_approvals_takes_the_post_of_a_younger():
    office = Office()
    older, younger = office.case(work=1.0, wait=0.5), office.case(work=1.0)
    office.run(9)
    assert times([older, younger]) == [1.5, 2.0]


def test_the_fast_lane_needs_no_post():
    office = Office(posts=0)
    incident = office.case(URGENT, work=5.0, wait=0.25, fast=True)
    office.run(2)
    assert incident["finished"] == 0.25


def test_what_finishes_at_the_instant_of_an_arrival_is_finished():
    office = Office()
    file, incident = office.case(work=1.0), office.case(URGENT, work=0.5, opened=1.0)
    office.run(9)
    assert times([file, incident]) == [1.0, 1.5]


# ---- handovers ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "handovers", "memory", "finished", "restarts"),
    [
        pytest.param(LONG, (), 0.0, 4.0, 0, id="no handover"),
        pytest.param(LONG, (2,), 1.0, 4.0, 0, id="all is remembered"),
        pytest.param(LONG, (2,), 0.5, 5.0, 1, id="half is repeated"),
        pytest.param(LONG, (2,), 0.0, 6.0, 1, id="all is repeated"),
        pytest.param(LONG, (2, 3), 0.0, 7.0, 2, id="twice"),
        pytest.param(LONG, (2, 3), 0.5, 5.5, 2, id="twice: what the first left is safe from the second"),
        pytest.param(LONG, (9,), 0.0, 4.0, 0, id="a handover that comes too late"),
        pytest.param(PLAIN, (2,), 0.0, 4.0, 0, id="a file that only waits"),
        pytest.param("policy_brief", (2,), 0.0, 5.0, 1, id="half of the kind's work restarts"),
    ],
)
def test_a_handover_makes_half_done_work_be_repeated(kind, handovers, memory, finished, restarts):
    office = Office()
    only = office.case(kind, work=4.0)
    office.run(12, handovers, memory)
    assert (only["finished"], only["restarts"]) == (finished, restarts)


def test_a_handover_does_not_touch_a_file_not_yet_begun():
    office = Office()
    first, second = office.case(LONG, work=2.0), office.case(LONG, work=2.0)
    office.run(12, handovers=(1,), memory=0.0)
    assert times([first, second]) == [3.0, 5.0]
    assert (first["restarts"], second["restarts"]) == (1, 0)


def test_what_finishes_at_the_instant_of_a_handover_is_finished():
    office = Office()
    only = office.case(LONG, work=2.0)
    office.run(9, handovers=(2,), memory=0.0)
    assert (only["finished"], only["restarts"]) == (2.0, 0)


def test_the_fast_lane_works_through_a_handover():
    office = Office()
    incident = office.case(URGENT, work=1.0, opened=0.5, wait=1.0, fast=True)
    office.run(9, handovers=(1,), memory=0.0, speed={1: 0.25})
    assert (incident["finished"], incident["restarts"]) == (1.5, 0)


def test_a_half_done_file_forgets_at_a_handover_also_while_an_incident_has_its_post():
    office = Office()
    file = office.case(LONG, work=4.0)
    office.case(URGENT, work=1.0, opened=1.5)
    office.run(20, handovers=(2,), memory=0.0)
    assert (file["finished"], file["restarts"]) == (6.5, 1)  # 1.5 done and forgotten, then 4 from 2.5


# ---- posts come and go -------------------------------------------------------------------------------------
def test_without_posts_nothing_is_done():
    office = Office(posts=0)
    only = office.case()
    office.run(24)
    assert math.isnan(only["started"]) and math.isnan(only["finished"])
    assert backlog(office.world) == 1
    assert office.settle() == []


def test_fewer_posts_lay_down_the_last_in_order_with_what_is_done():
    office = Office(3)
    cases = [office.case(work=2.0), office.case(SHORT, work=2.0), office.case(work=2.0)]
    office.run(12, posts={1: 1})
    assert times(cases) == [3.0, 2.0, 4.0]


def test_all_posts_are_cut_and_come_back():
    office = Office()
    only = office.case(work=2.0)
    office.run(12, posts={1: 0, 5: 1})
    assert (only["started"], only["finished"]) == (0.0, 6.0)


def test_one_more_post_calls_in_the_first_that_waits():
    office = Office()
    cases = [office.case(work=4.0), office.case(work=1.0), office.case(SHORT, work=1.0, opened=0.5)]
    office.run(12, posts={2: 2})
    assert times(cases) == [5.0, 3.0, 1.5]


def test_more_posts_call_in_as_many_as_wait():
    office = Office(posts=0)
    cases = [office.case() for _ in range(4)]
    office.run(12, posts={1: 3})
    assert times(cases) == [2.0, 2.0, 2.0, 3.0]


def test_what_finishes_at_the_instant_of_a_cut_is_finished():
    office = Office(2)
    cases = [office.case(work=3.0), office.case(work=1.0)]
    office.run(12, posts={1: 1})
    assert times(cases) == [3.0, 1.0]


# ---- accounts ----------------------------------------------------------------------------------------------
def test_finished_cases_are_settled_once_and_in_case_order():
    office = Office()
    for kind in (PLAIN, SHORT, URGENT):
        office.case(kind, work=0.25)
    office.run(1)
    assert office.settle() == [0, 1, 2]
    assert office.settle() == []


@pytest.mark.parametrize(
    ("case", "withdrawn", "others"),
    [
        pytest.param({"work": 3.0}, 1, 2.0, id="in work: its post is free at once"),
        pytest.param({"work": 3.0, "wait": 2.5}, 1, 1.0, id="in its approvals"),
        pytest.param({"work": 1.0, "wait": 2.5, "fast": True}, 1, 1.0, id="in the fast lane"),
    ],
)
def test_a_withdrawn_case_is_never_finished(case, withdrawn, others):
    office = Office()
    gone, other = office.case(**case), office.case(work=1.0)
    office.run(withdrawn)
    gone["withdrawn"] = float(withdrawn)
    office.run(12)
    assert math.isnan(gone["finished"])
    assert (other["finished"], backlog(office.world)) == (others, 0)
    assert office.settle() == [other["number"]]


def test_a_withdrawn_case_in_the_queue_is_passed_over():
    office = Office()
    cases = [office.case(work=1.5), office.case(work=1.0), office.case(work=1.0)]
    office.run(1)
    cases[1]["withdrawn"] = 1.0
    office.run(12)
    assert times(cases) == [1.5, None, 2.5]


def test_open_cases_stay_listed_by_class_and_number_until_they_are_done():
    office = Office()
    for kind, work in ((PLAIN, 0.5), (LONG, 9.0), (SHORT, 3.0), (URGENT, 0.25)):
        office.case(kind, work)
    w = office.run(1).world
    assert w.open_cases[: w.n_open].tolist() == [2, 0, 1]
    office.run(4)
    assert w.open_cases[: w.n_open].tolist() == [1]
    assert office.cases["finished"][0] == 3.75 and math.isnan(office.cases["finished"][1])


# ---- laws --------------------------------------------------------------------------------------------------
LOADS = st.lists(
    st.tuples(
        st.sampled_from([row.key for row in CASE_KINDS]),
        st.integers(1, 40).map(lambda k: k / 8.0),  # work
        st.integers(0, 80).map(lambda k: k / 8.0),  # opened
        st.integers(0, 16).map(lambda k: k / 8.0),  # wait
        st.booleans(),  # fast
    ),
    max_size=12,
)
MONTHS = 12


@given(
    LOADS,
    st.lists(st.integers(0, 4), min_size=MONTHS, max_size=MONTHS),
    st.sets(st.integers(1, MONTHS - 1), max_size=3),
    st.dictionaries(st.integers(0, 11), st.integers(1, MONTHS - 1), max_size=3),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_every_case_is_accounted_for(load, posts, handovers, withdrawals, speed):
    office, settled = Office(posts[0], speed=speed), []
    for month in range(MONTHS):
        for kind, work, opened, wait, fast in load:
            if month <= opened < month + 1:
                office.case(kind, work, opened, wait, fast)
        for number, at in withdrawals.items():
            if at == month and number < len(office.cases) and is_open(office.cases[number]):
                office.cases[number]["withdrawn"] = float(month)
        office.run(month + 1, handovers, 0.5, posts=dict(enumerate(posts)))
        settled += office.settle()
        assert len(office.queue.posts.users) <= posts[month]
    cases = office.cases
    done = [case for case in cases if not math.isnan(case["finished"])]
    assert len(cases) == len(load)
    withdrawn = sum(not math.isnan(case["withdrawn"]) for case in cases)
    assert len(cases) == len(done) + backlog(office.world) + withdrawn
    assert sorted(settled) == [case["number"] for case in done]
    for case in done:
        busy = 0.0 if case["fast"] else case["work"] / speed
        assert case["finished"] >= case["opened"] + case["wait"] + busy
        assert case["fast"] or case["remaining"] == 0.0
    worked = sum(case["work"] - case["remaining"] for case in cases)  # repeated work comes on top
    assert worked <= speed * sum(posts)


@given(LOADS)
def test_one_post_works_through_all_that_lies_there_by_rank(load):
    office = Office()
    cases = [office.case(kind, work) for kind, work, *_ in load]
    office.run(80)
    done = 0.0
    for case in sorted(cases, key=lambda c: (CASE_KINDS[c["kind"]].priority, c["number"])):
        done += case["work"]
        assert case["finished"] == done


@given(st.integers(1, 8), st.integers(1, 20))
def test_equal_files_are_done_post_by_post(posts, count):
    office = Office(posts)
    cases = [office.case() for _ in range(count)]
    office.run(24)
    assert times(cases) == [float(k // posts + 1) for k in range(count)]


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.01, 20.0), st.floats(0.25, 2.0))
def test_alone_a_case_takes_its_wait_and_its_work(opened, wait, work, speed):
    office = Office(speed=speed)
    only = office.case(work=work, opened=opened, wait=wait)
    office.run(100)
    assert only["finished"] == pytest.approx(opened + wait + work / speed, rel=1e-12)
