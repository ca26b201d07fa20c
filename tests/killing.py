"""A command that is killed at random moments and started again until it ends: for tests of what can be taken up."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POLL = 0.002  # seconds
PATIENCE = 300.0  # seconds that a start may take


def start(words, cwd):
    """The command in a process of its own group; what it says goes to files beside its folder."""
    command = [sys.executable, "-m", "entente", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with open(Path(cwd) / "said.txt", "ab") as said:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def kill_at(process, folder, files, wait):
    """SIGKILL once so many new files were seen in the folder, and a little later; whether it was still at work."""
    before, seen, until = names(folder), set(), time.monotonic() + PATIENCE
    while len(seen) < files and process.poll() is None and time.monotonic() < until:
        seen |= names(folder) - before
        time.sleep(POLL)
    time.sleep(wait)
    killed = process.poll() is None
    if killed:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return killed


def kill_often(words, folder, kills, seed, most):
    """Start the command until its work is done, killing it up to so many times; how many kills it took.

    folder : where it works.  most : new files that are seen at most before a kill; the moment is drawn with ``seed``.
    """
    draw, done = random.Random(seed), 0
    while done < kills:
        process = start(words, folder.parent)
        if not kill_at(process, folder, draw.randint(1, most), draw.uniform(0.0, 0.03)):
            assert process.returncode == 0, (folder.parent / "said.txt").read_text()
            return done
        done += 1
        if is_finished(folder):
            return done
    process = start(words, folder.parent)
    assert process.wait(PATIENCE) == 0, (folder.parent / "said.txt").read_text()
    return done


def is_finished(folder):
    """Whether the process had finished its work in the folder, and was killed on its way out."""
    return (folder / "manifest.json").exists() and not (folder / "plan.json").exists()


def names(folder):
    """All files of a folder, as they stand just now."""
    found = set()
    for root, _, files in os.walk(folder):
        found.update(os.path.join(root, file) for file in files)
    return found
