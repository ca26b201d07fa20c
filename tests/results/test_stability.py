"""The deviation finder: futures are those of whole runs, verdicts follow from gains, and nothing depends on threads."""

import dataclasses
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

import entente
from entente.cli import main
from results.stability.branches import Branches
from results.stability.deviations import END, JOIN, LEAVE, SIGN, Deviation, Gains, gains_of, pays, possible
from results.stability.finder import Stability, find, months_of
from results.stability.intervals import interval
from results.stability.verdicts import DOES_NOT, OPEN, PAYS, STABLE, UNDECIDED, UNSTABLE, Found, of_design
from results.stability.words import text
from scenarios.rosters import load_roster
from scenarios.schema import load_scenario
from sim.config import ScheduledEvent
from sim.ensemble.runs import record_of
from sim.errors import InputError, InputErrors
from sim.forced import Forced
from sim.months import month_index
from tests.model.conftest import config_of

MONTH, WINDOW = month_index("2026-03"), 3
CONFIG = config_of("teaching", "rotating", end="2026-08")


@pytest.fixture(scope="module")
def branches():
    return Branches(CONFIG, MONTH, WINDOW)


def mean_welfare(config):
    """(J,) mean welfare in the window, of a whole run."""
    record, row = record_of(config), MONTH - CONFIG.first
    return record.states["welfare"][row : row + WINDOW].mean(axis=0)


# ---- futures ---------------------------------------------------------------------------------------------------------
def test_the_future_without_a_deviation_is_the_run_itself(branches):
    assert branches.here.month == MONTH
    assert branches.welfare().tolist() == mean_welfare(CONFIG).tolist()


@pytest.mark.parametrize("number", range(3))
def test_a_future_with_a_forced_decision_is_the_run_in_which_it_is_forced(branches, number):
    tie = next(d for d in possible(branches.here) if d.kind == END)
    forced = [
        Forced(MONTH, "renew", tie.actor, tie.partner, choice=False),
        Forced(MONTH, "join", int(np.flatnonzero(branches.here.tier > 0)[0]), choice=False),
        Forced(MONTH, "pace", branches.here.offices),
    ][number]
    assert branches.welfare((forced,)).tolist() == mean_welfare(dataclasses.replace(CONFIG, forced=(forced,))).tolist()
    assert branches.welfare().tolist() == mean_welfare(CONFIG).tolist(), "one future leaves nothing in the next"


def test_a_state_that_comes_in_does_so_as_by_an_event(branches):
    state = int(np.flatnonzero(branches.here.tier == 0)[0])
    by_event = dataclasses.replace(CONFIG, events=(ScheduledEvent(MONTH, "entry", state),))
    assert branches.welfare(entering=state).tolist() == mean_welfare(by_event).tolist()


def test_what_a_scenario_forces_itself_stays_forced():
    own = Forced(MONTH, "pace", 4, choice=False)
    config = dataclasses.replace(CONFIG, forced=(own,))
    other = Forced(MONTH + 1, "pace", 4)
    both = dataclasses.replace(CONFIG, forced=(own, other))
    assert Branches(config, MONTH, WINDOW).welfare((other,)).tolist() == mean_welfare(both).tolist()


# ---- deviations ------------------------------------------------------------------------------------------------------
def test_every_state_and_every_pair_of_offices_has_one_deviation(branches):
    w, found = branches.here, possible(branches.here)
    assert len(found) == len(set(found))
    assert {d.actor for d in found if d.kind == LEAVE} == set(np.flatnonzero(w.tier > 0).tolist())
    assert {d.actor for d in found if d.kind == JOIN} == set(np.flatnonzero(w.tier == 0).tolist())
    offices = np.flatnonzero(w.status > 0).tolist()
    pairs = {(a, b) for a in offices for b in offices if a < b}
    assert {(d.actor, d.partner) for d in found if d.kind in (SIGN, END) and d.partner < w.offices} == pairs
    assert all(w.ties[d.actor, d.partner] != 0 for d in found if d.kind == END)
    assert not [d for d in found if d.kind == SIGN and d.partner >= w.offices], "a firm has no welfare to gain"


