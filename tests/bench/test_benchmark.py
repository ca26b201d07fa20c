"""The benchmark runs, compares everything it should, and keeps no figures of a busy machine.

The figures themselves are not tested, for they depend on the machine.
"""

import os

import pytest

from scenarios.rosters import load_roster
from sim.months import CUT_OFF
from tests.bench import __main__ as benchmark
from tests.bench.measuring import Comparison, Sample, Section, apart, number
from tests.bench.page import COLUMNS, NOTE
from tests.bench.rosters import roster_of
from tests.bench.worlds import by_replicate, lasting, separate

COMPARED = (
    ("ensemble, the default comparison", "reference as it ships"),
    ("ensemble, the default comparison", "reference, not compiled (`ENTENTE_JIT=0`)"),
    ("ensemble, the default comparison", "idiomatic Mesa model"),
    ("ensemble, runs that have nothing in common", "idiomatic Mesa model"),
    ("reference, not compiled (`ENTENTE_JIT=0`)", "idiomatic Mesa model"),
    ("default runs of 60 months, two threads", "one thread"),
    ("peak memory after 4 runs", "after 2 runs"),
    ("`entente --help`", "Python alone"),
    ("statistics over 60 stored runs by the query engine", "by data frames"),
    ("peak memory over 60 stored runs by the query engine", "by data frames"),
    ("a meeting among 60 actors", "a meeting among 10 actors"),
)
TWICE = Comparison("this", Sample.of([4.0]), "that", Sample.of([2.0]), "at most 1 times", False)


# ---- the whole ------------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_small_benchmark_compares_everything(capsys):
    benchmark.main(["--quick"])
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    compared = {(row[0], row[2]): row for row in rows if len(row) >= len(COLUMNS) - 2}
    for pair in COMPARED:
        assert compared[pair][4].endswith("times")


@pytest.fixture
def small(monkeypatch):
    """A benchmark of one comparison; returns what sets the shares of the processors that it finds."""
    monkeypatch.setattr(benchmark, "parts", lambda: {"one": lambda: Section([TWICE])})

    def shares(*found):
        left = list(found)
        monkeypatch.setattr(benchmark, "share_of_processors", lambda: left.pop(0))

    return shares


def test_the_page_is_written_on_a_quiet_machine(tmp_path, small):
    small(0.97, 0.98)
    benchmark.main(["--out", str(tmp_path / "page.md")])
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text.startswith(NOTE)
    assert "| this | 4 | that | 2 | 2 times | at most 1 times | missed |" in text
    assert "it got 97%" in text


@pytest.mark.parametrize("shares", [(0.5,), (0.97, 0.5)], ids=["before", "meanwhile"])
def test_figures_of_a_busy_machine_are_not_kept(tmp_path, small, shares):
    small(*shares)
    with pytest.raises(SystemExit, match=r"busy: this process gets 50% .* 90% is needed"):
        benchmark.main(["--out", str(tmp_path / "page.md")])
    assert not (tmp_path / "page.md").exists()


@pytest.mark.parametrize("words", [["--only", "one"], ["--quick", "--only", "one"]])
def test_a_part_writes_no_page(tmp_path, small, monkeypatch, words):
    monkeypatch.setattr(benchmark, "quick_parts", benchmark.parts)
    benchmark.main([*words, "--out", str(tmp_path / "page.md")])
    assert not (tmp_path / "page.md").exists()


# ---- what it is made of ---------------------------------------------------------------------------------------------
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
    (config,) = lasting([by_replicate(1, roster_of(10))[0]["rotating"]], 12)
    assert config.end - config.first + 1 == 12
    assert config.adopt <= config.end


def test_separate_runs_are_of_different_replicates_and_designs():
    runs = separate(4)
    assert len({config.replicate for config in runs}) == len({config.design.name for config in runs}) == 4


def test_a_sample_says_its_median_and_range():
    sample = Sample.of([0.002, 0.001, 0.004])
    assert str(sample.times(1000.0, "ms")) == "2 (1 to 4) ms"
    assert sample.over(Sample.of([2, 2, 2])).median == 0.001
    assert number(12345.6) == "12,346"


def test_a_process_of_its_own_has_the_environment_asked_for(monkeypatch):
    monkeypatch.delenv("ENTENTE_JIT", raising=False)
    assert apart(os.getenv, "ENTENTE_JIT", ENTENTE_JIT="0") == "0"
    assert os.getenv("ENTENTE_JIT") is None
