"""How commands end: real signals to real processes, and what is left of them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from entente.cli import main
from scenarios import ending
from scenarios.fingerprint import fingerprint
from tests.front.processes import FEW, PLAIN, ROOT, alive, children, ended, start, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")

MANY = ["compare", "--scenario", "teaching", "--replicates", "400", "--designs", "rotating", "--no-report"]
STOPS = [(signal.SIGINT, 130, "Interrupted"), (signal.SIGTERM, 143, "Stopped by SIGTERM"),
         (signal.SIGHUP, 129, "Stopped by SIGHUP")]  # fmt: skip


# A command whose progress is told on standard error, so that a test knows how far it is.
TOLD = """
import sys
from contextlib import contextmanager
from entente import console
@contextmanager
def progress(total, what=""):
    yield lambda done, of: print(f"{what}{done} done", file=sys.stderr, flush=True)
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
@pytest.mark.parametrize("engine", ["ensemble", pytest.param("reference", marks=pytest.mark.slow)])
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


def test_a_stop_while_levers_are_swapped_keeps_all_that_is_finished(tmp_path):
    process = start(*FEW, "--why", "harm", "--workers", "1", "--out", tmp_path / "a", code=TOLD, environment=PLAIN)
    until(lambda: "swapped1 done" in process.stderr.readline(), process)
    process.send_signal(signal.SIGTERM)
    code, out, err = ended(process)
    assert code in (143, 0), err  # it may have been the last moment
    result = json.loads((tmp_path / "a" / "manifest.json").read_text())["result"]
    assert result["complete"] and result["swapped"]["note"] == ("stopped by SIGTERM" if code else "")
    assert "Why harm differs from adhoc" in out


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


def test_a_stop_while_the_command_line_is_read_says_what_stopped_it(monkeypatch):
    def stop(*words, **more):
        raise ending.Stopped(signal.SIGTERM)

    monkeypatch.setattr(click.Group, "make_context", stop)
    done = CliRunner().invoke(main, ["run", "--design", "rotating"])
    assert (done.exit_code, done.stderr) == (143, "Stopped by SIGTERM; nothing was finished.\n")


def _catches(pid, number):
    """Whether a process has a handler for a signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


def with_custom_rules(folder):
    """A comparison under rules of one's own, which is at work."""
    (folder / "mine.py").write_text("def f(cost, load, held, capacity, saved):\n    return cost\n")
    (folder / "mine.toml").write_text(
        'roster = "teaching"\nprior = "ranges"\n[rules]\nfile = "mine.py"\nreplace = { "deals.tie_cost" = "f" }\n'
    )
    words = ["compare", "--scenario", "mine.toml", "--allow-rules", "--designs", "rotating", "--replicates", "9999"]
    process = start(*words, "--no-report", "--out", "a", cwd=folder, environment=PLAIN)
    until((folder / "a").is_dir, process)
    return process


@pytest.mark.parametrize(("number", "code", "words"), STOPS)
def test_a_process_with_rules_of_its_own_ends_in_the_same_way(tmp_path, number, code, words):
    process = with_custom_rules(tmp_path)
    process.send_signal(number)
    found, _, err = ended(process)
    assert found == code and words in err


def test_a_stop_that_was_put_off_wakes_a_main_thread_that_waits():
    code = """
import signal, threading
from scenarios import ending
with ending.listening():
    ending._raise_later(signal.SIGTERM)
    threading.Event().wait()
"""
    process = start(code=code)
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0 and "scenarios.ending.Stopped" in err


def test_a_process_with_rules_of_its_own_ends_when_the_first_one_is_killed(tmp_path):
    process = with_custom_rules(tmp_path)
    others = children(process.pid)
    assert others
    process.kill()
    process.communicate()
    until(lambda: not any(alive(pid) for pid in others))


SWEEPS = {
    "screening": ["screening", "--scenario", "teaching", "--replicates", "2", "--workers", "2"],
    "forecast": [
        "forecast",
        "--runs",
        "2400",
        "--as-of",
        "2024-11-20",
        "--until",
        "2025-02-28",
        "--workers",
        "2",
        "--out",
        "f",
    ],
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
    fingerprint()  # stored from here on; without compiled rules it takes minutes
    code = "import runpy; runpy.run_module('results.studies.evidence', run_name='__main__')"
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
