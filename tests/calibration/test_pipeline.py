"""The whole calibration in the smallest size: every part is there, in one process or two; killed, it goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from calibration.folder import Folder, identity
from calibration.observed import admissible_dyads, observed_network
from calibration.out_of_time.verdicts import read_stamp
from calibration.pipeline import Calibration, calibrate
from calibration.sizes import Sizes
from scenarios.rosters import load_roster

TINY = Sizes(
    table=1500, population=30, simulations=500, pilot=100, recovered=60, refitted=1500, predictive=40, prior=40,
    forecast=60, worlds=10, resamples=50, shipped=20,
)  # fmt: skip
PARTS = (
    "data", "identify", "regression", "recovery", "recovery_like", "leave_out", "smc", "agreement", "priors",
    "predictive", "out_of_time",
)  # fmt: skip
AGAIN = """
import sys
from pathlib import Path
from tests.calibration.test_pipeline import work
from calibration.out_of_time.verdicts import read_stamp
from calibration.pipeline import calibrate
if __name__ == "__main__":
    calibrate(work(Path(sys.argv[1]), 1))
"""


def work(path: Path, threads: int) -> Calibration:
    roster = load_roster("real")
    seen = observed_network(admissible_dyads(roster), roster.ties)
    return Calibration(roster, seen, 5, TINY, Folder(path, identity(roster, seen, 5, TINY)), threads)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.json")}


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    folder, told = tmp_path_factory.mktemp("one"), []
    tiny = work(folder, 1)
    tiny.tell = lambda part, done, of: told.append((part.partition(",")[0], done, of))
    return folder, calibrate(tiny), told, tiny.posterior


@pytest.mark.slow
def test_every_part_is_there_and_told(one):
    folder, sections, told, posterior = one
    assert tuple(sections) == PARTS
    stamp = read_stamp()  # the test out of time was taken, on the day that its file is named by
    last = "out_of_time" if stamp is None else f"scored-{stamp.date}"
    assert {f"{part}.json" for part in (*PARTS[:-1], last, "about")} == set(files(folder))
    assert {part for part, done, of in told if done >= of} >= {*PARTS, "reference table"}
    assert len(posterior) == TINY.population
    for name, section in sections.items():
        json.dumps(section, allow_nan=False)
        assert section, name


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(one, tmp_path):
    calibrate(work(tmp_path, 2))
    assert files(tmp_path) == files(one[0])


@pytest.mark.slow
def test_killed_it_goes_on_to_the_same_bytes(one, tmp_path):
    """A real SIGKILL in the middle, found by the parts that are there."""
    script = tmp_path / "again.py"
    script.write_text(AGAIN)
    folder = tmp_path / "killed"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(script), str(folder)]
    with subprocess.Popen(command, env=environment) as process:
        while process.poll() is None and not (folder / "recovery.json").exists():
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL and "smc.json" not in files(folder)
    subprocess.run(command, env=environment, check=True)
    assert files(folder) == files(one[0])