def test_the_members_view_of_one_who_comes_in_is_kept(branches):
    state = next(d for d in possible(branches.here) if d.kind == JOIN)
    found = gains_of(branches, state, branches.welfare())
    assert found.members == tuple(np.flatnonzero(branches.here.tier == 1).tolist()) and len(found.theirs) > 0
    tie = next(d for d in possible(branches.here) if d.kind == END and d.partner >= branches.here.offices)
    assert math.isnan(gains_of(branches, tie, branches.welfare()).partner)


@pytest.mark.parametrize(
    ("kind", "gains", "does"),
    [
        (LEAVE, Gains(0.1), True),
        (LEAVE, Gains(0.0), False),
        (SIGN, Gains(0.1, 0.0), True),
        (SIGN, Gains(0.1, -0.1), False),
        (SIGN, Gains(0.0, 0.0), False),
        (END, Gains(-0.1, 0.1), True),
        (END, Gains(0.1), True),
        (END, Gains(-0.1, -0.1), False),
        (JOIN, Gains(0.1, members=(1, 2), theirs=(0.0, -0.1), needed=1), True),
        (JOIN, Gains(0.1, members=(1, 2), theirs=(0.0, -0.1), needed=2), False),
        (JOIN, Gains(-0.1, members=(1,), theirs=(1.0,), needed=1), False),
        (JOIN, Gains(0.1), True),
    ],
)
def test_a_deviation_pays_if_those_who_must_agree_gain(kind, gains, does):
    assert pays(Deviation(kind, 0, 1), gains) == does


# ---- how surely ------------------------------------------------------------------------------------------------------
def test_an_interval_is_students():
    found = interval([1.0, 2.0, 3.0], 1)
    half = 4.302652729911275 / math.sqrt(3.0)  # t at 97.5% with two degrees of freedom
    assert found.low == pytest.approx(2.0 - half) and found.high == pytest.approx(2.0 + half)
    assert (found.least, found.most) == (found.low, found.high)
    wider = interval([1.0, 2.0, 3.0], 10)
    assert wider.low == found.low and wider.least < found.low and wider.most > found.high
    assert math.isnan(interval([1.0], 1).low)


def runs_of(kind, *gains, partner=-1):
    return [Found("x", k, 30, {Deviation(kind, 0, partner): g}) for k, g in enumerate(gains)]


@pytest.mark.parametrize(
    ("found", "verdict", "of"),
    [
        (runs_of(LEAVE, Gains(1.0), Gains(1.01)), PAYS, UNSTABLE),
        (runs_of(LEAVE, Gains(-1.0), Gains(-1.01)), DOES_NOT, STABLE),
        (runs_of(LEAVE, Gains(0.0), Gains(0.0)), DOES_NOT, STABLE),
        (runs_of(LEAVE, Gains(1.0), Gains(-1.0)), OPEN, UNDECIDED),
        (runs_of(LEAVE, Gains(1.0)), OPEN, UNDECIDED),
        (runs_of(SIGN, Gains(1.0, 1.0), Gains(1.0, 1.0), partner=1), PAYS, UNSTABLE),
        (runs_of(SIGN, Gains(1.0, 0.0), Gains(1.0, 0.0), partner=1), PAYS, UNSTABLE),
        (runs_of(SIGN, Gains(1.0, -1.0), Gains(1.0, -1.0), partner=1), DOES_NOT, STABLE),
        (runs_of(SIGN, Gains(1.0, -1.0), Gains(1.0, 1.0), partner=1), OPEN, UNDECIDED),
        (runs_of(END, Gains(-1.0, 1.0), Gains(-1.0, 1.0), partner=1), PAYS, UNSTABLE),
        (runs_of(END, Gains(-1.0), Gains(-1.0), partner=9), DOES_NOT, STABLE),
        (runs_of(JOIN, *[Gains(1.0, members=(1, 2), theirs=(1.0, -1.0), needed=1)] * 2), PAYS, UNSTABLE),
        (runs_of(JOIN, *[Gains(1.0, members=(1, 2), theirs=(1.0, -1.0), needed=2)] * 2), DOES_NOT, STABLE),
        (runs_of(JOIN, *[Gains(1.0, members=(1,), theirs=(x,), needed=1) for x in (1.0, -1.0)]), OPEN, UNDECIDED),
    ],
)
def test_a_verdict_is_sure_only_where_all_runs_say_so(found, verdict, of):
    design = of_design("x", found)
    assert (design.rows[0].verdict, design.verdict) == (verdict, of)


