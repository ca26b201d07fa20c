"""The brief of a comparison as data: three sentences, the aims, when it pays, and what to know before using it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

FOUND, ASSUMED, NOT_APART, OPEN = "found", "assumed", "not taken apart", "open"
TAGS = (FOUND, ASSUMED, NOT_APART, OPEN)
CLOSE = "close"  # before a chance: more futures could move it over the line


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that says one thing.

    text : plain words, without the tag.  tag : one of ``TAGS``, '' for a part that claims nothing about a design.
    chance : how sure its sign is: 'better in 93 of 100 simulated futures', with ``CLOSE`` before it where that is near
    the line, or ''; it is shown with the tag.
    outcome, designs : what it is about, by their names in the comparison; '' and () where that is none.
    before : what joins it to the clause before: ', ', '; ' or ' and '. The first clause of a sentence has none.
    """

    text: str
    tag: str = ""
    chance: str = ""
    outcome: str = ""
    designs: tuple[str, ...] = ()
    before: str = ""

    @property
    def label(self) -> str:
        """The tag with the chance: 'found, better in 93 of 100 simulated futures'; '' if there is neither."""
        return ", ".join(part for part in (self.tag, self.chance) if part)

    @property
    def tagged(self) -> str:
        """The text with its label in brackets."""
        return f"{self.text} [{self.label}]" if self.label else self.text


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence of the answer."""

    label: str
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The sentence with the tags in brackets."""
        return "".join(clause.before + clause.tagged for clause in self.clauses) + "."

    @property
    def plain(self) -> str:
        """The sentence without tags."""
        return "".join(clause.before + clause.text for clause in self.clauses) + "."


@dataclass(frozen=True)
class Aim:
    """Whom to choose for one aim.

    aim : in words, as in 'if you care most about <aim>'.  designs : the best ones, () if none clearly is.
    text : the whole line, without the tag.  tag, chance : as of a clause, for the first of the designs.
    """

    aim: str
    outcome: str
    designs: tuple[str, ...]
    text: str
    tag: str = ""
    chance: str = ""

    @property
    def close(self) -> bool:
        """Whether more futures could move it over the line."""
        return self.chance.startswith(CLOSE)


@dataclass(frozen=True)
class Pays:
    """When a design begins to pay in one outcome.

    months : after the decision; None if not within the simulated time.
    outcome, design : '' in the line on outcomes that cannot be dated.
    """

    outcome: str
    design: str
    months: int | None
    text: str


@dataclass(frozen=True)
class Brief:
    """What a reader is told first.

    sentences : three.  reading : how to read tags and chances.  warnings : what to know before using any of it.
    calibration : in one line, how much of the behaviour was fitted to what is on record.
    kinds : rotating, fixed and organisations against each other; '' where fewer than two of them were run.
    """

    sentences: tuple[Sentence, ...]
    aims: tuple[Aim, ...]
    pays: tuple[Pays, ...]
    warnings: tuple[str, ...]
    calibration: str
    reading: str
    kinds: str = ""

    def to_json(self) -> dict[str, Any]:
        """The brief in plain types, each sentence as its text too."""
        data = asdict(self)
        for plain, sentence in zip(data["sentences"], self.sentences, strict=True):
            plain["text"] = sentence.text
        return data
