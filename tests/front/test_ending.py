"""How commands end: real signals to real processes, outputs that fail, terminals without a width, folders of others."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from entente import streams
from scenarios import ending

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals, and devices that fail, are those of POSIX")

ROOT = Path(__file__).resolve().parents[2]
MANY = ["compare", "--scenario", "teaching", "--replicates", "400", "--designs", "rotating", "--no-report"]
FEW = [
    "compare",
    "--scenario",
    "teaching",
    "--months",
    "2",
    "--replicates",
    "2",
    "--designs",
    "rotating",
    "--no-report",
]
PLAIN = {"ENTENTE_JIT": "0"}  # nothing to compile or to load
STOPS = [(signal.SIGINT, 130, "Interrupted"), (signal.SIGTERM, 143, "Stopped by SIGTERM"),
         (signal.SIGHUP, 129, "Stopped by SIGHUP")]  # fmt: skip


def start(*words, code=None, cwd=ROOT, stdout=subprocess.PIPE, environment=None, **options):
    """A command in a process and a session of its own."""
    command = [sys.executable, "-m", "entente"] if code is None else [sys.executable, "-c", code]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {})
    return subprocess.Popen([*command, *map(str, words)], cwd=cwd, env=env, stdout=stdout, stderr=subprocess.PIPE,
                            text=True, start_new_session=True, **options)  # fmt: skip


def ended(process, timeout=60):
    out, err = process.communicate(timeout=timeout)
    assert "Traceback" not in err and "Exception ignored" not in err, err
    return process.returncode, out, err


def until(condition, process=None, limit=60):
    """Wait for something that happens elsewhere."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end and (process is None or process.poll() is None)
        time.sleep(0.02)


def children(pid):
    """Processes that this one started, and those that they started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found += [int(stat.parent.name), *children(int(stat.parent.name))]
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# A command whose progress is told on standard error, so that a test knows how far it is.
TOLD = """
import sys
from contextlib import contextmanager
from entente import console
@contextmanager
def progress(total):
    yield lambda done, of: print(f"{done} done", file=sys.stderr, flush=True)
console.progress = progress
from entente.__main__ import main
main(sys.argv[1:])
"""


def interrupted_after(count, number, *words, **options):
    """(exit code, output, messages) of a command that gets a signal once so many replicates are finished."""
    process = start(*words, code=TOLD, **options)
    said = ""
    while f"{count} done\n" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    workers = children(process.pid)
    process.send_signal(number)
    code, out, err = ended(process)
    until(lambda: not any(alive(pid) for pid in workers))
    return code, out, "\n".join(line for line in err.splitlines() if not line.endswith(" done"))


# ---- stops ----------
@pytest.mark.parametrize("engine", ["ensemble", "reference"])
@pytest.mark.parametrize(("number", "code", "words"), STOPS)
def test_a_stop_keeps_what_is_finished(tmp_path, engine, number, code, words):
    words_of = [*MANY, "--engine", engine, "--workers", "2", "--out", tmp_path / "a", "--json"]
    done = interrupted_after(2, number, *words_of, environment=PLAIN)
    assert done[0] == code, done[2]
    assert f"{words}: " in done[2] and "of 400 replicates were finished and are kept" in done[2]
    data = json.loads(done[1])
    assert not data["complete"] and data["paths"]["folder"] == str(tmp_path / "a")
    result = json.loads((tmp_path / "a" / "manifest.json").read_text())["result"]
    assert result["note"] == words[0].lower() + words[1:] and not result["complete"]


@pytest.mark.parametrize("words", [["--engine", "reference", "--workers", "2"], ["--workers", "2"]], ids=" ".join)
def test_a_stop_before_anything_is_finished_leaves_nothing(tmp_path, words):
    """Also to the whole group of processes, as a terminal does it, and while workers are still importing."""
    process = start(*MANY, *words, "--out", tmp_path / "a", environment=PLAIN)
    until((tmp_path / "a").is_dir, process)
    until(lambda: children(process.pid) or "reference" not in words, process)
    os.killpg(process.pid, signal.SIGINT)
    code, out, err = ended(process)
    assert code == 130
    if "nothing was finished" in err:  # else it was quick
        assert out == "" and not (tmp_path / "a").exists()


def test_workers_end_when_the_main_process_is_killed(tmp_path):
    process = start(
        *MANY, "--engine", "reference", "--workers", "2", "--out", tmp_path / "a", code=TOLD, environment=PLAIN
    )
    process.stderr.readline()
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.communicate()
    until(lambda: not any(alive(pid) for pid in workers))


def test_a_second_signal_does_not_lose_what_the_first_one_keeps(tmp_path):
    process = start(*MANY, "--workers", "2", "--out", tmp_path / "a", code=TOLD, environment=PLAIN)
    process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGHUP)
    code, _, err = ended(process)
    assert code in (143, 129) and "are kept" in err and (tmp_path / "a" / "manifest.json").exists()


def test_what_nohup_ignores_stays_ignored(tmp_path):
    ignore = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    process = start(*FEW, "--out", tmp_path / "a", "--json", code=ignore + TOLD, environment=PLAIN)
    process.stderr.readline()
    process.send_signal(signal.SIGHUP)
    code, out, err = ended(process)
    assert code == 0 and json.loads(out)["complete"], err


@pytest.mark.parametrize("delay", [0.0, 0.03, 0.06, 0.1, 0.2, 0.4, 0.8])
def test_an_early_stop_has_no_traceback(delay):
    """Imports at work are not an event that a test could wait for: any moment must do, so these are some."""
    code = "print('begins', flush=True)\nimport sys\nfrom entente.__main__ import main\nmain(sys.argv[1:])"
    process = start("run", "--design", "rotating", "--scenario", "teaching", code=code)
    process.stdout.readline()
    until(lambda: _catches(process.pid, signal.SIGTERM), process)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    code, _, err = ended(process)
    assert (code, err) in {(130, "Interrupted; nothing was finished.\n"), (0, "")}


def _catches(pid, number):
    """Whether a process has a handler for a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


