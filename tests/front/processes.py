"""Commands in processes of their own, and what becomes of them."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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
