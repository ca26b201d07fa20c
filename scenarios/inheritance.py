"""``extends`` in a scenario's file: another scenario, of which only what differs is written.

What the file gives goes before what the other one says. The tables [parameters] and [uncertainties] are taken over name
by name; every other key, and every list, as a whole. Name, words, evidence and expectations belong to the other one
and are not taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.incoming import read_toml, text_or_path
from sim.errors import InputError

EXTENDS = "extends"
DEEPEST = 8  # scenarios that extend one another
ITS_OWN = ("name", "title", "description", "evidence", "expectations")
BY_NAME = ("parameters", "uncertainties")
WORDS = "the name of a scenario, or a .toml file beside this one: what is not given here is taken from there"

Content = dict[str, Any]


def inherited(path: Path, content: Content, read: Callable[[Path], Content], find: Callable[[str], Path]) -> Content:
    """The content of a file with what it takes over, if it extends another scenario. InputError(s).

    read : the content of the other one's file, with what that one takes over.  find : its path by its name.
    """
    if EXTENDS not in content:
        return content
    given = {key: value for key, value in content.items() if key != EXTENDS}
    other = _path(content[EXTENDS], path, find)
    _check_chain(path, other, find)
    return merged(_with_whole_paths(read(other), other.parent), given)


def merged(base: Content, given: Content) -> Content:
    """A scenario's plain values over those of another."""
    found = {key: value for key, value in base.items() if key not in ITS_OWN}
    for key, value in given.items():
        both = key in BY_NAME and isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = {**found[key], **value} if both else value
    return found


def _path(named: Any, path: Path, find: Callable[[str], Path]) -> Path:
    name = text_or_path(named, EXTENDS, WORDS)
    beside = path.parent / name
    return beside if name.endswith(".toml") else find(name)


def _check_chain(path: Path, other: Path, find: Callable[[str], Path]) -> None:
    """InputError for scenarios that extend one another in a circle, or without end."""
    seen = [path.resolve()]
    while True:
        if other.resolve() in seen or len(seen) >= DEEPEST:
            names = " <- ".join(each.name for each in [*seen, other])
            problem = "scenarios that extend one another without end"
            raise InputError(
                problem, file=path.name, key=EXTENDS, value=names, allowed="a scenario that ends the chain"
            )
        seen.append(other.resolve())
        content = read_toml(other)
        if EXTENDS not in content:
            return
        other = _path(content[EXTENDS], other, find)


def _with_whole_paths(content: Content, folder: Path) -> Content:
    """The content with the files that it names beside itself as whole paths."""
    found = dict(content)
    if isinstance(posterior := content.get("posterior"), str) and posterior:
        found["posterior"] = str((folder / posterior).resolve())
    rules = content.get("rules")
    if isinstance(rules, dict) and isinstance(rules.get("file"), str):
        found["rules"] = {**rules, "file": str((folder / rules["file"]).resolve())}
    return found
