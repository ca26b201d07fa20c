"""The packaging: one version, requirements that name no place, a complete wheel."""

import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import entente

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["sim", "scenarios", "calibration", "results", "entente"]
PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.]*( ; .+)?")
PLACES = {
    "an address": r"\w://",
    "a host": r"\b[\w-]+\.(org|com|net|io)\b",
    "an index": r"(?<!no-emit-)index-url|find-links|trusted-host",
    "a machine's path": r"(^|[\s\"'=])(/(root|home|Users|tmp|opt|work|usr)/|[A-Z]:\\)",
}


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation_file = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    citation = re.search(r"^version: (\S+)$", citation_file, re.MULTILINE)
    assert citation is not None
    assert project["version"] == entente.__version__ == citation[1]


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml", "Makefile"])
@pytest.mark.parametrize("place", PLACES)
def test_the_set_up_names_no_place(name, place):
    found = re.search(PLACES[place], (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert found is None, f"{name} names {place}: {found[0]!r}"


def test_every_constraint_is_a_pin():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_can_be_imported(package):
    assert importlib.import_module(package).__doc__


def test_importing_entente_is_light():
    heavy = ["mesa", "numba", "numpy", "pandas", "matplotlib"]
    code = f"import sys, entente; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_needs_no_compiler():
    code = "import sys\nfrom entente.cli import main\ntry: main(['--help'])\nfinally: print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "Usage" in done.stdout
    assert done.stdout.split()[-1] == "False"


@pytest.mark.slow
def test_the_wheel_holds_the_packages_with_their_data_and_nothing_else(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = [n for n in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in n]
    assert {name.split("/")[0] for name in names} == set(PACKAGES)
    for package in PACKAGES:
        files = {p.relative_to(ROOT).as_posix() for p in (ROOT / package).rglob("*") if p.is_file()}
        compiled = {name for name in files if "__pycache__" in name}
        assert files - compiled == {name for name in names if name.startswith(f"{package}/")}