@pytest.mark.parametrize(("number", "code", "words"), STOPS)
def test_a_process_with_rules_of_its_own_ends_in_the_same_way(tmp_path, number, code, words):
    (tmp_path / "mine.py").write_text("def f(cost, load, held, capacity, saved):\n    return cost\n")
    (tmp_path / "mine.toml").write_text(
        'roster = "teaching"\nprior = "ranges"\n[rules]\nfile = "mine.py"\nreplace = { "deals.tie_cost" = "f" }\n'
    )
    words_of = ["compare", "--scenario", "mine.toml", "--designs", "rotating", "--replicates", "9999", "--no-report"]
    process = start(*words_of, "--out", "a", cwd=tmp_path, environment=PLAIN)
    until((tmp_path / "a").is_dir, process)
    process.send_signal(number)
    found, _, err = ended(process)
    assert found == code and words in err


def test_a_process_with_rules_of_its_own_ends_when_the_first_one_is_killed(tmp_path):
    (tmp_path / "mine.py").write_text("def f(cost, load, held, capacity, saved):\n    return cost\n")
    (tmp_path / "mine.toml").write_text(
        'roster = "teaching"\nprior = "ranges"\n[rules]\nfile = "mine.py"\nreplace = { "deals.tie_cost" = "f" }\n'
    )
    words = ["compare", "--scenario", "mine.toml", "--designs", "rotating", "--replicates", "9999", "--no-report"]
    process = start(*words, "--out", "a", cwd=tmp_path, environment=PLAIN)
    until((tmp_path / "a").is_dir, process)
    others = children(process.pid)
    assert others
    process.kill()
    process.communicate()
    until(lambda: not any(alive(pid) for pid in others))


SWEEPS = {
    "screening": ["screening", "--scenario", "teaching", "--replicates", "2", "--workers", "2"],
    "forecast": ["forecast", "--runs", "2400", "--until", "2025-02-28", "--workers", "2", "--out", "f"],
}


@pytest.mark.parametrize("sweep", SWEEPS)
def test_a_sweep_ends_with_its_workers(tmp_path, sweep):
    code, out, err = interrupted_after(
        0 if sweep == "screening" else 20, signal.SIGTERM, *SWEEPS[sweep], cwd=tmp_path, environment=PLAIN
    )
    assert (code, out) == (143, "")
    assert err.splitlines()[-1] == "Stopped by SIGTERM; nothing was finished."
    assert not list(tmp_path.iterdir())


