"""Discovery: planted boxes, splits and flips are found where they are, and nothing where nothing is."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.output import plain
from results.discovery import flip as flips
from results.discovery import sample as samples
from results.discovery.boxes import find_box, inside
from results.discovery.chance import alike, explainable
from results.discovery.discover import Size, discover
from results.discovery.inputs import FIELD, Input, at_quantile, central_row, condition, inputs_of
from results.discovery.orders import APART, Streams, order_of
from results.discovery.pair import make_pair
from results.discovery.sample import Sample
from results.discovery.surrogate import fit
from results.discovery.tree import grow
from results.discovery.words import change_words, flip_words, order_words
from results.robust.clusters import correlation, effective, proportion
from scenarios.designs import load_designs
from scenarios.rosters import load_roster
from scenarios.sampling import QUANTILE
from scenarios.schema import load_scenario
from sim.design import FIELD_NAMES
from sim.errors import InputError
from sim.parameters import RECORDS

INPUTS = tuple(Input(f"x{k}", "behaviour", 0.0, 1.0, 0.5, "share", "made up") for k in range(5))
RECIPES = load_designs(["rotating", "igo:OECD"], load_roster("teaching"))


def sample_of(wins, points=700, streams=2, seed=3):
    """Futures in which the first design wins with chance ``wins(x)``."""
    rng = np.random.default_rng(seed)
    x = np.repeat(rng.random((points, len(INPUTS))), streams, axis=0)
    lead = np.where(rng.random(len(x)) < wins(x), 1.0, -1.0)
    point = np.repeat(np.arange(points), streams)
    return Sample(x, point, lead, point % 10 < 3, streams, 0, "numbers made up")


def corner(x):
    return np.where((x[:, 0] > 0.6) & (x[:, 1] < 0.5), 0.9, 0.1)


def nothing(x):
    return np.full(len(x), 0.4)


# ---- boxes ----------
def test_a_planted_box_is_found_where_it_is():
    box = find_box(sample_of(corner, points=2000), INPUTS, 0)
    limits = {limit.name: limit for limit in box.limits}
    assert set(limits) == {"x0", "x1"} and box.found
    step = 0.08  # a peel takes a twentieth of what is left
    assert limits["x0"].low == pytest.approx(0.6, abs=step) and limits["x0"].high is None
    assert limits["x1"].high == pytest.approx(0.5, abs=step) and limits["x1"].low is None
    assert all(limit.quasi_p < 0.01 for limit in box.limits)
    x = np.random.default_rng(0).random((50_000, len(INPUTS)))
    within, truth = inside(x, box.limits, INPUTS), corner(x)
    assert box.low < truth[within].mean() < box.high and box.low < box.density < box.high
    assert box.base == pytest.approx(truth.mean(), abs=0.06)
    assert box.coverage == pytest.approx(truth[within].sum() / truth.sum(), abs=0.1)
    assert box.mass == pytest.approx(within.mean(), abs=0.06)


@pytest.mark.parametrize("seed", range(4))
def test_where_nothing_decides_no_box_is_found(seed):
    assert not find_box(sample_of(nothing, seed=seed), INPUTS, 0).found


def test_who_always_wins_needs_no_box():
    box = find_box(sample_of(lambda x: np.ones(len(x))), INPUTS, 0)
    assert box.limits == () and not box.found and box.base == 1


def test_the_box_of_the_second_design_is_where_it_wins():
    box = find_box(sample_of(lambda x: 1 - corner(x)), INPUTS, 1)
    assert {limit.name for limit in box.limits} == {"x0", "x1"}


def test_inside_counts_both_limits():
    box = find_box(sample_of(corner), INPUTS, 0)
    x = np.array([[0.9, 0.1, 0, 0, 0], [0.9, 0.9, 0, 0, 0], [0.1, 0.1, 0, 0, 0]])
    assert list(inside(x, box.limits, INPUTS)) == [True, False, False]


# ---- trees ----------
def test_a_planted_split_is_found_and_holds():
    tree = grow(sample_of(lambda x: np.where(x[:, 2] > 0.7, 0.95, 0.05)), INPUTS, 0)
    best = tree.leaves[0]
    assert best.conditions[0][0] == "x2" and best.conditions[0][1] == pytest.approx(0.7, abs=0.03)
    assert best.share > 0.85 and best.low < best.share < best.high
    assert sum(leaf.futures for leaf in tree.leaves) == 420
    assert tree.skill > 0.5


def test_where_nothing_decides_there_is_no_tree():
    depths = [grow(sample_of(nothing, seed=seed), INPUTS, 0).depth for seed in range(6)]
    assert depths.count(0) >= 5


def test_leaves_part_the_futures():
    tree = grow(sample_of(corner), INPUTS, 0)
    assert tree.depth >= 2
    x = np.random.default_rng(0).random((500, len(INPUTS)))
    place = {one.name: k for k, one in enumerate(INPUTS)}
    within = [
        np.all(
            [
                (x[:, place[name]] > (-1 if low is None else low))
                & (x[:, place[name]] <= (2 if high is None else high))
                for name, low, high in leaf.conditions
            ],
            axis=0,
        )
        for leaf in tree.leaves
    ]
    assert (np.sum(within, axis=0) == 1).all()


# ---- intervals of what comes in points ----------
def test_streams_of_a_point_do_not_make_a_box_surer():
    """Twenty streams that the point decides alone are worth one."""
    once = sample_of(lambda x: (corner(x) > 0.5).astype(float), points=700, streams=1)
    often = replace(
        once, **{name: np.repeat(getattr(once, name), 20, axis=0) for name in ("x", "point", "lead", "held")}
    )
    assert alike(often, 0) == pytest.approx(1.0)
    one, many = find_box(once, INPUTS, 0), find_box(often, INPUTS, 0)
    assert many.futures == 20 * one.futures or many.limits != one.limits
    points = many.futures / 20
    assert (many.density, many.low, many.high) == pytest.approx(proportion(round(many.density * points), int(points)))
    leaf = grow(often, INPUTS, 0).leaves[0]
    assert leaf.low == pytest.approx(proportion(round(leaf.share * leaf.futures / 20), leaf.futures // 20)[1])


def test_intervals_of_a_box_are_for_the_effective_number():
    sample = sample_of(corner, points=600, streams=4)
    box = find_box(sample, INPUTS, 0)
    there = inside(sample.x, box.limits, INPUTS) & sample.held
    worth = effective(sample.point[there], alike(sample, 0))
    assert worth == pytest.approx(there.sum() / (1 + 3 * alike(sample, 0))) and worth < there.sum()
    assert box.low == pytest.approx(proportion(int(sample.wins(0)[there].sum()), int(there.sum()), worth)[1])
    assert box.low < proportion(int(sample.wins(0)[there].sum()), int(there.sum()))[1]


# ---- chance ----------
def test_all_can_be_told_where_streams_change_nothing():
    share, low, _ = explainable(sample_of(lambda x: (x[:, 0] > 0.5).astype(float)), 0)
    assert share == 1 and low == 1


def test_nothing_can_be_told_where_streams_decide():
    share, low, high = explainable(sample_of(nothing), 0)
    assert low <= share <= high and share < 0.08 and low == 0


def test_the_share_that_can_be_told_is_that_of_the_variance_between_points():
    share, low, high = explainable(sample_of(corner, points=3000), 0)
    mean, between = 0.26, 0.2 * (0.9 - 0.26) ** 2 + 0.8 * (0.1 - 0.26) ** 2
    expected = between / (mean * (1 - mean))
    assert low < expected < high and share == pytest.approx(expected, abs=0.05)


def test_one_stream_a_point_cannot_tell():
    assert np.isnan(explainable(sample_of(corner, streams=1), 0)[0])


@given(st.lists(st.integers(0, 3), min_size=3, max_size=20))
def test_the_correlation_is_a_share(wins):
    sums = np.array(wins, dtype=float)
    found = correlation(sums, sums, np.full(len(sums), 3.0))
    assert 0 <= found <= 1


# ---- flips ----------
def made_up(logit):
    """Leads of +1 or -1 by a known chance, on numbered streams: the same at the same point and stream."""

    table = np.random.default_rng(7).random(9973)

    def lead(x, streams):
        draws = table[streams % len(table)]
        return np.where(draws < 1 / (1 + np.exp(-logit(x)))[:, None], 1.0, -1.0)

    return Streams(lead)


def flip_of(logit, surrogate=None):
    size = flips.Size(ends=48, way=150, confirm=400)
    return flips.find(made_up(logit), lambda u: u, np.full(len(INPUTS), 0.5), surrogate, size)


def fitted(logit):
    sample = sample_of(lambda x: 1 / (1 + np.exp(-logit(x))), points=600)
    return fit(sample, sample.x, np.full(len(INPUTS), 0.5))


def single(x):
    return 10 * (x[:, 3] - 0.8)  # the first design wins more often beyond 0.8


def together(x):
    return 8 * (x[:, 0] + x[:, 1] - 1.6)  # one input alone, at 1, gives -0.8: both are needed


def told_by_one_look(logit, change):
    """Whether the order of a change is the wanted one, and its interval holds the truth at the point."""
    (truth,) = 1 / (1 + np.exp(-logit(change.point[None])))
    return change.order.ahead == 0 and change.order.low < truth < change.order.high


def test_the_nearest_change_of_one_input_is_found_and_confirmed():
    found = flip_of(single)
    assert found.wanted == 0 and found.centre.is_clearly(1)
    assert found.single.moved == (3,) and 0.3 <= found.single.distance < 0.42
    assert told_by_one_look(single, found.single)


def test_a_joint_change_is_found_where_no_single_one_is():
    found = flip_of(together, fitted(together))
    assert found.single is None
    assert set(found.joint.moved) == {0, 1}
    assert np.hypot(0.3, 0.3) <= found.joint.distance < 0.55
    assert told_by_one_look(together, found.joint)


def test_what_nothing_reverses_is_said_so():
    def far(x):
        return 2 * x[:, 0] - 5

    found = flip_of(far, fitted(far))
    assert found.wanted == 0 and found.single is None and found.joint is None and found.tried_joint


def test_an_order_that_is_not_clear_is_not_reversed():
    level = Streams(lambda x, streams: np.where(streams % 2 == 0, 1.0, -1.0))
    found = flips.find(level, lambda u: u, np.full(len(INPUTS), 0.5), None, flips.Size())
    assert found.centre.share == 0.5 and found.wanted == -1 and found.ends == ()


def test_orders_leave_out_ties_and_what_does_not_apply():
    found = order_of(np.array([1.0, 2.0, -1.0, 0.0, np.nan]))
    assert found.decided == 3 and found.share == 2 / 3 and found.ahead == 0 and not found.clear
    assert order_of(np.zeros(4)).ahead == -1


OFTEN_BUT_LITTLE = np.tile([1.0, 1.0, 1.0, 1.0, -6.0], 200)  # better on 80% of the streams, and worse on average


def test_there_is_no_order_where_share_and_mean_contradict_each_other():
    found = order_of(OFTEN_BUT_LITTLE)
    assert found.low > 0.5 and found.mean_high < 0
    assert found.oftener == 0 and found.ahead == -1 and not found.agree and not found.clear
    other = order_of(-OFTEN_BUT_LITTLE)
    assert other.oftener == 1 and other.ahead == -1 and not other.is_clearly(1)


def test_a_mean_that_may_be_nothing_is_not_clear():
    found = order_of(np.tile([1.0, 1.0, 1.0, 1.0, -3.9], 20))
    assert found.low > 0.5 and found.mean > 0 > found.mean_low and found.ahead == 0 and not found.clear


@given(st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=30))
def test_turned_round_a_lead_is_that_of_the_other(leads):
    one, other = order_of(np.array(leads)), order_of(-np.array(leads))
    assert {one.ahead, other.ahead} in ({-1}, {0, 1}) and one.clear == other.clear and one.agree == other.agree


def test_what_share_and_mean_say_otherwise_of_is_no_flip():
    """Beyond 0.8 the first design leads on most streams, but by so little that the second stays ahead on average."""

    def lead(x, streams):
        often = np.where(streams % 5 < 4, 1.0, -6.0)
        return np.where(x[:, 3:4] > 0.8, often, -1.0 - 0.1 * (streams % 3))

    found = flips.find(Streams(lead), lambda u: u, np.full(len(INPUTS), 0.5), None, flips.Size(48, 150, 400))
    assert found.wanted == 0 and found.single is None


def test_a_contradiction_at_the_centre_is_said_and_nothing_is_searched():
    level = Streams(lambda x, streams: np.resize(OFTEN_BUT_LITTLE, streams.shape))
    found = flips.find(level, lambda u: u, np.full(len(INPUTS), 0.5), None, flips.Size())
    assert found.wanted == -1 and found.ends == () and not found.centre.agree


def test_a_length_is_chosen_on_some_streams_and_reported_on_others():
    """Streams of the second block favour the change, those of the third know nothing of it."""
    blocks = []

    def lead(x, streams):
        block = streams // APART
        blocks.extend((int(b), len(row)) for b, row in zip(block[:, 0], streams, strict=True))
        first = (x[:, 3:4] > 0.8) & (block < flips.THIRD)
        return np.where(first, 1.0, -1.0) * (1 + streams % 7)

    found = flips.find(Streams(lead), lambda u: u, np.full(len(INPUTS), 0.5), None, flips.Size(48, 150, 400))
    assert found.single is None  # the one look that is reported does not show it
    assert [b for b, _ in blocks].count(flips.THIRD) == 2  # the centre, and the one length that was chosen
    assert (flips.SECOND, 400) in blocks


def test_a_surrogate_needs_both_outcomes():
    assert fit(sample_of(lambda x: np.ones(len(x))), np.zeros((1400, 5)), np.full(5, 0.5)) is None


# ---- inputs ----------
def test_inputs_are_what_can_vary():
    scenario = load_scenario("default").changed(
        uncertainties={"difficulty": 0.5, "us_engagement": {"low": 0.3, "high": 0.5}}
    )
    found = {one.name: one for one in inputs_of(scenario, RECIPES)}
    assert "difficulty" not in found and found["us_engagement"].high == 0.5
    assert found["us_engagement"].centre == 0.5  # the best value lies beyond the scenario's range
    assert QUANTILE + "staff_fte" in found and QUANTILE + "penalty" not in found  # 0 in both
    assert all(one.low <= one.centre <= one.high for one in found.values())
    row = central_row(scenario, tuple(found.values()))
    assert row["difficulty"] == 0.5 and {QUANTILE + name for name in FIELD_NAMES} <= set(row)


def test_the_centre_of_behaviour_is_the_median_of_the_scenarios_own_posterior(tmp_path):
    from scenarios import posterior

    table = posterior.posterior_table()
    lowest = table["tie_cost"].min()
    own = table.assign(tie_cost=lowest)[table["tie_cost"] > lowest]
    own.rename_axis("draw").to_csv(tmp_path / "own.csv")

    def centre(**changes):
        scenario = load_scenario("default").changed(**changes)
        return next(one.centre for one in inputs_of(scenario, RECIPES) if one.name == "tie_cost")

    assert centre(posterior=str(tmp_path / "own.csv")) == pytest.approx(lowest)
    assert centre() == pytest.approx(table["tie_cost"].median())
    assert centre(prior="ranges") == RECORDS["tie_cost"].value


def test_designs_may_have_quantiles_of_their_own():
    found = inputs_of(load_scenario("teaching"), RECIPES, apart=True)
    own = [one for one in found if one.kind == FIELD and one.field == "staff_fte"]
    assert [one.design for one in own] == ["rotating", "igo:OECD"]
    assert at_quantile(own[0], 1.0, RECIPES) == "rotating 12 full-time posts"


def test_conditions_say_what_a_quantile_means():
    one = next(one for one in inputs_of(load_scenario("teaching"), RECIPES) if one.title == "setup_months")
    assert condition(one, 1.0, None, RECIPES) == "the quantile of setup_months above 1 (rotating 9, igo:OECD 18 months)"
    assert condition(INPUTS[0], 0.25, 0.5) == "x0 from 0.25 to 0.5"


# ---- real runs ----------
@pytest.fixture(scope="module")
def small():
    return load_scenario("teaching").changed(end="2027-03")


def test_a_point_gives_what_the_experiment_gives(small):
    """Runs at the inputs of a replicate are that replicate."""
    from scenarios.experiment import run_experiment
    from scenarios.sampling import draw_replicates

    runs = run_experiment(small.changed(designs=["rotating", "igo:OECD"], replicates=3), workers=1)
    pair = make_pair(small, "rotating", "igo:OECD", "harm", workers=1)
    x = draw_replicates(small, n=3)[[one.name for one in pair.inputs]].to_numpy()
    found = pair.lead(x, np.arange(3).reshape(3, 1))[:, 0]
    wide = runs.table.pivot(index="replicate", columns="design", values="harm")
    fixed = [name for name in FIELD_NAMES if QUANTILE + name not in [one.name for one in pair.inputs]]
    assert fixed  # these have no range in either design
    assert found == pytest.approx((wide["igo:OECD"] - wide["rotating"]).to_numpy(), abs=1e-15)


def test_fields_apart_move_one_design_alone(small):
    pair = make_pair(small, "rotating", "igo:OECD", "harm", workers=1, apart=True)
    names = [one.name for one in pair.inputs]
    points = np.tile(pair.centre, (2, 1))
    points[1, names.index(QUANTILE + "setup_months of igo:OECD")] = 0.0
    low, high = pair.lead(points, np.zeros((2, 1), dtype=int))[:, 0]
    assert low != high
    shared = make_pair(small, "rotating", "igo:OECD", "harm", workers=1)
    assert shared.lead(shared.centre[None], np.zeros((1, 1), dtype=int))[0, 0] == low


@pytest.fixture(scope="module")
def found(small):
    return discover(small, "rotating", "igo:OECD", "harm", size=Size(60, 2), with_flip=False, workers=1)


def test_a_discovery_can_be_repeated_on_any_number_of_workers(small, found):
    again = discover(small, "rotating", "igo:OECD", "harm", size=Size(60, 2), with_flip=False, workers=2)
    assert json.dumps(plain(again.to_json())) == json.dumps(plain(found.to_json()))
    other = samples.hypercube(make_pair(small.changed(seed=5), "rotating", "igo:OECD", "harm"), 60, 2)
    assert (other.x != found.sample.x).any()


def test_a_discovery_says_what_it_rests_on_and_is_stored(found, tmp_path):
    from results.discovery.store import claim_folder, write

    with claim_folder(tmp_path / "out") as folder:
        write(found, folder, plain(found.to_json()))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["discovery.json", "discovery.md", "discovery.png", "discovery.svg", "sample.parquet"]
    page = (tmp_path / "out" / "discovery.md").read_text()
    assert "of 120 futures (60 points, 2 streams each)" in page and "shares of futures are no probabilities" in page
    assert "60 points of a Latin hypercube" in page and all(line in page for line in found.words)
    with pytest.raises(InputError):
        claim_folder(tmp_path / "out")


def test_points_are_held_out_whole(found):
    sample = found.sample
    held = {p for p, h in zip(sample.point, sample.held, strict=True) if h}
    assert held and not held & {p for p, h in zip(sample.point, sample.held, strict=True) if not h}


def test_flips_of_real_runs_are_confirmed(small):
    pair = make_pair(small, "rotating", "igo:OECD", "influence_gini", workers=1)
    kept = (QUANTILE + "staff_fte", QUANTILE + "setup_months")
    pair = replace(pair, inputs=tuple(one for one in pair.inputs if one.name in kept))
    size = flips.Size(ends=16, way=16, confirm=64)
    result = flips.find(Streams(pair.lead), pair.unscaled, pair.scaled(pair.centre), None, size)
    assert result.wanted == 0 and len(result.ends) == 2 and result.joint is None
    assert result.single is None or result.single.order.ahead == result.wanted


def test_both_measures_of_an_order_are_told_with_what_is_better(found):
    said = order_words(found, order_of(OFTEN_BUT_LITTLE))
    assert "rotating is better on 80%" in said and "(above 0: better) is −0.4 index [" in said
    assert said.endswith(", which contradicts that")
    assert "contradicts" not in order_words(found, order_of(np.tile([1.0, 1.0, -1.0], 50)))
    flip = flips.Flip(order_of(OFTEN_BUT_LITTLE), -1)
    assert flip_words(found, flip)[-1] == (
        "The order is not clear there: share of streams and mean lead contradict each other, so that there is none to "
        "reverse."
    )


def test_a_flip_that_one_more_look_leaves_open_is_said_to_be_so(found):
    point = np.full(len(found.pair.inputs), 0.5)
    sure, open_ = (flips.Change(point, (0,), 0.1, order_of(np.tile(lead, 50))) for lead in ([1.0, 1.0, -1.0], [1.0]))
    barely = flips.Change(point, (0,), 0.1, order_of(np.array([1.0, 1.0, -1.0])))
    assert "about level there" not in change_words(found, sure) + change_words(found, open_)
    assert "that is not clear: read it as about level there" in change_words(found, barely)


@pytest.mark.parametrize(
    ("a", "b", "outcome", "words"),
    [
        ("rotatng", "igo:OECD", "harm", "did you mean 'rotating'"),
        ("rotating", "rotating", "harm", "design named twice"),
        ("rotating", "igo:OECD", "harms", "did you mean 'harm'"),
        ("rotating", "igo:OECD", "density", "neither more nor less"),
        ("rotating", "igo:OECD", "vetoes", "too few futures"),
    ],
)
def test_messages_name_what_is_allowed(small, a, b, outcome, words):
    with pytest.raises(InputError, match=words):
        discover(small, a, b, outcome, size=Size(10, 1), with_flip=False, workers=1)
