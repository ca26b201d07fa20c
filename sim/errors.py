"""Errors for people: what is wrong, where, what is allowed, and the nearest valid name.

Messages go to terminals, so none holds a character that moves the cursor, clears the screen or turns the text around.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

# Control characters (C0, DEL, C1), line and paragraph separators, what turns the direction of a text, byte order marks
# and halves of surrogate pairs, which no file can hold.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
LONGEST = 300  # characters of a value that a message shows


def visible(text: object, keep: str = "") -> str:
    """The text with each control character written out, as '\\x1b' or '\\u202e'; those in ``keep`` stay."""
    return CONTROL.sub(lambda match: match[0] if match[0] in keep else repr(match[0])[1:-1], str(text))


def shown(value: object) -> str:
    """How a message shows a value: as Python writes it, on one line, and not endlessly."""
    if type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0 and hasattr(value, "item"):
        value = value.item()  # np.str_('a') is 'a' to people
    elif isinstance(value, str):
        value = str(value)[: LONGEST + 1]
    try:
        text = visible(repr(value))
    except Exception:  # a number of 5,000 digits, lists within lists within lists, an object without a repr
        text = f"a value too long to show, {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


class EntenteError(Exception):
    """Base of every error that Entente raises on purpose; its text is the whole message."""

    def __init__(self, text: str = "") -> None:
        super().__init__(visible(text, keep="\n"))


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
            text += f" (got {shown(self.value)})"
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.nearest:
            text += f"; did you mean {shown(self.nearest)}?"
        return visible(text)


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
    if not by_lower or not isinstance(value, str) or len(value) > LONGEST:
        return None
    hits = difflib.get_close_matches(value.lower(), list(by_lower), n=1, cutoff=0.5)
    return by_lower[hits[0]] if hits else None


def raise_all(errors: list[InputError]) -> None:
    """Raise what was collected, or nothing if all is well."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InputErrors(errors)
