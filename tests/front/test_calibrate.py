"""entente calibrate: what it prints of the shipped calibration, and how it fails (runs: tests/calibration)."""

import json
from itertools import pairwise

import pytest
from click.testing import CliRunner

from calibration import shipping
from docs.build import pages
from entente.cli import main
from results.calibration_text import page


def call(*words, **options):
    return CliRunner().invoke(main, ["calibrate", *(str(word) for word in words)], **options)


def test_the_stored_calibration_is_shown():
    found = shipping.installed()
    done = call("--stored", env={"COLUMNS": "160"})
    assert done.exit_code == 0, done.output
    for row in found["sections"]["kernel"]["parameters"]:
        line = next(line for line in done.stdout.splitlines() if line.startswith(row["name"]))
        assert f"{row['ratio']:.2f}" in line
        assert line.split().count("yes") == (row["name"] in shipping.identified(found["sections"]))
    for part in ("runs of the table", "Ranks over", "Predictive checks", "Each dyad left out", "new_office_ties"):
        assert part in done.stdout


def test_json_is_all_of_it():
    assert json.loads(call("--stored", "--json").stdout) == shipping.installed()


@pytest.mark.parametrize(("words", "message"), [
    (["--write", "--quick"], "--write ships the whole calibration"),
    (["--write", "--until", "2024-11-20"], "--write ships the whole calibration"),
    (["--study", "--quick"], "--study has a size of its own"),
    (["--until", "2026-02"], "'until': outside the record"),
    (["--stored", "--quick"], "--stored runs nothing"),
    (["--stored", "--seed", "3"], "--stored runs nothing: leave out --seed"),
    (["--workers", "0"], "0 is out of range; allowed: a whole number from 1 to 256"),
    (["--observed", "none.csv"], "none.csv"),
])  # fmt: skip
def test_a_mistake_is_one_message(words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_tie_of_nobody_is_refused_with_the_nearest_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("actor_a,actor_b,type,date\nUS,Jappan,Joint Research Projects,2024-05-01\n")
    done = call("--observed", "mine.csv")
    assert done.exit_code == 2 and "mine.csv" in done.stderr and "Jappan" in done.stderr and "Japan" in done.stderr


def test_the_page_has_every_section_in_words_and_figures(tmp_path):
    texts = page.values()
    assert set(page.TEXTS) <= set(texts) and all(text.strip() for text in texts.values())
    for name in page.FIGURES:
        page.save_figure(name, tmp_path / name)
        again = (tmp_path / name).read_bytes()
        page.save_figure(name, tmp_path / name)
        assert (tmp_path / name).read_bytes() == again and again.startswith(b"<?xml")


def test_the_page_repeats_no_heading_and_has_all_of_its_parts():
    lines = [line for line in pages.page("calibration.md").splitlines() if line]
    for outer, inner in pairwise(lines):
        if outer.startswith("#") and inner.startswith("#"):
            assert inner.lstrip("# ").lower() not in outer.lower(), inner
    texts = page.values()
    assert all(line in lines for name in ("left_out", "scales") for line in texts[name].splitlines() if line)
    assert texts["verdicts"].splitlines()[0] == lines[lines.index("## Posterior") + 1]
