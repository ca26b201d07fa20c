"""Outputs that fail, terminals without a width, folders and packages of others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from entente import streams
from tests.front.processes import FEW, PLAIN, ROOT, ended, start

pytestmark = pytest.mark.skipif(os.name != "posix", reason="devices that fail, and terminals, are those of POSIX")

# ---- outputs that fail ----------
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
LISTS = ["designs", "parameters", "outcomes", "rosters", "scenarios", "evidence", "--help", "--version"]


@needs_full
@pytest.mark.parametrize("word", [*LISTS, "designs --json", "limits"])
def test_a_full_output_is_one_message(word):
    with open("/dev/full", "w") as full:
        code, _, err = ended(start(*word.split(), stdout=full))
    assert (code, err) == (2, "Error: standard output: No space left on device.\n")


@needs_full
def test_a_full_output_names_the_runs_that_are_finished(tmp_path):
    with open("/dev/full", "w") as full:
        code, _, err = ended(start(*FEW, "--out", tmp_path / "a", stdout=full, environment=PLAIN))
    assert code == 2
    assert err.startswith(f"Error: standard output: No space left on device; the runs are kept in {tmp_path / 'a'}; ")
    assert (tmp_path / "a" / "manifest.json").exists()


@pytest.mark.parametrize("word", ["designs", "parameters", "evidence --json"])
def test_a_reader_that_goes_away_is_no_mistake(word):
    read, write = os.pipe()
    os.close(read)
    code, _, err = ended(start(*word.split(), stdout=write))
    os.close(write)
    assert (code, err) == (141, "")


def test_a_reader_that_goes_away_is_told_where_the_runs_are(tmp_path):
    read, write = os.pipe()
    os.close(read)
    code, _, err = ended(start(*FEW, "--out", tmp_path / "a", stdout=write, environment=PLAIN))
    os.close(write)
    assert code == 141 and f"; the runs are kept in {tmp_path / 'a'}; " in err and err.count("\n") == 1


@needs_full
def test_messages_that_nobody_can_read_stop_nothing(tmp_path):
    command = [sys.executable, "-m", "entente", *FEW, "--out", str(tmp_path / "a"), "--json"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | PLAIN, stdout=subprocess.PIPE, stderr=full)
    assert done.returncode == 0 and json.loads(done.stdout)["complete"]


def test_a_full_disk_is_no_mistake_of_entente(monkeypatch):
    from click.testing import CliRunner

    from entente import api
    from entente.cli import main

    def fail(*words, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(api, "run", fail)
    done = CliRunner().invoke(main, ["run", "--design", "rotating"])
    assert (done.exit_code, done.stderr) == (2, "Error: No space left on device\n")


# ---- sizes ----------
@pytest.mark.parametrize("size", [{"COLUMNS": "0"}, {"COLUMNS": "1"}, {"COLUMNS": "abc"}, {"COLUMNS": "-5"},
                                  {"COLUMNS": ""}, {"LINES": "0"}, {"COLUMNS": "0", "LINES": "0"}],
                         ids=str)  # fmt: skip
@pytest.mark.parametrize("word", ["designs", "designs rotating", "parameters"])
def test_a_width_that_cannot_be_counts_as_unset(word, size, monkeypatch):
    from click.testing import CliRunner

    from entente.cli import main

    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    usual = CliRunner().invoke(main, word.split()).stdout
    for name, value in size.items():
        monkeypatch.setenv(name, value)
    assert CliRunner().invoke(main, word.split()).stdout == usual and len(usual.splitlines()) > 5


def test_a_terminal_without_a_width_has_all_rows():
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")} | {"NO_COLOR": "1"}
    process = subprocess.Popen([sys.executable, "-m", "entente", "designs"], cwd=ROOT, env=environment, stdin=theirs,
                               stdout=theirs, stderr=theirs)  # fmt: skip
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert process.wait() == 0
    assert all(name in said.decode() for name in ("none", "adhoc", "rotating", "static:<host>", "igo:UN"))


# ---- folders of others ----------
@pytest.mark.parametrize("name", ["sim", "results", "scenarios", "calibration"])
def test_files_of_the_current_folder_are_not_taken_for_packages(tmp_path, name):
    (tmp_path / f"{name}.py").write_text("raise SystemExit('somebody else')\n")
    done = start(*FEW, "--engine", "reference", "--workers", "2", "--json", cwd=tmp_path, environment=PLAIN)
    code, out, err = ended(done)
    assert code == 0 and json.loads(out)["complete"], err


def test_the_checkout_itself_is_enough(tmp_path):
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-m", "entente", "designs"], cwd=ROOT, env=environment, capture_output=True)
    assert done.returncode == 0 and b"rotating" in done.stdout


# ---- what is not installed ----------
def test_a_calibration_without_its_extra_is_refused_at_once(monkeypatch, tmp_path):
    from click.testing import CliRunner

    from entente.cli import main
    from scenarios import extras

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "scipy" else name)
    done = CliRunner().invoke(main, ["calibrate", "--quick"])
    assert done.exit_code == 2 and "scipy" in done.stderr and "pip install 'entente[calibration]'" in done.stderr
    assert not list(tmp_path.iterdir()) and streams.kept() == ""
