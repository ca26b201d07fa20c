"""A scenario's plain values without what is wrong in them, so that the rest can be checked in the same reading."""

from __future__ import annotations

import copy
import re
from typing import Any

from pydantic import BaseModel, ValidationError

from scenarios.schema_checks import owner
from sim.errors import InputError

Content = dict[str, Any]
Path = tuple[str | int, ...]
_PLACE = re.compile(r"\[(\d+)\]")
_PARTS = re.compile(r"\[(\d+)\]|([^.\[]+)")


class Pruned:
    """Plain values from which keys and entries of lists can be taken; the others keep the numbers that they had."""

    def __init__(self, content: Content, model: type[BaseModel]) -> None:
        self.content, self.model = copy.deepcopy(content), model
        self._numbers: dict[str, list[int]] = {}  # a list's place -> the numbers that its entries had in the file
        self._tried: set[str | None] = set()  # keys that were taken away, after which their entries must go

    def prune(self, error: ValidationError) -> bool:
        """Take away whatever the error is about; whether anything was."""
        paths: list[Path] = []
        for detail in error.errors(include_url=False):
            problems = detail.get("ctx", {}).get("problems")
            if problems is None:
                paths.append(tuple(detail["loc"]))
            else:
                paths += [_path_of(problem[0]) for problem in problems]
        targets = {self._target(path) for path in paths}
        for target in sorted(targets, key=lambda path: [str(part).rjust(9, "0") for part in path], reverse=True):
            self._drop(target)
        return any(targets)

    def original(self, key: str | None) -> str | None:
        """A key such as 'events[2].actor', or two with 'and' between, with the numbers of the entries in the file."""
        return None if key is None else " and ".join(self._original(part) for part in key.split(" and "))

    def _original(self, key: str) -> str:
        match = _PLACE.search(key)
        if match is None:
            return key
        numbers = self._numbers.get(key[: match.start()])
        return key if numbers is None else f"{key[: match.start()]}[{numbers[int(match[1]) - 1]}]{key[match.end() :]}"

    def _target(self, path: Path) -> Path:
        """What is dropped for a mistake: a key that may be left out, else the entry of a list or the table it is in."""
        there = 0
        value: Any = self.content
        while there < len(path) and _has(value, path[there]):
            value = value[path[there]]
            there += 1
        key = self.original(_key(path))
        if there == len(path) and key not in self._tried and self._may_be_left_out(path):
            self._tried.add(key)
            return path
        entries = [k for k, part in enumerate(path[:there], 1) if isinstance(part, int)]
        return path[: entries[-1]] if entries else path[:1]

    def _may_be_left_out(self, path: Path) -> bool:
        if isinstance(path[-1], int):
            return True
        field = owner(self.model, path).model_fields.get(path[-1])
        return field is None or not field.is_required()

    def _drop(self, path: Path) -> None:
        if not path:
            return
        value: Any = self.content
        for part in path[:-1]:
            if not _has(value, part):
                return
            value = value[part]
        last = path[-1]
        if not _has(value, last):
            return
        if isinstance(last, int):
            place = _name(path[:-1])
            del self._numbers.setdefault(place, list(range(1, len(value) + 1)))[last]
        del value[last]


def _has(value: Any, part: str | int) -> bool:
    if isinstance(part, int):
        return isinstance(value, list) and part < len(value)
    return isinstance(value, dict) and part in value


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path)


def _key(path: Path) -> str:
    """('events', 0, 'kind') as 'events[1].kind'."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _path_of(key: str) -> Path:
    """The other way round; of a key in a table without a list the table."""
    found: list[str | int] = []
    for number, name in _PARTS.findall(key):
        found.append(int(number) - 1 if number else name)
    return tuple(found) if any(isinstance(part, int) for part in found) else tuple(found[:1])


def with_key(error: InputError, key: str | None, file: str) -> InputError:
    """The same mistake under another key, in a file if it names none."""
    return InputError(
        error.problem, file=error.file or file, row=error.row, key=key, value=error.value, allowed=error.allowed,
        choices=[error.nearest] if error.nearest else [],
    )  # fmt: skip
