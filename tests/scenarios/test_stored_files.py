"""Stored files: written whole or not at all, claimed by one process, and one error for whatever is wrong with them."""

import dataclasses
import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from scenarios import locks, manifest, store, stored_files
from scenarios.claims import CLAIM, Kind, TakenError, claim, claim_next, locked
from scenarios.held import Held
from scenarios.runs import FRAMES
from scenarios.stored_files import StoredFileError, WriteError, read_table, sealed, write_whole
from sim.errors import InputError
from tests.scenarios.test_store import make_runs

KIND = Kind("a thing", "done.txt", ("part.txt",))
FILES = [*(f"{name}.parquet" for name in FRAMES), store.ROSTER]


# ---- writing ----------
def test_a_file_that_cannot_be_written_is_named_and_what_was_there_stays(tmp_path, full):
    path = tmp_path / "x.txt"
    write_whole(path, "old")
    full()
    with pytest.raises(WriteError, match=r"x\.txt: cannot be written: No space left on device"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.txt"]


@pytest.mark.parametrize("after", range(len(FILES) + 1))
def test_a_disk_that_is_full_at_any_file_leaves_no_run_and_no_folder(roster, tmp_path, full, after):
    full(after)
    with pytest.raises(WriteError) as caught:
        store.save_run(make_runs(roster), tmp_path / "a")
    assert str(tmp_path / "a" / [*FILES, "manifest.json"][after]) in str(caught.value)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_no_folder(roster, name):
    for use in (store.load_run, lambda folder: store.save_run(make_runs(roster), folder)):
        with pytest.raises(InputError, match="an empty name"):
            use(name)
    with pytest.raises(InputError, match="'out': an empty name"):
        store.claim_for(name, "compare", make_runs(roster).scenario)


def test_folders_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below" / "it"):
        with pytest.raises(WriteError, match="file: a file, not a folder"):
            claim(folder, KIND)
    with pytest.raises(WriteError, match="File name too long"):
        claim(tmp_path / ("x" * 300), KIND)
    with pytest.raises(StoredFileError, match="File name too long"):
        store.load_run(tmp_path / ("x" * 300))
    with pytest.raises(InputError, match="zero character"):
        store.load_run("a\0b")
    if os.geteuid():
        (tmp_path / "locked").mkdir(mode=0o500)
        with pytest.raises(WriteError, match="Permission denied"):
            claim(tmp_path / "locked", KIND)


# ---- claims ----------
def test_a_new_and_an_empty_folder_can_be_had_and_are_given_back(tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        with claim(tmp_path / name, KIND) as folder:
            assert folder == tmp_path / name
            with pytest.raises(TakenError, match="another process is writing there"):
                claim(folder, KIND)
            with claim_next(folder, KIND) as second:
                assert second.name == f"{name}-2"
    assert os.listdir(tmp_path) == ["empty"]  # one's own empty folder stays


@pytest.mark.parametrize("name", ["report.html", "table.parquet", "notes.txt", ".hidden", "part.txt"])
def test_a_folder_with_any_file_is_refused_and_left_as_it_is(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(TakenError, match=f"not empty: it holds '{name}'"):
        claim(tmp_path, KIND)
    assert os.listdir(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_failure_leaves_nothing_of_ours_and_all_that_is_anothers(tmp_path):
    with pytest.raises(ZeroDivisionError), claim(tmp_path / "a", KIND) as folder:
        (folder / "part.txt").write_text("x")
        raise ZeroDivisionError
    assert not (tmp_path / "a").exists()
    with pytest.raises(ZeroDivisionError), claim(tmp_path / "a", KIND) as folder:
        (folder / "notes.txt").write_text("put there meanwhile")
        raise ZeroDivisionError
    assert os.listdir(tmp_path / "a") == ["notes.txt"]


def test_only_one_of_many_gets_a_folder(tmp_path):
    """Threads that start together, many times: claims are of open files, so that threads are as good as processes."""
    for k in range(30):
        start, got = threading.Barrier(4), []

        def one(folder, start=start, got=got):
            start.wait()
            with claim_next(folder, KIND) as path:
                got.append(path.name)
                write_whole(path / "done.txt", path.name)

        threads = [threading.Thread(target=one, args=(tmp_path / str(k),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(got) == [str(k), f"{k}-2", f"{k}-3", f"{k}-4"]
    for folder in tmp_path.iterdir():
        assert os.listdir(folder) == ["done.txt"] and (folder / "done.txt").read_text() == folder.name


HOLD = """
import sys, time
from pathlib import Path
from scenarios.claims import Kind, claim, locked
folder = Path(sys.argv[1])
with (locked(folder) if sys.argv[2] == "locked" else claim(folder, Kind("a thing", "done.txt", ("part.txt",)))):
    (folder / "part.txt").write_text("half")
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder, how):
    command = [sys.executable, "-c", HOLD, str(folder), how]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert process.stdout.readline() == b"held\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_a_killed_process_claimed_can_be_had_again(tmp_path):
    folder = tmp_path / "a"
    process = holder(folder, "claim")
    with pytest.raises(TakenError, match="another process is writing there"):
        claim(folder, KIND)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert sorted(os.listdir(folder)) == [CLAIM, "part.txt"]
    with claim(folder, KIND):
        assert os.listdir(folder) == [CLAIM]
        write_whole(folder / "done.txt", "whole")
    assert os.listdir(folder) == ["done.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_a_killed_process_left_beside_own_files_is_not_touched(tmp_path):
    process = holder(tmp_path / "a", "claim")
    process.kill()
    process.wait()
    (tmp_path / "a" / "notes.txt").write_text("mine")
    with pytest.raises(TakenError, match="it holds"):
        claim(tmp_path / "a", KIND)
    assert (tmp_path / "a" / "part.txt").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_lock_is_waited_for_and_ends_with_its_process(tmp_path):
    process = holder(tmp_path, "locked")
    with pytest.raises(TakenError, match="another process is writing there"), locked(tmp_path):
        pass
    threading.Timer(0.3, process.kill).start()
    began = time.monotonic()
    with locked(tmp_path, wait=30):
        assert time.monotonic() - began < 30
    process.wait()


def test_where_the_file_system_knows_no_locks_the_file_itself_is_the_claim(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def none(*words):
        raise OSError(errno.ENOSYS, "not there")

    monkeypatch.setattr(fcntl, "flock", none)
    with claim(tmp_path / "a", KIND), pytest.raises(TakenError, match=f"remove its {CLAIM}"):
        claim(tmp_path / "a", KIND)
    assert not (tmp_path / "a").exists()


def test_a_lock_whose_file_was_removed_meanwhile_is_not_one(tmp_path):
    """A holder removes its file while another waits with the same file open: both would hold, of different files."""
    first, second = locks.Lock(tmp_path / "x"), locks.Lock(tmp_path / "x")
    assert first.acquire()
    real, seen = locks._lock, []

    def late(descriptor, new):
        if not seen:
            seen.append(descriptor)
            first.release()
        return real(descriptor, new)

    locks._lock = late
    try:
        assert second.acquire()
    finally:
        locks._lock = real
    assert os.path.samestat(os.fstat(second.descriptor), os.stat(tmp_path / "x"))
    second.release()


# ---- a stored run that does not fit together ----------
@pytest.fixture
def stored(roster, tmp_path):
    return store.save_run(make_runs(roster), tmp_path / "a")


def change(folder, seal=False, **changes):
    """Edit the manifest; ``seal``: with a digest that fits."""
    content = json.loads((folder / "manifest.json").read_text())
    for path, value in changes.items():
        *above, last = path.split("__")
        place = content
        for key in above:
            place = place[key]
        place[last] = value
    if seal:
        content["run"]["digest"] = manifest._digest(content)
    (folder / "manifest.json").write_text(json.dumps(content))


def check_refused(folder, name, *parts):
    with pytest.raises(StoredFileError) as caught:
        store.load_run(folder)
    assert str(folder / name) in str(caught.value)
    assert caught.value.file == folder / name
    for part in parts:
        assert part in str(caught.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "nonsense", "gone", "folder"])
def test_every_damage_to_every_file_is_one_error_that_names_it(stored, name, damage):
    path = stored / name
    data = path.read_bytes()
    if damage in ("gone", "folder"):
        path.unlink()
    if damage == "folder":
        path.mkdir()
    new = {"cut": data[: len(data) // 2], "empty": b"", "changed": data[:-9] + b"X" + data[-8:], "nonsense": b"PK\3\4"}
    if damage in new:
        path.write_bytes(new[damage])
    check_refused(stored, name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_run_is_refused(roster, stored, make_roster, tmp_path, name):
    other = make_runs(make_roster(name="other", gdp=[5, 4, 3, 2, 1]))
    for frame in FRAMES:
        other.tables[frame] = Held(other.tables[frame].frame().iloc[::-1])
    (stored / name).write_bytes((store.save_run(other, tmp_path / "b") / name).read_bytes())
    check_refused(stored, name, "taken from elsewhere")


def test_two_tables_changed_for_each_other_are_refused(stored):
    one, two = stored / "states.parquet", stored / "series.parquet"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    check_refused(stored, "states.parquet")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", "[" * 90_000, "\0", '{"format": 2}', '{"format": 1e999}'])
def test_a_manifest_that_is_none_is_refused(stored, text):
    (stored / "manifest.json").write_text(text)
    check_refused(stored, "manifest.json")


def test_a_manifest_in_another_encoding_is_refused(stored):
    (stored / "manifest.json").write_bytes(b"\xff\xfe{\0}\0")
    check_refused(stored, "manifest.json")


EDITS = {
    "configuration__seed": 2, "configuration__asked": [], "result__complete": False, "run__command": "entente x",
    "run__seconds": 3.0, "code__version": "9",
}  # fmt: skip


@pytest.mark.parametrize("path", EDITS)
def test_an_edited_manifest_is_refused(stored, path):
    change(stored, **{path: EDITS[path]})
    check_refused(stored, "manifest.json", "changed or damaged")


WRONG = {
    "configuration": 3, "configuration__seed": "1", "configuration__designs": {}, "configuration__scenario": [],
    "configuration__asked": [3], "result": None, "result__complete": 1, "run": [], "files": [], "code__version": None,
}  # fmt: skip


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_type_in_the_manifest_is_named(stored, path):
    change(stored, **{path: WRONG[path]})
    check_refused(stored, "manifest.json", path.replace("__", "."))


@pytest.mark.parametrize("path", ["configuration__scenario", "configuration__designs", "files"])
def test_a_manifest_that_names_what_is_not_there_is_refused_though_its_digest_fits(stored, path):
    content = json.loads((stored / "manifest.json").read_text())
    design = content["configuration"]["designs"][0] | {"fields": {}, "seat": {"nobody": 1.0}}
    value = {"configuration__scenario": {"nme": "x"}, "configuration__designs": [design], "files": {}}[path]
    change(stored, seal=True, **{path: value})
    check_refused(stored, "manifest.json")


# ---- control characters ----------
def test_a_control_character_in_a_stored_run_is_refused_though_all_digests_fit(roster, tmp_path):
    runs = make_runs(roster)
    aliases = ("U\x1b[2J", *roster.aliases[1:])
    states = runs.states.assign(state="U\x1b[2J")
    for name, changes in {store.ROSTER: {"roster": dataclasses.replace(roster, aliases=aliases)},
                          "states.parquet": {"states": states}}.items():  # fmt: skip
        folder = store.save_run(make_runs(roster, **changes), tmp_path / "a")
        check_refused(folder, name, "holds the control character U+001B", "'U\\x1b[2J'")


def test_a_control_character_in_the_manifest_is_refused_though_its_digest_fits(stored):
    change(stored, seal=True, configuration__behaviour_prior="plain\x07")
    check_refused(stored, "manifest.json", "'configuration.behaviour_prior'", "U+0007")


def test_errors_of_failed_runs_and_notes_may_have_several_lines(roster, tmp_path):
    runs = make_runs(roster, note="interrupted\nat the end")
    runs.table.loc[2, "error"] = "a mistake:\n - of two lines"
    assert store.load_run(store.save_run(runs, tmp_path / "a")).failures["error"][0].count("\n") == 1


def test_a_command_with_control_characters_is_kept_so_that_it_can_be_read(roster, tmp_path):
    folder = store.save_run(make_runs(roster), tmp_path / "a", "entente compare --out 'a\x1b[2J'")
    assert manifest.read_manifest(folder)["run"]["command"] == "entente compare --out 'a\\x1b[2J'"


@pytest.mark.parametrize(("number", "allowed"), [(1, "run it again with: entente compare --seed 1"), (99, "4")])
def test_another_format_is_refused_with_how_to_make_it_again(roster, tmp_path, number, allowed):
    folder = store.save_run(make_runs(roster), tmp_path / "a", "entente compare --seed 1")
    change(folder, format=number)
    check_refused(folder, "manifest.json", "written by another version of Entente", allowed)


def test_folders_without_a_finished_run_say_why(tmp_path):
    with pytest.raises(StoredFileError, match="nowhere: no such folder"):
        store.load_run(tmp_path / "nowhere")
    with pytest.raises(StoredFileError, match="no finished run in this folder"):
        store.load_run(tmp_path)
    with claim(tmp_path / "a", store.RUN), pytest.raises(StoredFileError, match="not finished: a process is at work"):
        store.load_run(tmp_path / "a")


# ---- content with its own digest ----------
def test_sealed_content_is_known_again_after_it_was_on_disk(tmp_path):
    write_whole(tmp_path / "x.json", stored_files.as_json(sealed({"a": (0.1, 2), "10": {9: 1, 10: 2}})))
    found = read_table(tmp_path / "x.json")
    assert stored_files.is_sealed(found)
    assert not stored_files.is_sealed(found | {"a": [0.1, 3]})
    assert not stored_files.is_sealed({key: value for key, value in found.items() if key != "digest"})
