"""Dask: a real scheduler and two workers leave the same bytes, also when one dies; what cannot be is refused."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenarios import cluster as module
from scenarios.outlines import code_outline
from scenarios.sweeps.run import folder_for, run_plan
from sim.errors import EntenteError, InputError
from sim.jit import overrides
from tests.scenarios.sweeping import left_in, small_plan

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]


def dask(*words):
    """A process of Dask's own, on this machine alone, without its web pages."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


@contextmanager
def running(folder, workers=2):
    """A scheduler and workers: its address, and their processes."""
    file, processes = folder / "scheduler.json", []
    try:
        processes.append(dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)))
        end = time.monotonic() + 60
        while not file.is_file() or not file.read_text().strip():
            assert time.monotonic() < end and processes[0].poll() is None
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        processes += [started(address, folder, k) for k in range(workers)]
        yield address, processes
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def started(address, folder, number):
    words = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--local-directory", str(folder / f"w{number}"))
    return dask("worker", address, *words)


def swept(plan, folder, **how):
    with folder_for(str(folder), plan) as claimed:
        return run_plan(plan, claimed, **how)


def test_a_cluster_leaves_the_same_bytes_also_when_a_worker_dies_midway(tmp_path):
    plan = small_plan(points=64)
    swept(plan, tmp_path / "here", workers=1)
    with running(tmp_path) as (address, processes):
        with module.cluster(address) as found:
            found._client.wait_for_workers(2, timeout=60)
        killed = []

        def kill(done, of):
            if done > of / 4 and not killed:
                processes[1].kill()
                killed.append(done)

        manifest = swept(plan, tmp_path / "there", cluster=address, progress=kill)
    assert killed and killed[0] < len(plan)
    assert left_in(tmp_path / "there") == left_in(tmp_path / "here")
    assert manifest["run"]["where"] == "cluster"


@pytest.mark.slow
def test_a_scheduler_that_is_gone_loses_nothing_and_workers_may_come_later(tmp_path):
    plan = small_plan(points=256)
    swept(plan, tmp_path / "here")
    with running(tmp_path, 1) as (address, processes):

        def kill(done, of):
            if done > of / 4:
                processes[0].kill()

        with pytest.raises(EntenteError, match=r"the scheduler at .* is gone"):
            swept(plan, tmp_path / "there", cluster=address, progress=kill)
    (tmp_path / "again").mkdir()
    with running(tmp_path / "again", 0) as (address, processes):
        late = threading.Timer(2, lambda: processes.append(started(address, tmp_path, 9)))
        late.start()
        done = []
        swept(plan, tmp_path / "there", cluster=address, progress=lambda so_far, of: done.append(so_far))
        late.join()
    assert done[0] > len(plan) / 4
    assert left_in(tmp_path / "there") == left_in(tmp_path / "here")


# ---- what is refused ----------
class Workers:
    """A client as far as ``check_workers`` asks it: what each worker answers."""

    def __init__(self, answers):
        self._answers = answers

    def run(self, function, on_error):
        return self._answers


def test_workers_with_other_versions_are_refused_by_name():
    here = code_outline()
    older = here | {"libraries": here["libraries"] | {"numpy": "1.26.4"}}
    other = here | {"rules": "0123", "python": "3.10.1"}
    module.check_workers(Workers({"tcp://a:1": here}))
    with pytest.raises(EntenteError) as caught:
        module.check_workers(Workers({
            "tcp://a:1": here, "tcp://b:1": older, "tcp://c:1": other, "tcp://d:1": ModuleNotFoundError("no scenarios"),
        }))  # fmt: skip
    text = str(caught.value)
    assert f"tcp://b:1 is another: libraries.numpy is '1.26.4' there and '{here['libraries']['numpy']}' here" in text
    assert f"python is '3.10.1' there and '{here['python']}' here" in text
    assert "rules is '0123' there" in text
    assert "tcp://d:1 has no Entente, or another one (ModuleNotFoundError: no scenarios)" in text
    assert "tcp://a:1" not in text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:1", "cannot be reached within 1 seconds"),
        ("127.0.0.1:8786", "not the address of a scheduler"),
        ("tcp://", "not the address of a scheduler"),
        ("", "not the address of a scheduler"),
    ],
)
def test_a_scheduler_that_is_not_there_is_told_before_any_work(address, words, tmp_path, monkeypatch):
    with pytest.raises(InputError, match=words), module.cluster(address, 1.0):
        pytest.fail("there is no cluster")
    real = module.cluster
    monkeypatch.setattr(module, "cluster", lambda a: real(a, 1.0))
    with pytest.raises(InputError, match=words):
        swept(small_plan(), tmp_path / "small", cluster=address)
    assert not (tmp_path / "small").exists()


def test_rules_of_ones_own_and_a_missing_library_are_told(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(overrides, "TEXT", "mine")
        with pytest.raises(InputError, match="custom rules run on this machine only"), module.cluster("tcp://a:1"):
            pytest.fail("refused")
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'entente\[cluster\]'"), module.cluster("tcp://a:1"):
        pytest.fail("refused")