def test_months_of_one_run_count_as_one():
    """What several months of a replicate say is its mean: they share their draws."""
    found = [
        Found("x", k, m, {Deviation(LEAVE, 0): Gains(g)}) for k, m, g in ((0, 30, 1.0), (0, 31, 3.0), (1, 30, 4.0))
    ]
    design = of_design("x", found)
    assert design.rows[0].actor == interval([2.0, 4.0], 1) and design.runs == 2


def test_quiet_is_the_share_of_runs_in_which_nothing_pays():
    assert of_design("x", runs_of(LEAVE, Gains(1.0), Gains(-1.0), Gains(0.0), Gains(-2.0))).quiet == 0.75


# ---- as a whole ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def found():
    return entente.stability("rotating", "teaching", at="2026-03", window=2, replicates=2, workers=1)


def test_the_number_of_threads_changes_nothing(found):
    again = entente.stability(["rotating"], "teaching", at=["2026-03"], window=2, replicates=2, workers=2)
    assert json.dumps(again.to_json()) == json.dumps(found.to_json())


def test_the_frame_has_a_row_a_deviation(found):
    frame = found.frame()
    assert len(frame) == sum(len(of.rows) for of in found.designs)
    assert set(frame["verdict"]) <= {PAYS, DOES_NOT, OPEN} and frame["gain"].notna().all()
    assert frame.loc[frame["deviation"] == LEAVE, "partner_gain"].isna().all()
    assert (frame["gain_least"].dropna() <= frame["gain_low"].dropna()).all()


def test_the_text_says_what_it_rests_on(found):
    said = " ".join(str(found).split())
    assert "as 2026-03 begins" in said and found.rests_on in said
    assert "as a full member" in said and "vetoes are read from who loses by an entry" in said
    assert "Knowledge as such has no worth" in said and "95% intervals" in said
    assert max(len(line) for line in text(found, 80).splitlines()) <= 80


def test_many_deviations_are_counted_and_not_all_told(found):
    gains = {Deviation(SIGN, 0, 1): Gains(1.0, 1.0)} | {Deviation(LEAVE, j): Gains(1.0) for j in range(20)}
    of = of_design("x", [Found("x", k, 30, gains) for k in range(2)])
    roster = load_roster("real")
    said = text(Stability(found.scenario, roster, (of,), (30,), 2, "nothing"))
    assert "and 12 more" in said and "US +1.000" in said and "not pairwise stable" in said


def test_what_paid_in_no_run_but_may_pay_is_not_called_settled(found):
    """Two leave with gains on both sides of nothing; three others never gain, but so few runs are not sure of it."""
    runs = [
        {Deviation(LEAVE, j): Gains((1.0 if k else -1.0) if j < 2 else -0.1 - k) for j in range(5)} for k in range(2)
    ]
    of = of_design("x", [Found("x", k, 30, gains) for k, gains in enumerate(runs)])
    said = text(Stability(found.scenario, load_roster("real"), (of,), (30,), 2, "nothing"))
    assert "and 3 more not settled: paid in no run, but there are too few runs to rule them out" in said
    assert "which paid in no run" not in said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2020-01", "'at': out of range (got '2020-01'); allowed: 2026-01 (the adoption) to"),
        ("soon", "'at': not a date (got 'soon')"),
        ("2060-12", "'at': out of range (got '2060-12')"),
        ([], "'at': no month"),
    ],
)
def test_a_month_that_is_none_is_named(at, said):
    with pytest.raises(InputError) as caught:
        months_of(load_scenario("teaching"), at, 24)
    assert said in str(caught.value)


def test_all_months_that_are_none_are_named_at_once():
    with pytest.raises(InputErrors) as caught:
        months_of(load_scenario("teaching"), "soon, 2020-01, 2027-01", 24)
    assert len(caught.value.errors) == 2


def test_left_out_the_month_is_the_one_after_the_end():
    scenario = load_scenario("teaching")
    assert months_of(scenario, None, 24) == [scenario.end_month + 1]
    with pytest.raises(InputError, match="window"):
        find(scenario, window=0)


def test_the_command_prints_data_only_with_json():
    words = "stability --designs rotating --scenario teaching --at 2026-03 --window 2 --replicates 2 --json"
    done = CliRunner().invoke(main, words.split())
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert data["months"] == ["2026-03"] and data["designs"][0]["design"] == "rotating"
    assert len(data["designs"][0]["deviations"]) > 5
