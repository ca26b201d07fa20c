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
from calibration.past import LAST
from calibration.pipeline import Calibration, calibrate, study
from calibration.record import happened_until
from calibration.sizes import Sizes
from scenarios.rosters import load_roster
from sim.months import CUT_OFF

TINY = Sizes(table=1500, recovered=60, predictive=40, prior=40, shipped=20)
PARTS = (
    "data", "identify", "kernel", "regression", "recovery", "recovery_like", "agreement", "scales", "leave_out",
    "priors", "predictive",
)  # fmt: skip
AGAIN = """
import sys
from pathlib import Path
from tests.calibration.test_pipeline import work
from calibration.pipeline import calibrate
if __name__ == "__main__":
    calibrate(work(Path(sys.argv[1]), 1))
"""


def work(path: Path, threads: int, end: int = LAST) -> Calibration:
    roster, seen = load_roster("real"), happened_until(end).observed
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
    assert {f"{part}.json" for part in (*PARTS, "about")} == set(files(folder))
    assert {part for part, done, of in told if done >= of} >= {*PARTS, "reference table"}
    assert len(posterior) <= TINY.table
    for name, section in sections.items():
        json.dumps(section, allow_nan=False)
        assert section, name


@pytest.mark.slow
def test_two_threads_give_the_same_bytes(one, tmp_path):
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
    assert process.returncode == -signal.SIGKILL and "predictive.json" not in files(folder)
    subprocess.run(command, env=environment, check=True)
    assert files(folder) == files(one[0])


@pytest.mark.slow
def test_on_the_older_record_alone_it_looks_at_what_came_and_says_that_this_was_seen(tmp_path):
    sections = calibrate(work(tmp_path, 1, CUT_OFF))
    assert tuple(sections) == (*PARTS, "later")
    assert sections["data"]["tied"] == 17 and sections["data"]["late"] == 0
    assert len(sections["leave_out"]["forecasts"]) == 1
    assert [row["observed"] for row in sections["later"]["rows"]] == [7, 2, 0, 0, 2]
    assert "in-sample for the modeller" in sections["later"]["note"]


@pytest.mark.slow
def test_the_study_is_a_part_of_it(tmp_path):
    sections = study(work(tmp_path, 1))
    assert tuple(sections) == PARTS[:2] and len(sections["identify"]["fitted"]) >= 2
