"""What is put side by side: two or three runs on the same draws, under other designs or without one of the choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from results.brief.names import name, names
from results.numbers import listing
from results.play.choice_words import count, field_words, what, whose
from scenarios.designs import BASELINE, default_designs, list_designs, preset_of, seated
from scenarios.session.log import Log
from sim.errors import InputError
from sim.roster import Roster

LETTERS = ("A", "B", "C")
_MOST_TOLD = 3  # choices that are told of a column
OTHER = "rotating"  # beside a session under today's arrangement
SAME_DRAWS = (
    "All have the same draws: what differs between them follows from what is different here, and not from luck."
)


@dataclass(frozen=True)
class Compared:
    """One run of those side by side. letter : what it is called.  title : in a few words.  about : in a sentence.

    left_out : the number of the choice that it lacks, 0 if none.
    """

    letter: str
    title: str
    about: str
    log: Log
    left_out: int = 0


@dataclass(frozen=True)
class Against:
    """Which of two runs a difference is told of (own), and which it is taken from (other)."""

    own: Compared
    other: Compared

    @property
    def heading(self) -> str:
        """'A against B': what the column of differences is called."""
        return f"{self.own.letter} against {self.other.letter}"

    @property
    def is_turned(self) -> bool:
        """Whether it is told of the first run, which has a choice that the other one lacks."""
        return bool(self.other.left_out)


def sides(first: Compared, one: Compared) -> Against:
    """A design is told against the first; a choice is told as what it does: with it (the first) against without it."""
    return Against(first, one) if one.left_out else Against(one, first)


def compared(log: Log, designs: Sequence[str] = (), without: Sequence[str] = ()) -> list[Compared]:
    """Runs under these designs (of one, against the session's own), or as played and without choices of these numbers.

    With neither: the session's own design and today's arrangement. InputError(s) for what cannot be put side by side.
    """
    if designs and without:
        raise InputError(
            "not both at once", key="without", value=without[0], allowed="designs, or choices to leave out"
        )
    if without:
        return _without(log, [_number(one) for one in without])
    chosen = list(designs)
    if not chosen:
        chosen = [BASELINE if log.design != BASELINE else OTHER]
    if len(chosen) == 1:
        chosen = [log.design, *chosen]
    return _under(log, chosen)


def _check(how_many: int, what_of: str) -> None:
    if not 2 <= how_many <= len(LETTERS):
        raise InputError("not so many side by side", key=what_of, value=how_many, allowed=f"2 or {len(LETTERS)}")


def _under(log: Log, designs: Sequence[str]) -> list[Compared]:
    _check(len(designs), "designs")
    logs = [log.under(design) for design in designs]
    for k, design in enumerate(designs):
        if design in designs[:k]:
            raise InputError("named twice", key="designs", value=design, allowed="designs that are not the same")
    roster = log.roster()
    titles, made = names(designs, roster), _made(log, roster)
    also = f", with {count(len(log.choices), 'choice')}" if made else ""
    return [
        Compared(letter, titles[design].short + also, f"{design_words(design, roster)}{made}", one)
        for letter, design, one in zip(LETTERS, designs, logs, strict=False)
    ]


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise InputError("not the number of a choice", key="without", value=text, allowed="a whole number")
    return int(text)


def _without(log: Log, numbers: Sequence[int]) -> list[Compared]:
    _check(len(numbers) + 1, "without")
    roster = log.roster()
    found = [Compared(LETTERS[0], "As played", f"As it was played.{_made(log, roster)}", log)]
    for letter, number in zip(LETTERS[1:], numbers, strict=False):
        left = log.without(number)
        choice = next(one for one in log.choices if one.number == number)
        said = f"The same without this choice of {choice.date}, {whose(choice, roster)}: {what(choice, roster)}."
        found.append(Compared(letter, f"Without choice {number}", said, left, number))
    return found


def _made(log: Log, roster: Roster) -> str:
    """The choices that are in a run, as a sentence to come after others; '' without any."""
    said = [f"{choice.date}, {what(choice, roster)}" for choice in log.choices]
    if not said:
        return ""
    rest = f"; and {len(said) - _MOST_TOLD} more" if len(said) > _MOST_TOLD else ""
    head = "The session's choice is in it" if len(said) == 1 else f"The session's {len(said)} choices are in it"
    return f" {head}: {'; '.join(said[:_MOST_TOLD])}{rest}."


def design_words(text: str, roster: Roster) -> str:
    """A design in one or two sentences: what it is, and what is changed of it."""
    plain, changes = _taken_apart(text, roster)
    long = name(plain, roster).long
    rule = {info.preset: info.description for info in list_designs()}.get(preset_of(plain, roster) or "", "")
    said = f"{long[:1].upper()}{long[1:]}" + (f": {rule}." if rule else ".")
    return said + (f" Changed: {listing(changes)}." if changes else "")


def _taken_apart(text: str, roster: Roster) -> tuple[str, list[str]]:
    """A design without its changes, and these in words; a mix as it is."""
    if found := seated(text, roster):
        plain, given = f"{found[0]}:{roster.aliases[found[1]]}", found[2][1:]
    elif "*" in text:
        return text, []
    else:
        plain, _, given = text.partition("@")
    pairs = [part.split("=", 1) for part in given.split(",") if "=" in part]
    return plain.strip(), [field_words(field.strip(), float(value)) for field, value in pairs]


def choosable(log: Log) -> dict[str, str]:
    """Designs that one may choose among, each with its name: those of the comparison, and the session's own."""
    roster = log.roster()
    texts = dict.fromkeys([log.design, *default_designs(roster), "support", "fastlane:OECD"])
    return {text: one.short for text, one in names(list(texts), roster).items()}
