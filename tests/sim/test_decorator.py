"""The cache of compiled code: kept for the very files it was made from, and not for ever."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.jit import cache as compile_cache
from sim.jit import decorator as compiled

ROOT = Path(__file__).parents[2]
ASK = """
from sim.ensemble.ready import is_compiled
from sim.ensemble.reduction import run_many
print(is_compiled(run_many))
"""


def test_versions_that_nobody_uses_are_forgotten(tmp_path):
    """Only folders that a version's hash names are touched, and only those unused for a month."""
    used, unused, other = tmp_path / ("a" * 16), tmp_path / ("b" * 16), tmp_path / "notes"
    for folder in (used, unused, other):
        folder.mkdir()
        (folder / "code.nbc").touch()
    for folder in (unused, other):
        os.utime(folder, (time.time() - 31 * 86400,) * 2)
    compile_cache.forget_unused(tmp_path)
    assert used.is_dir() and other.is_dir() and not unused.exists()


@pytest.mark.skipif(not compiled.JIT, reason="nothing is compiled")
@pytest.mark.parametrize(
    ("where", "python", "processor", "counts"),
    [("here", "", "", True), ("0", "", "", False), ("here", "9", "", False), ("here", "", "other", False)],
    ids=["these files", "another copy", "another Python", "another processor"],
)
def test_code_compiled_for_other_files_or_another_python_does_not_count(tmp_path, where, python, processor, counts):
    """Copies of one version, and Pythons, share a folder of the cache, but not what is in it."""
    from sim.ensemble.reduction import run_many

    kept = run_many._cache
    below = kept.cache_path if where == "here" else kept.cache_path[:-1] + "-"
    place, base = compile_cache.Place(tmp_path, compiled.sources_hash()), kept._impl.filename_base + python
    key = ("signature", processor or run_many.targetctx.codegen().magic_tuple(), ())
    compile_cache.CodeFiles([place], below, base, kept.stamp).save(key, "code")
    environment = os.environ | {"ENTENTE_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(counts)
