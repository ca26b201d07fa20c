"""What a choice changes in the futures: the numbers of two full experiments, the words and lines of the project."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.comparison import BETTER, WORSE, compare, outcome_cells
from results.paired import paired
from results.play.beside.compared import compared, sides
from results.play.differences import HEADLINES
from results.play.futures.courses import answer
from results.play.futures.effects import WITH, apart, in_futures, told_as
from results.play.futures.futures import Futures
from scenarios.experiment import run_experiment
from scenarios.queries import tables_of
from scenarios.session.log import started
from sim.errors import EntenteError

EXIT = {"date": "2026-06", "kind": "exit", "actor": "US"}
POSTS = {"date": "2027-01", "values": {"staff_fte": 60.0}}
DESIGNS = ["rotating", "static:US", "igo:OECD"]
FEW = 12


@pytest.fixture(scope="module")
def log():
    """A session in which two levers were pulled and one decision was taken."""
    begun = started("teaching", "rotating", seed=3).with_choice(event=EXIT).with_choice(fields=POSTS)
    return begun.with_choice("Kenya", decision={"date": "2026-09", "act": "join", "actor": "Kenya", "choice": False})


@pytest.fixture(scope="module")
def changed(log):
    return in_futures(log, log.without(1), DESIGNS, FEW, futures=Futures())


def values_of(log, design):
    """(R, outcomes) of a full experiment with the choices of a log, decisions of actors left out."""
    runs = run_experiment(log.levers().under(design).played().changed(replicates=FEW))
    with tables_of(runs, "runs") as tables:
        grid = tables.grid("runs", [runs.asked[0]])
        return np.column_stack([grid.values(meta.name)[:, 0] for meta in HEADLINES])


@pytest.mark.parametrize("design", DESIGNS)
def test_paired_differences_are_those_of_two_full_experiments(log, changed, design):
    found = paired(values_of(log, design), values_of(log.without(1), design))
    for k, row in enumerate(changed[design].rows):
        assert row.meta == HEADLINES[k]
        assert row.cell["pairs"] == found["pairs"][k]
        for name, numbers in found.items():
            np.testing.assert_array_equal(row.cell[name], numbers[k], err_msg=f"{design} {row.meta.name} {name}")


def test_the_line_between_clear_and_not_is_that_of_the_comparison(log, changed):
    own, other = values_of(log, "rotating"), values_of(log.without(1), "rotating")
    for k, row in enumerate(changed["rotating"].rows):
        cell = outcome_cells(np.column_stack([own[:, k], other[:, k]]), row.meta, ("a", "b"), "b")[0]
        assert row.cell["verdict"] == cell["verdict"]
        assert row.cell["settled"] == cell["settled"]


def test_units_and_anchors_are_those_of_a_comparison_with_today(log):
    from results.brief.units import measures

    runs = run_experiment(log.base().changed(designs=["rotating"], replicates=FEW, seed=log.seed))
    expected = measures(compare(runs))
    for name, measure in told_as(log, FEW, futures=Futures()).items():
        assert (measure.unit, measure.anchor, measure.scale) == (
            expected[name].unit, expected[name].anchor, expected[name].scale,
        )  # fmt: skip


def test_a_choice_that_changes_nothing_is_said_to(log):
    found = in_futures(log, log, replicates=FEW, futures=Futures())["rotating"]
    assert all(row.is_none for row in found.rows if row.applies)
    assert found.sentence == f"It changes none of the main outcomes in any of {FEW} futures."


def test_decisions_of_actors_are_left_out(log):
    found = in_futures(log, log.without(3), replicates=FEW, futures=Futures())["rotating"]
    assert all(row.is_none for row in found.rows if row.applies)


def test_words_agree_with_numbers(changed):
    for found in changed.values():
        for row in found.rows:
            verdict = row.cell["verdict"]
            if verdict in (BETTER, WORSE):
                assert (row.cell["p_better"] > 0.5) == (verdict == BETTER)
                assert verdict in row.said
            assert row.sure.endswith("%") or row.sure == "–"
        for row in found.rows:
            matters = row.effect.is_gain or row.effect.is_loss
            if row.is_clear and not matters:
                assert f"{row.meta.title} {row.size} ({row.better})" in found.sentence
            assert bool(row.leans) == (
                not row.is_clear and row.applies and row.effect.times >= 1 and row.meta.better != 0
            )
            assert (f"{row.meta.title} {row.size} (rather {row.leans})" in found.sentence) == bool(row.leans)
        clear = [row for row in found.rows if row.effect.is_gain or row.effect.is_loss]
        assert all(row.meta.title in found.line for row in sorted(clear, key=lambda r: -r.effect.times)[:3])
        assert ("(better)" in found.sentence) == any(row.effect.is_gain for row in clear)
        assert ("(worse)" in found.sentence) == any(row.effect.is_loss for row in clear)


def test_a_choice_is_told_as_what_it_does_side_by_side(log):
    """A is the run as played, B the one without the choice: each change is that of A less B."""
    pair = sides(*compared(log, without=["1"]))
    found = apart(pair.own.log, pair.other.log, FEW, futures=Futures())
    own, other = (values_of(one, "rotating") for one in (log, log.without(1)))
    told = [row.cell["diff"] for row in found.rows]
    assert told == [np.nanmedian(values) for values in (own - other).T]
    assert any(told)


def test_an_incident_that_passes_names_what_is_clear_and_what_leans_both_ways():
    """No triangle without words: an incident of severity 5 in the teaching scenario, and a host's seat."""
    begun = started("teaching", "rotating", seed=1)
    sentences = []
    for what in ({"event": {"date": "2026-04", "kind": "incident", "actor": "Anthropic", "size": 5.0}},
                 {"design": {"date": "2026-03", "design": "igo:OECD"}}):  # fmt: skip
        found = in_futures(begun.with_choice(**what), begun, futures=Futures())["rotating"]
        for row in found.rows:
            if row.sure[0] in "▲▼":
                assert row.meta.title in found.sentence or row.phrase in found.sentence
        sentences.append(found.sentence)
    assert any("Clear, but too little to matter" in said for said in sentences)