def test_the_experiments_of_the_evidence_end_with_their_workers():
    code = "import runpy; runpy.run_module('results.evidence_rows', run_name='__main__')"
    process = start("--replicates", "64", "--dry-run", code=code, environment=PLAIN)
    until(lambda: len(children(process.pid)) >= 2, process)
    workers = children(process.pid)
    process.send_signal(signal.SIGTERM)
    found, _, err = ended(process)
    assert found == 143 and "Stopped by SIGTERM" in err
    until(lambda: not any(alive(pid) for pid in workers))


def test_a_calibration_says_that_it_goes_on(tmp_path):
    process = start("calibrate", "--quick", "--workers", "2", "--out", tmp_path / "c", environment=PLAIN)
    until((tmp_path / "c" / "data.json").exists, process)
    workers = children(process.pid)
    process.send_signal(signal.SIGTERM)
    code, _, err = ended(process)
    assert code == 143 and f"kept in {tmp_path / 'c'}" in err and "the same command goes on" in err
    until(lambda: not any(alive(pid) for pid in workers))


def test_python_callers_keep_their_own_handlers(tmp_path):
    code = (
        "import signal, entente\n"
        "before = [signal.getsignal(n) for n in (2, 15, 1)]\n"
        "entente.compare('rotating', 'teaching', months=2, replicates=2, workers=2, engine='reference')\n"
        "assert [signal.getsignal(n) for n in (2, 15, 1)] == before == [signal.default_int_handler, 0, 0]\n"
    )
    (tmp_path / "script.py").write_text(f"if __name__ == '__main__':\n    {code.replace(chr(10), chr(10) + '    ')}")
    done = subprocess.run([sys.executable, tmp_path / "script.py"], env=os.environ | PLAIN | {"PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


# ---- processes that cannot start others ----------
CALL = "entente.compare('rotating', 'teaching', months=2, replicates=2, workers=2, engine='reference')"
SCRIPTS = {
    "no main guard": f"import entente\nprint({CALL}.runs.replicates)\n",
    "daemonic": "import multiprocessing\nimport entente\n\ndef work():\n"
    f"    print({CALL}.runs.replicates, flush=True)\n"
    "\nif __name__ == '__main__':\n    one = multiprocessing.get_context('spawn').Process(target=work, daemon=True)\n"
    "    one.start()\n    one.join()\n",
}  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS)
def test_where_no_process_can_be_started_one_is_enough(tmp_path, script):
    (tmp_path / "script.py").write_text(SCRIPTS[script])
    done = subprocess.run([sys.executable, tmp_path / "script.py"], env=os.environ | PLAIN | {"PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, timeout=60)  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "2\n")
    assert done.stderr == "Note: worker processes could not start; all ran in one process.\n"


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
    assert err == f"Error: standard output: No space left on device; the runs are kept in {tmp_path / 'a'}.\n"
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
    assert code == 141 and err.endswith(f"; the runs are kept in {tmp_path / 'a'}.\n") and err.count("\n") == 1


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


# ---- the parts ----------
def test_every_note_of_a_stop_has_its_code_and_its_words():
    assert ending.NOTES == {"interrupted": 130, "stopped by SIGTERM": 143, "stopped by SIGHUP": 129}
    for note, code in ending.NOTES.items():
        assert ending.note_of(ending.again(note)) == note and ending.code_of(ending.again(note)) == code
    assert ending.note_of(KeyboardInterrupt()) == "interrupted"


def test_a_shield_holds_a_signal_back():
    seen = []
    with pytest.raises(KeyboardInterrupt):
        with ending.shielded():
            signal.raise_signal(signal.SIGINT)
            seen.append("inside")
        seen.append("never")
    assert seen == ["inside"] and signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_third_signal_interrupts_again():
    heard = []
    with ending.listening():
        for _ in range(3):
            try:
                signal.raise_signal(signal.SIGTERM)
                heard.append("nothing")
            except ending.Stopped as stop:
                heard.append(stop.number)
    assert heard == [signal.SIGTERM, "nothing", signal.SIGTERM]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_a_calibration_without_its_extra_is_refused_at_once(monkeypatch, tmp_path):
    from click.testing import CliRunner

    from calibration import extra
    from entente.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "pyabc" else name)
    done = CliRunner().invoke(main, ["calibrate", "--quick"])
    assert done.exit_code == 2 and "pyabc" in done.stderr and "pip install 'entente[calibration]'" in done.stderr
    assert not list(tmp_path.iterdir()) and streams.kept() == ""
