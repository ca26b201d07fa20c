"""Sessions as files: what is written is read, all else ends in a clear message, and nothing else is touched."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.session import kept
from scenarios.session.kept import KEY, Folder, Kept, check_size, of_file, session_file
from scenarios.session.log import started
from scenarios.session.room import opened_room
from scenarios.session.seats import Seat
from sim.errors import EntenteError, InputError

KEY_OF = "A" * 22


@pytest.fixture(scope="module")
def log():
    return started("teaching", "rotating", 5).with_choice(event={"date": "2026-03", "kind": "salience", "size": 0.4})


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "sessions")


def test_a_session_comes_back_as_it_was(folder, log):
    key = folder.new_key()
    assert KEY.fullmatch(key) and folder.read(key) is None
    at = log.base().adopt_month + 7
    folder.write(key, Kept.of(log, at, {"code": "ABCDEF"}))
    found = Folder(folder.path).read(key)
    assert found is not None and found.room == {"code": "ABCDEF"}
    assert found.session("it") == (log, at)
    assert sorted(os.listdir(folder.path)) == [f"{key}.json"]


def test_the_end_of_the_last_month_can_be_kept(log):
    end = log.base().end_month + 1
    assert of_file(session_file(log, end).encode()) == (log, end)


@pytest.mark.parametrize(
    "key",
    ["", "..", "../" + "A" * 19, "..%2f" + "A" * 17, "/etc/passwd", "A" * 21, "A" * 23, "A" * 21 + "/", "A" * 21 + ".",
     "A" * 21 + "\0", "A" * 21 + "\n", "Ä" * 22, "A" * 21 + "\\"],
)  # fmt: skip
def test_a_name_that_is_no_key_is_never_a_path(folder, log, key):
    for attempt in (lambda: folder.read(key), lambda: folder.write(key, Kept.of(log, 400))):
        with pytest.raises(InputError, match="not a session"):
            attempt()
    assert os.listdir(folder.path) == []


def test_links_folders_and_other_files_are_no_sessions(folder, log, tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(Kept.of(log, 400).text(), encoding="utf-8")
    os.symlink(elsewhere, folder.path / f"{KEY_OF}.json")
    (folder.path / ("B" * 22 + ".json")).mkdir()
    (folder.path / "notes.txt").write_text("mine", encoding="utf-8")
    assert folder.read(KEY_OF) is None and folder.read("B" * 22) is None


def damaged(log):
    good = json.loads(Kept.of(log, 400).text())
    return {
        "not JSON": b"{",
        "nothing": b"",
        "a list": b"[]",
        "another thing": json.dumps({"entente": "run"}).encode(),
        "newer": json.dumps(good | {"version": 2}).encode(),
        "a key too many": json.dumps(good | {"path": "/etc/passwd"}).encode(),
        "no log": json.dumps({key: value for key, value in good.items() if key != "log"}).encode(),
        "a log of a file": json.dumps(good | {"log": good["log"] | {"scenario": "/tmp/x.toml"}}).encode(),
        "a month that is none": json.dumps(good | {"played": -1}).encode(),
        "bytes": bytes(range(256)),
        "half": Kept.of(log, 400).text().encode()[:100],
        "nested": b"[" * 100_000,
    }


def test_a_damaged_or_newer_file_ends_in_a_message_and_stays_as_it_is(folder, log):
    for name, content in damaged(log).items():
        file = folder.path / f"{KEY_OF}.json"
        file.write_bytes(content)
        with pytest.raises(EntenteError) as caught:
            found = folder.read(KEY_OF)
            assert found is not None, name
            found.session(file.name)
        assert str(folder.path) not in str(caught.value), name  # whoever asks need not know where it lies
        assert file.read_bytes() == content
        with pytest.raises(EntenteError):
            of_file(content)


def test_another_version_is_called_one(log):
    newer = json.dumps(json.loads(session_file(log, 400)) | {"version": 9}).encode()
    with pytest.raises(InputError, match="another version of Entente"):
        of_file(newer)


def test_what_is_too_large_is_not_read(folder, log):
    (folder.path / f"{KEY_OF}.json").write_bytes(b" " * (kept.LARGEST_FILE + 1))
    with pytest.raises(InputError, match="too large"):
        folder.read(KEY_OF)
    with pytest.raises(InputError, match="too large"):
        of_file(b" " * (kept.LARGEST_LOG + 1))
    check_size(log)
    note = {"date": "2026-02", "kind": "salience", "size": 0.1, "note": "n" * 250_000}
    with pytest.raises(InputError, match="too long"):
        check_size(log.with_choice(event=note))


def test_a_file_to_hand_on_holds_no_room(log):
    assert "room" not in json.loads(session_file(log, 400))


def test_in_a_full_folder_the_oldest_that_nobody_played_goes_and_nothing_else(folder, log, monkeypatch):
    room, _ = opened_room((Seat(actor="UK"),), 3.0)
    start = log.base().adopt_month
    bare = log.without(log.choices[0].number)
    event = {"date": "2027-02", "kind": "salience", "size": 0.1}
    them = [Kept.of(bare, start), Kept.of(bare, start + 1), Kept.of(bare.with_choice(event=event), start),
            Kept.of(bare, start, room.plain()), Kept.of(bare, start)]  # fmt: skip
    keys = [folder.new_key() for _ in them]
    for k, (key, one) in enumerate(zip(keys, them, strict=True)):
        folder.write(key, one)
        os.utime(folder.path / f"{key}.json", (k, k))
    damaged = folder.new_key()
    (folder.path / f"{damaged}.json").write_text("{", encoding="utf-8")
    os.utime(folder.path / f"{damaged}.json", (0, 0))
    monkeypatch.setattr(kept, "MOST_FILES", 6)
    folder = Folder(folder.path)
    for gone in (keys[0], keys[4]):
        folder.write(folder.new_key(), Kept.of(bare, start + 2))
        assert not (folder.path / f"{gone}.json").exists() and len(folder.keys()) == 6
    with pytest.raises(InputError, match="move old files"):
        folder.write(folder.new_key(), Kept.of(bare, start + 2))
    folder.write(keys[1], Kept.of(bare, start + 3))  # what is there already is written on
    (folder.path / f"{keys[3]}.json").unlink()  # somebody makes room
    folder.write(folder.new_key(), Kept.of(bare, start + 2))
    assert len(folder.keys()) == 6 and (folder.path / f"{damaged}.json").exists()


def test_a_file_in_the_place_of_the_folder_is_said_to_be_one(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not a folder"):
        Folder(tmp_path / "file")


@given(st.binary(max_size=300))
def test_no_bytes_end_otherwise(data):
    with pytest.raises(EntenteError):
        of_file(data)