def test_months_before_the_choice_are_not_touched(log):
    told = answer(log, log.without(1))
    for course in told.courses:
        before = course.months < next(choice.month for choice in log.choices if choice.number == 1)
        assert before.any()
        assert not course.quantiles[:, before].any()
    assert any(course.reach > 0 for course in told.courses)


def test_progress_adds_up_and_an_end_is_heard(log):
    told = []
    in_futures(
        log, log.without(1), replicates=FEW, tick=lambda done, parts: told.append((done, parts)), futures=Futures()
    )
    assert max(told) == (3 * FEW, 3 * FEW)  # with, without, and today's for the units

    class End(Exception):
        pass

    def ends(done, parts):
        raise End

    with pytest.raises(End):
        in_futures(log, log.without(1), replicates=FEW, tick=ends, futures=Futures())


def test_a_design_in_which_a_choice_cannot_be_is_an_input_error():
    seat = started("teaching", "static:US").with_choice(fields={"date": "2026-03", "values": {"seat_share": 0.5}})
    with pytest.raises(EntenteError, match="host"):
        in_futures(seat, seat.without(1), ["rotating"], 2, futures=Futures())


# ---- what is kept ----------------------------------------------------------------------------------------------------
class Maker:
    """Counts what is made in the place of ensembles."""

    def __init__(self):
        self.made = []

    def __call__(self, levers, designs, replicates, tick):
        self.made += designs
        return {design: f"{levers.design} {design} {len(levers.choices)} {replicates}" for design in designs}


def test_equal_logs_share_an_ensemble_whoever_made_the_choice(log):
    maker = Maker()
    kept = Futures(make=maker)
    kept.of(log, ["rotating"], 4)
    kept.of(log.without(3), ["rotating", "none"], 4)  # a decision less: the same futures
    kept.of(log.under("none"), ["none"], 4)
    again = started("teaching", "rotating", seed=3, replicate=9)
    again = again.with_choices([{"number": 40, "by": "US", "event": EXIT}, {"number": 7, "fields": POSTS}])
    kept.of(again, ["rotating"], 4)
    assert maker.made == ["rotating", "none"]
    kept.of(log, ["rotating"], 5)
    kept.of(log.without(1), ["rotating"], 4)
    assert maker.made == ["rotating", "none", "rotating", "rotating"]


@given(st.lists(st.sampled_from(["none", "adhoc", "rotating", "igo:UN", "support"]), max_size=12), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_no_more_than_so_many_are_kept(asked, most):
    begun, maker = started("teaching"), Maker()
    kept = Futures(most, maker)
    for design in asked:
        assert kept.of(begun, [design]) == {design: f"rotating {design} 0 64"}
        assert len(kept) <= most


def test_the_shown_side_of_a_change_is_the_one_with_the_choice(changed):
    row = changed["static:US"].row("sensitive_pooled")
    assert changed["static:US"].comparison.designs[0] == WITH
    own, other = (side.outcome("sensitive_pooled") for side in (changed["static:US"].runs, changed["static:US"].others))
    assert row.cell["diff"] == np.median(own - other)
