"""Errors for people: what is wrong, where, what is allowed, and the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class EntenteError(Exception):
    """Base of every error that Entente raises on purpose; its text is the whole message."""


class InputError(EntenteError):
    """One mistake in one input.

    Parameters
    ----------
    problem : what is wrong, in a few words.
    file, row, key, value : where it stands; row counts from 1 and includes the header of a table.
    allowed : what would be accepted, in words.
    choices : valid names, from which the nearest one is suggested.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: object = None,
        row: int | None = None,
        key: str | None = None,
        value: object = None,
        allowed: str | None = None,
        choices: Iterable[str] = (),
    ) -> None:
        self.problem, self.file, self.row, self.key = problem, file, row, key
        self.value, self.allowed = value, allowed
        self.nearest = nearest(value, choices)
        super().__init__(self._text())

    def _text(self) -> str:
        where = [str(self.file)] if self.file is not None else []
        if self.row is not None:
            where.append(f"row {self.row}")
        if self.key is not None:
            where.append(f"'{self.key}'")
        text = (", ".join(where) + ": " if where else "") + self.problem
        if self.value is not None:
            text += f" (got {self.value!r})"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.nearest:
            text += f"; did you mean {self.nearest!r}?"
        return text


class RuleError(InputError):
    """A rule of a researcher's own that cannot be used: it ends an experiment, and not one run after another."""


class InputErrors(EntenteError):
    """Several mistakes found in one reading, reported together (``errors`` keeps them)."""

    def __init__(self, errors: list[InputError]) -> None:
        self.errors = list(errors)
        head = f"{len(self.errors)} mistakes" if len(self.errors) > 1 else "one mistake"
        super().__init__(head + " in the input:\n" + "\n".join(f"  - {e}" for e in self.errors))

    def __reduce__(self) -> tuple[type[InputErrors], tuple[list[InputError]]]:
        return InputErrors, (self.errors,)  # how it goes from process to process


def nearest(value: object, choices: Iterable[str]) -> str | None:
    """The valid name closest to ``value`` (case does not matter), or None if nothing is near."""
    by_lower = {c.lower(): c for c in choices}
    hits = difflib.get_close_matches(str(value).lower(), list(by_lower), n=1, cutoff=0.5)
    return by_lower[hits[0]] if hits else None


def raise_all(errors: list[InputError]) -> None:
    """Raise what was collected, or nothing if all is well."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputErrors(errors)
