"""The cache of compiled code: damage, full disks, places that cannot be written, two processes at once."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.jit import JIT
from sim.jit import cache as compile_cache
from sim.jit.cache import CodeFiles, CodeNotKept, Place, first_writable, places

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")
COMPILES = pytest.mark.skipif(not JIT, reason="nothing is compiled")
CALL = """
from sim.rules.choice import probability
value = probability(0.3, 0.5)
print(repr(value), sum(probability.stats.cache_hits.values()), sum(probability.stats.cache_misses.values()))
"""


def start(cache, temporary=None, code=CALL, **options):
    """A process that calls one rule with this cache."""
    env = os.environ | {"ENTENTE_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    env |= {} if temporary is None else {"TMPDIR": str(temporary)}
    return subprocess.Popen([sys.executable, "-c", code], env=env, text=True, stdout=-1, stderr=-1, **options)


def call(cache, temporary=None, **options):
    """(value, times that code was found, times that it was compiled), and what was said."""
    process = start(cache, temporary, **options)
    out, err = process.communicate()
    assert process.returncode == 0, err
    value, hits, misses = out.split()
    return (value, int(hits), int(misses)), err


# ---- damage ----------
@COMPILES
@pytest.mark.parametrize("kind", ["nbi", "nbc"])
@pytest.mark.parametrize(
    "spoil",
    [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"\x80garbage" * 50,
     lambda data: data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]],
    ids=["emptied", "truncated", "garbage", "one bit"],
)  # fmt: skip
def test_a_damaged_file_is_dropped_and_its_code_compiled_anew(tmp_path, kind, spoil):
    (value, hits, misses), _ = call(tmp_path)
    assert (hits, misses) == (0, 1)
    files = list(tmp_path.rglob(f"choice.probability*.{kind}"))
    assert len(files) == 1
    files[0].write_bytes(spoil(files[0].read_bytes()))
    assert call(tmp_path) == ((value, 0, 1), "")
    assert call(tmp_path) == ((value, 1, 0), "")


@COMPILES
def test_two_processes_may_compile_at_once(tmp_path):
    both = [start(tmp_path) for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len({out.split()[0] for out, _ in said}) == 1
    assert call(tmp_path) == ((said[0][0].split()[0], 1, 0), "")
    assert not list(tmp_path.rglob("*.tmp.*"))


def test_a_file_that_was_written_for_another_key_is_not_taken(tmp_path):
    """Two processes that begin with an empty index may give two keys one name."""
    mine, other = (CodeFiles([Place(tmp_path, "v")], "b", "rule", "stamp") for _ in range(2))
    mine.save("first", 1)
    (tmp_path / "v" / "b" / "rule.nbi").unlink()
    other.save("second", 2)
    compile_cache._write(tmp_path / "v" / "b" / "rule.nbi", ("stamp", {"first": "rule.1.nbc", "second": "rule.1.nbc"}))
    assert mine.load("first") is None and mine.load("second") == 2


def test_code_of_other_sources_is_not_taken(tmp_path):
    CodeFiles([Place(tmp_path, "v")], "b", "rule", "one stamp").save("key", 1)
    assert CodeFiles([Place(tmp_path, "v")], "b", "rule", "another").load("key") is None
    assert CodeFiles([Place(tmp_path, "v")], "b", "rule", "one stamp").load("key") == 1


# ---- places ----------
@POSIX
@COMPILES
def test_where_the_cache_cannot_be_written_a_private_folder_is_used(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    assert call(tmp_path / "file", tmp_path / "tmp")[0][1:] == (0, 1)
    (private,) = (tmp_path / "tmp").iterdir()
    assert private.stat().st_mode & 0o777 == 0o700
    value, said = call(tmp_path / "file", tmp_path / "tmp")
    assert value[1:] == (1, 0) and said == ""


@POSIX
@COMPILES
@pytest.mark.parametrize("make", [
    lambda path, away: path.mkdir() or path.chmod(0o777),
    lambda path, away: away.mkdir() or path.symlink_to(away),
], ids=["open to all", "a link"])  # fmt: skip
def test_a_folder_that_others_may_have_made_is_not_used(tmp_path, make):
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    private = tmp_path / "tmp" / f"entente-{os.geteuid()}"
    make(private, tmp_path / "away")
    value, said = call(tmp_path / "file", tmp_path / "tmp")
    assert value[1:] == (0, 1) and not list(private.iterdir())
    assert "ENTENTE_CACHE" in said and "Traceback" not in said


@POSIX
@COMPILES
def test_a_full_disk_fails_no_run_and_is_said(tmp_path):
    import resource

    def full():
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))

    (tmp_path / "tmp").mkdir()
    value, said = call(tmp_path / "cache", tmp_path / "tmp", preexec_fn=full)
    assert value[1:] == (0, 1)
    assert said.count("CodeNotKept") == 1 and "set ENTENTE_CACHE to a folder that can be written" in said


def test_what_finds_no_room_in_one_place_goes_to_the_next(tmp_path, monkeypatch):
    usual = compile_cache._write

    def write(path, data):
        if (tmp_path / "full") in path.parents:
            raise OSError(errno.ENOSPC, "No space left on device")
        usual(path, data)

    monkeypatch.setattr(compile_cache, "_write", write)
    files = CodeFiles([Place(tmp_path / "full", "v"), Place(tmp_path / "free", "v")], "b", "rule", "stamp")
    files.save("key", 7)
    assert files.load("key") == 7 and list(files.kept()) == ["key"]
    files.flush()
    assert files.load("key") is None


def test_it_warns_when_there_is_no_place_at_all(tmp_path):
    (tmp_path / "file").write_text("")
    files = CodeFiles([Place(tmp_path / "file", "v")], "b", "rule", "stamp")
    with pytest.warns(CodeNotKept, match=r"file.*set ENTENTE_CACHE"):
        files.save("key", 7)
    assert files.load("key") is None


def test_the_first_place_that_can_be_written_is_told_with_what_stands_against_the_others(tmp_path):
    (tmp_path / "file").write_text("")
    blocked, free = Place(tmp_path / "file", "v"), Place(tmp_path / "free", "v")
    place, against = first_writable([blocked, free])
    assert place == free and len(against) == 1 and str(tmp_path / "file") in against[0]
    assert first_writable([blocked])[0] is None
    assert first_writable([free, blocked]) == (free, [])


def test_the_variable_names_the_first_place(tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_CACHE", str(tmp_path / "mine"))
    first, *others = places("v")
    assert first.folder == tmp_path / "mine" / "v" and not first.private and all(place.private for place in others)


# ---- what is said ----------
@pytest.mark.parametrize(("compiled", "named", "free", "parts", "absent"), [
    (False, True, [True], ["two minutes, once"], ["cannot"]),
    (False, False, [False, True], ["two minutes, once", "0 cannot be written", "kept in", "ENTENTE_CACHE"], []),
    (False, False, [False, False], ["every time", "0 cannot", "1 cannot", "Set ENTENTE_CACHE to a folder"], ["once"]),
    (True, False, [True], [], ["e"]),
    (True, True, [True], [], ["e"]),
    (True, True, [False, True], ["0 cannot be written", "ENTENTE_CACHE"], ["two minutes"]),
])  # fmt: skip
def test_the_notice_is_true(tmp_path, monkeypatch, compiled, named, free, parts, absent):
    from sim.ensemble import ready

    for number, usable in enumerate(free):
        if not usable:
            (tmp_path / str(number)).write_text("")
    monkeypatch.setattr(ready, "JIT", True)
    monkeypatch.setattr(ready, "PLACES", [Place(tmp_path / str(number), "v") for number in range(len(free))])
    monkeypatch.setattr(ready, "is_compiled", lambda loop: compiled)
    monkeypatch.setenv("ENTENTE_CACHE", "named" if named else "")
    said = ready.notice(None)
    assert all(part in said for part in parts) and not any(part in said for part in absent), said
    assert "\n" not in said
