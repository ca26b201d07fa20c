"""The command line: what it prints where, how it fails, and that it stays light."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from entente import api
from entente.cli import main
from entente.commands import compare
from results.page import report
from scenarios.ending import Stopped

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--scenario", "teaching", "--months", "6"]
COMPARE = ["compare", *SMALL, "--replicates", "2", "--workers", "1", "--designs", "rotating", "--no-report"]
RUN = ["--design", "rotating", *SMALL, "--seed", "4"]
COMMANDS = ["compare", "run", "explain", "designs", "scenarios", "parameters", "outcomes", "rosters"]


def call(*words, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


@pytest.fixture(autouse=True)
def _run_once(monkeypatch):
    """Runs that several tests read are made once."""
    monkeypatch.setattr(api, "run", run_once)


@cache
def run_once(*words, _run=api.run, **options):
    return _run(*words, **options)


def shell(*words, **environment):
    """The command in a process of its own."""
    command = [sys.executable, "-m", "entente", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, **environment})


# ---- bad input ----------
BAD = [
    (["desings"], ["No such command", "designs"]),
    (["compare", "--moths", "3"], ["No such option", "--months"]),
    (["run"], ["Missing option '--design'"]),
    (["compare", "--months", "0"], ["'--months'", "0 is out of range", "at least 1"]),
    (["compare", "--months", "many"], ["'many' is not a number", "at least 1"]),
    (["compare", "--months", "9999"], ["months", "out of range", "1 to 420"]),
    (["compare", "--replicates", "0"], ["'--replicates'", "0 is out of range", "from 1 to 100000"]),
    (["compare", "--seed", "-1"], ["'--seed'", "from 0 to 9223372036854775807"]),
    (["compare", "--seed", "9223372036854775808"], ["from 0 to 9223372036854775807"]),
    (["compare", "--seed", "9" * 3000], ["999... is out of range"]),
    (["compare", "--seed", "9" * 5000], ["999... is not a number"]),
    (["compare", "--seed", "1_0"], ["'1_0' is not a number"]),
    (["compare", "--seed", "٣"], ["is not a number"]),
    (["compare", "--designs", "a\x1b[2J"], ["'designs'", "U+001B", r"'a\x1b[2J'"]),
    (["compare", "--x\x1b[2J"], [r"--x\x1b[2J"]),
    (["compare", "extra\x1b[2J"], [r"extra\x1b[2J"]),
    (["compare\x1b[2J"], [r"compare\x1b[2J"]),
    (["compare", "--workers", "0"], ["'--workers'", "from 1 to 256"]),
    (["compare", "--designs", "rotatin"], ["unknown design", "'rotating'"]),
    (["compare", "--designs", "rotating,rotating"], ["twice"]),
    (["compare", "--designs", ""], ["no design"]),
    (["compare", "--designs", "static:Swizerland"], ["unknown host", "'Switzerland'"]),
    (["compare", "--designs", "rotating@staff_fte=-3"], ["staff_fte", "0 to 500"]),
    (["compare", "--designs", "rotating@memory_kept=2"], ["memory_kept", "0 to 1"]),
    (["compare", "--scenario", "polarized"], ["unknown scenario", "'polarised'"]),
    (["compare", "--scenario", "nowhere.toml"], ["nowhere.toml"]),
    (["compare", "--roster", "reel"], ["unknown roster", "'real'"]),
    (["compare", "--for", "Kenia"], ["unknown actor", "'Kenya'"]),
    (["compare", "--for", "Germny"], ["unknown actor", "'Germany'"]),
    (["compare", "--for", "Anthropic"], ["a firm", "a jurisdiction"]),
    (["run", "--design", "rotating", "--replicate", "-1"], ["'--replicate'", "from 0 to 99999"]),
    (["explain", *RUN, "--act", "dael"], ["unknown act", "'deal'"]),
    (["explain", *RUN, "--actor", "Kenia"], ["unknown actor", "'Kenya'"]),
    (["explain", *RUN, "--month", "2035-01"], ["outside the run", "2024-12 to 2026-06"]),
    (["explain", *RUN, "--index", "0"], ["at least 1"]),
    (["explain", *RUN, "--index", "999999"], ["allowed: 1 to"]),
    (["designs", "rotatin"], ["unknown design", "'rotating'"]),
    (["designs", "--roster", "reel"], ["unknown roster", "'real'"]),
    (["scenarios", "polarized"], ["unknown scenario", "'polarised'"]),
    (["parameters", "noize"], ["unknown parameter", "'noise'"]),
    (["outcomes", "harms"], ["unknown outcome", "allowed"]),
    (["rosters", "reel"], ["unknown roster", "'real'"]),
]


@pytest.mark.parametrize(("words", "parts"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_a_mistake_gives_one_clear_message(words, parts):
    done = call(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(part in done.stderr for part in parts), done.stderr
    assert "Traceback" not in done.stderr and "\x1b" not in done.stderr


def test_a_folder_that_cannot_be_written_is_reported_before_anything_is_run(tmp_path, monkeypatch):
    monkeypatch.setattr(api, "compare_scenario", lambda *a, **k: pytest.fail("something was run"))
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = call(*COMPARE, "--out", blocked / "below")
    assert done.exit_code == 2
    assert f"{blocked}: a file, not a folder" in done.stderr
    assert str(blocked) in done.stderr


def test_several_mistakes_are_reported_together():
    done = call("compare", "--designs", "rotatin,static:Kenia")
    assert "2 mistakes" in done.stderr
    assert "'rotating'" in done.stderr
    assert "'Kenya'" in done.stderr


# ---- failures of other kinds ----------
@pytest.mark.parametrize(
    ("error", "code", "parts"),
    [
        (RuntimeError("a bug"), 1, ["RuntimeError: a bug", "report it", "--debug"]),
        (PermissionError(13, "Permission denied", "runs/x"), 2, ["runs/x: Permission denied"]),
        (KeyboardInterrupt(), 130, ["Interrupted; nothing was finished."]),
        (click.ClickException("no"), 1, ["Error: no"]),
    ],
)
def test_failures_have_a_message_and_an_exit_code(monkeypatch, error, code, parts):
    def fail(*words, **options):
        raise error

    monkeypatch.setattr(api, "run", fail)
    done = call("run", "--design", "rotating")
    assert done.exit_code == code
    assert all(part in done.stderr for part in parts)
    assert "Traceback" not in done.stderr and "\x1b" not in done.stderr
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("how", [{"words": ["--debug"]}, {"env": {"ENTENTE_DEBUG": "1"}}])
def test_debug_shows_the_error_itself(monkeypatch, how):
    def fail(*words, **options):
        raise RuntimeError("a bug")

    monkeypatch.setattr(api, "run", fail)
    done = call("run", "--design", "rotating", *how.get("words", []), env=how.get("env"))
    assert isinstance(done.exception, RuntimeError)


def interrupt_after(monkeypatch, count):
    from scenarios.batches import Batches

    real, done = Batches.run, []

    def run(batches, number):
        if len(done) == count:
            raise KeyboardInterrupt
        done.append(number)
        return real(batches, number)

    monkeypatch.setattr(Batches, "run", run)


def test_an_interruption_keeps_what_is_finished_and_says_so(monkeypatch, tmp_path):
    interrupt_after(monkeypatch, 1)
    done = call(*COMPARE, "--out", tmp_path / "kept")
    assert done.exit_code == 130
    assert "1 of 2 replicates were finished and are kept" in done.stderr
    assert "rotating" in done.stdout
    assert any((tmp_path / "kept").iterdir())


def test_an_interruption_before_anything_is_finished_leaves_nothing(monkeypatch, tmp_path):
    interrupt_after(monkeypatch, 0)
    done = call(*COMPARE, "--out", tmp_path / "kept")
    assert done.exit_code == 130
    assert "nothing was finished" in done.stderr
    assert not (tmp_path / "kept").exists()


# ---- compare, run, explain ----------
def test_compare_prints_the_answer_one_table_of_symbols_and_the_paths(tmp_path):
    done = call(*COMPARE, "--for", "Kenya", "--out", tmp_path / "a", env={"COLUMNS": "120"})
    assert done.exit_code == 0, done.stderr
    for part in ("A small world for teaching: 2 designs, 2 replicates, seed 1", "[open", "Kenya: ",
                 "against: Today: ad", "more than 80 of 100 futures", f"folder: {tmp_path / 'a'}"):  # fmt: skip
        assert part in done.stdout
    lines = done.stdout.splitlines()
    assert len(lines) <= 40 and max(map(len, lines[:-1])) <= 80
    assert (tmp_path / "a" / "manifest.json").exists()


def test_compare_prints_everything_where_it_is_asked_for(tmp_path):
    done = call(*COMPARE, "--full", "--for", "Kenya", "--out", tmp_path / "a", env={"COLUMNS": "120"})
    assert done.exit_code == 0, done.stderr
    for part in ("A small world for teaching: 2 designs, 2 replicates, seed 1", "difference from adhoc", "best in",
                 "regret", "The view of Kenya", "Against real organisations", f"folder: {tmp_path / 'a'}"):  # fmt: skip
        assert part in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= max(120, len(str(tmp_path)) + 20)


def test_compare_as_json_is_json_only_and_repeats(tmp_path):
    words = [*COMPARE, "--for", "Kenya", "--json", "--seed", "7"]
    first, second = (call(*words, "--out", tmp_path / name) for name in ("a", "b"))
    one, two = json.loads(first.stdout), json.loads(second.stdout)
    assert one["seed"] == 7
    assert one["complete"] is True
    assert {cell["design"] for cell in one["comparison"]["cells"]} == {"adhoc", "rotating"}
    assert one["actor"]["name"] == "Kenya"
    assert one["paths"]["folder"] == str(tmp_path / "a")
    assert one["answer"] == two["answer"] and len(one["answer"]["sentences"]) == 3
    assert one["actor"]["view"]["label"] == "Kenya" and one["actor"]["view"]["paragraph"]
    assert one["comparison"] == two["comparison"]


def test_results_go_to_a_new_folder_of_runs_and_say_how_they_were_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = [json.loads(call(*COMPARE, "--json").stdout)["paths"]["folder"] for _ in range(2)]
    assert len(set(done)) == 2
    assert {Path(folder).parent for folder in done} == {Path("runs")}
    assert json.loads(Path(done[0], "manifest.json").read_text())["run"]["command"].startswith("entente compare")


def test_a_folder_with_a_run_is_not_overwritten(tmp_path):
    assert call(*COMPARE, "--out", tmp_path / "a").exit_code == 0
    done = call(*COMPARE, "--out", tmp_path / "a")
    assert done.exit_code == 2
    assert "holds a run already" in done.stderr
    assert f"`entente report {tmp_path / 'a'}` shows what is there" in done.stderr


def test_the_report_is_written_beside_the_runs(tmp_path, monkeypatch):
    def build_report(runs, comparison, folder, actor, run, swaps):
        (folder / "report.html").write_text(f"{comparison.baseline} for {actor}")
        return folder / "report.html"

    monkeypatch.setattr(report, "build_report", build_report)
    done = call(*COMPARE[:-1], "--for", "Kenya", "--out", tmp_path / "a")
    assert f"report: {tmp_path / 'a' / 'report.html'}" in done.stdout
    assert (tmp_path / "a" / "report.html").read_text() == "adhoc for Kenya"
    assert done.stdout.count("against: Today: ad") == 1


def test_the_answer_is_printed_after_the_swapped_runs_and_before_the_report(tmp_path, monkeypatch):
    order = []

    def build_report(runs, comparison, folder, actor, run, swaps):
        order.append("swapped" if swaps() is not None else "nothing")
        order.append("drawn")

    monkeypatch.setattr(report, "build_report", build_report)
    monkeypatch.setattr(compare, "_show", lambda found, *rest: order.append(f"printed with {found.swaps.replicates}"))
    assert call(*COMPARE[:-1], "--out", tmp_path / "a").exit_code == 0
    assert order == ["printed with 2", "swapped", "drawn"]


@pytest.mark.parametrize(
    ("stop", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Interrupted"),
        (Stopped(15), 143, "Stopped by SIGTERM"),
        (Stopped(1), 129, "Stopped by SIGHUP"),
    ],
)
def test_a_stop_while_the_report_is_drawn_keeps_the_runs(tmp_path, monkeypatch, stop, code, words):
    def interrupt(*words, **more):
        raise stop

    monkeypatch.setattr(report, "build_report", interrupt)
    done = call(*COMPARE[:-1], "--out", tmp_path / "a")
    assert done.exit_code == code
    place = tmp_path / "a"
    assert done.stderr.endswith(
        f"{words}; the runs are kept in {place}; `entente report {place}` draws their report.\n"
    )
    assert done.stdout.count("against: Today: ad") == 1 and "report: " not in done.stdout
    assert (tmp_path / "a" / "manifest.json").exists()


def test_run_tells_the_months():
    done = call("run", *RUN)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Design rotating, seed 4, replicate 0, 2024-12 to 2026-06.")
    assert "\n2025     In sum: " in done.stdout and "2024-12\n" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    every = call("run", *RUN, "--all").stdout
    assert "\n2024-12\n" in every and len(every) > 2 * len(done.stdout)


def test_run_as_json_holds_chronicle_and_outcomes():
    data = json.loads(call("run", *RUN, "--json").stdout)
    assert data["design"] == "rotating"
    assert data["chronicle"]
    assert set(data["outcomes"]) == {entry["name"] for entry in json.loads(call("outcomes", "--json").stdout)}


def test_explain_lists_then_explains_one():
    listed = json.loads(call("explain", *RUN, "--act", "deal", "--json").stdout)
    one = listed[len(listed) // 2]
    receipt = json.loads(call("explain", *RUN, "--index", one["number"], "--json").stdout)
    assert {key: receipt[key] for key in one} == one
    total = 0.0
    for term in receipt["terms"]:
        total += term["value"]
    assert total == receipt["gain"] == receipt["sum"]
    assert receipt["taken"] == (receipt["draw"] < receipt["chance"])
    text = call("explain", *RUN, "--index", one["number"], "--all").stdout
    assert all(repr(term["value"]) in text for term in receipt["terms"])
    assert "give exactly this" in " ".join(text.split())


def test_explain_as_text_says_how_to_go_on():
    done = call("explain", *RUN, "--actor", "US")
    assert "--index K explains one of them" in done.stdout.splitlines()[0]
    assert max(map(len, done.stdout.splitlines())) <= 80 and "--all lists them" in done.stdout
    every = call("explain", *RUN, "--actor", "US", "--all").stdout.splitlines()
    assert len(every) == int(every[0].split()[0]) + 1


# ---- lists ----------
@pytest.mark.parametrize("command", ["designs", "scenarios", "parameters", "outcomes", "rosters"])
def test_every_list_has_details_and_json(command):
    entries = json.loads(call(command, "--json").stdout)
    names = [entry["name"] for entry in entries]
    assert len(names) == len(set(names)) > 1
    text = call(command, env={"COLUMNS": "160"}).stdout
    assert all(name in text for name in names)
    for name in names[:6]:
        done = call(command, name)
        assert done.exit_code == 0, done.stderr
        assert name in done.stdout
    assert json.loads(call(command, names[0], "--json").stdout)["name"] == names[0]


def test_a_parameter_is_shown_with_unit_range_source_status_and_evidence():
    text = call("parameters", "zero_sum", env={"COLUMNS": "100"}).stdout
    for part in ("share of benefit", "0 to 1", "CORE; C3, N2", "assumed", "share: zero-sum", "arms race"):
        assert part in text


def test_a_design_is_shown_with_its_numbers_and_what_they_rest_on():
    data = json.loads(call("designs", "static:UK", "--json").stdout)
    fields = {field["field"]: field for field in data["fields"]}
    assert data["seat"] == "UK 100%"
    assert fields["staff_fte"]["value"] == 15
    assert fields["staff_fte"]["status"] == "sourced"
    assert "a098" in fields["staff_fte"]["rests on"]


def test_changed_and_mixed_designs_can_be_shown():
    data = json.loads(call("designs", "0.5*rotating + 0.5*static:UK", "--json").stdout)
    assert {field["status"] for field in data["fields"]} == {"changed or mixed"}


# ---- a process of its own ----------
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_is_light(command):
    code = (
        "import sys\nfrom entente.cli import main\n"
        f"try:\n    main({[*command, '--help']})\nexcept SystemExit:\n    pass\n"
        "heavy = ['mesa', 'numba', 'numpy', 'pandas', 'matplotlib', 'pydantic', 'rich', 'simpy']\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Usage: entente" in done.stdout


def test_compare_on_a_console_without_unicode_has_no_colours_and_does_not_fail(tmp_path):
    done = shell(*COMPARE, "--out", tmp_path / "a", PYTHONIOENCODING="cp1252", COLUMNS="80")
    text = done.stdout.decode("cp1252")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in text
    assert max(len(line) for line in text.splitlines() if "folder:" not in line) <= 80
    assert "~ " in text or "+ " in text or "- " in text


def test_json_is_all_there_is_on_standard_output(tmp_path):
    done = shell(*COMPARE, "--json", "--out", tmp_path / "a")
    assert json.loads(done.stdout)["complete"] is True
    assert b"Traceback" not in done.stderr


def test_a_mistake_has_no_traceback_in_a_process_either():
    done = shell("compare", "--designs", "rotatin")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Error: unknown design")
    assert b"Traceback" not in done.stderr


def test_help_tells_each_command_in_a_line_of_its_own():
    shown = CliRunner().invoke(main, ["--help"], terminal_width=80).stdout
    told = re.findall(r"^  ([a-z]+) {2,}(\S.*)$", shown, re.MULTILINE)
    assert {name for name, _ in told} == set(main.commands)
    assert all(text.endswith(".") and "..." not in text for _, text in told)
    assert max(map(len, shown.splitlines())) <= 80
