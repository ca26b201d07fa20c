"""The benchmark runs and speaks of every goal; its figures are not tested, for they depend on the machine."""

import re

import pytest

from scenarios.rosters import load_roster
from sim.months import CUT_OFF
from tests.bench import __main__ as benchmark
from tests.bench.page import NOTE
from tests.bench.sample import Sample, number
from tests.bench.worlds import lasting, roster_of, world

GOALS = {1: 4, 2: 1, 3: 1, 4: 5, 5: 3, 6: 2}  # rows of each


@pytest.mark.slow
def test_a_small_benchmark_has_all_rows(tmp_path):
    page = tmp_path / "performance.md"
    benchmark.main(["--quick", "--out", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith(NOTE)
    rows = re.findall(r"^\| (\d) \|.*\| (?:met|missed|not measured) \|$", text, re.MULTILINE)
    assert {goal: rows.count(str(goal)) for goal in GOALS} == GOALS


@pytest.mark.parametrize("actors", [10, 49, 400])
def test_a_drawn_roster_keeps_the_shares(actors):
    real, drawn = load_roster("real"), roster_of(actors)
    assert drawn.n_states + drawn.n_firms == actors == len({drawn.node_id(n) for n in range(actors)})
    assert drawn.n_firms == round(actors * real.n_firms / (real.n_states + real.n_firms))
    acting = [(roster.office_status(CUT_OFF) > 0).sum() / roster.n_states for roster in (real, drawn)]
    assert abs(acting[0] - acting[1]) <= 0.5 / drawn.n_states + 1e-9
    assert (drawn.rivalry == drawn.rivalry.T).all()
    assert drawn.firm_home.max() < drawn.n_states
    assert all(tie.a != tie.b and max(tie.a, tie.b) < actors for tie in drawn.ties)


def test_a_world_lasts_as_many_months_as_asked():
    (config,) = lasting(world(roster_of(10), 1), 12)
    assert config.end - config.first + 1 == 12
    assert config.adopt <= config.end


def test_a_sample_says_its_median_and_range():
    sample = Sample.of([0.002, 0.001, 0.004])
    assert sample.text("ms", 1000.0) == "2 (1 to 4) ms"
    assert sample.over(Sample.of([2, 2, 2])).median == 0.001
    assert number(12345.6) == "12,346"
