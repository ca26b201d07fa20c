"""The folder of a calibration: its parts are made once, whole, and only for the calibration that it is of."""

import json
from dataclasses import replace

import numpy as np
import pytest

from calibration.folder import Folder, identity, name_of
from calibration.past import LAST
from calibration.record import happened_until
from calibration.sizes import DEFAULT, QUICK
from scenarios.rosters import load_roster
from scenarios.stored_files import as_json
from sim.errors import InputError

KEY = {"rules": "a", "seed": 1}


def test_a_part_is_made_once(tmp_path):
    made = []

    def make():
        made.append(1)
        return {"value": 0.1}

    folder = Folder(tmp_path / "x", KEY)
    assert folder.part("one", make) == folder.part("one", make) == {"value": 0.1}
    assert Folder(tmp_path / "x", KEY).part("one", make) == {"value": 0.1}
    assert len(made) == 1


def test_a_part_that_fails_leaves_nothing(tmp_path):
    folder = Folder(tmp_path, KEY)

    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        folder.part("one", broken)
    assert {path.name for path in tmp_path.iterdir()} == {"about.json"}
    assert folder.part("one", lambda: {"a": 1}) == {"a": 1}


def test_a_torn_part_is_made_again(tmp_path):
    folder = Folder(tmp_path, KEY)
    folder.part("one", lambda: {"a": 1})
    (tmp_path / "one.json").write_text('{"a":')
    assert folder.part("one", lambda: {"a": 2}) == folder.part("one", lambda: {"a": 3}) == {"a": 2}


@pytest.mark.parametrize("text", ["[" * 90_000, "{}", '{"content": {"a": 1}}', "edited", "swapped", "another's"])
def test_a_part_that_is_not_as_it_was_written_is_made_again(tmp_path, text):
    folder = Folder(tmp_path, KEY)
    folder.part("one", lambda: {"a": 1, "rows": {2: "x", 10: "y"}})
    folder.part("two", lambda: {"a": 2})
    written = (tmp_path / "one.json").read_text()
    other = (tmp_path / "two.json").read_text()
    Folder(tmp_path / "b", KEY | {"seed": 2}).part("one", lambda: {"a": 4})
    texts = {"edited": written.replace('"a": 1', '"a": 5'), "swapped": other}
    texts["another's"] = (tmp_path / "b" / "one.json").read_text()
    (tmp_path / "one.json").write_text(texts.get(text, text))
    assert folder.part("one", lambda: {"a": 3}) == {"a": 3}


def test_another_calibration_is_refused_with_what_differs(tmp_path):
    Folder(tmp_path, KEY)
    with pytest.raises(InputError, match=r"'seed': the folder holds another calibration \(got 1\); allowed: 2"):
        Folder(tmp_path, KEY | {"seed": 2})


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="not an empty folder"):
        Folder(tmp_path, KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("text", ["{", "[]", "3"])
def test_a_broken_key_is_reported(tmp_path, text):
    (tmp_path / "about.json").write_text(text)
    with pytest.raises(InputError):
        Folder(tmp_path, KEY)


def test_all_that_moves_a_number_is_in_the_key():
    roster = load_roster("real")
    seen = happened_until(LAST).observed
    base = identity(roster, seen, 1, DEFAULT)
    others = [
        identity(roster, seen, 2, DEFAULT),
        identity(roster, seen, 1, QUICK),
        identity(roster, seen.without(np.flatnonzero(seen.tied)[:1]), 1, DEFAULT),
        identity(replace(roster, gdp=roster.gdp * 2), seen, 1, DEFAULT),
        identity(roster, seen, 1, DEFAULT, own=True),
        identity(roster, replace(seen, joint_tests=3), 1, DEFAULT),
    ]
    names = {name_of(key) for key in (base, *others)}
    assert len(names) == 7 and name_of(identity(roster, seen, 1, DEFAULT)) in names


def test_text_is_the_same_for_the_same_content_and_knows_no_nan():
    assert as_json({"b": 1, "a": [0.1]}) == as_json({"a": [0.1], "b": 1})
    assert json.loads(as_json({"a": 0.1})) == {"a": 0.1}
    with pytest.raises(ValueError, match="Out of range float"):
        as_json({"a": float("nan")})
