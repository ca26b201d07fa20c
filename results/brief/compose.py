"""Sentences of at most 25 words from statements about designs: what fits is said, the rest is left to the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from results.brief.brief import CLOSE, FOUND, Clause
from results.brief.chances import of_sign
from results.brief.effects import Effect, Facts
from results.brief.names import Name
from results.brief.sizes import sizes
from results.brief.wording import count_words, shortened, words_of
from results.numbers import listing, missing

MOST = 25  # words of a sentence; tags and numbers are not counted
_CLAUSES = 3
_WHOLE, _CUT = 12, 4  # words of a name: where there is room, and where there is none
PHRASES = range(3)  # the levels of a verb phrase: in full, shorter, without any size
# So many clauses -> the worst level of each: none loses its size or its name for the sake of a later one.
_WORST = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}
MODEL = "in this model"
# The scale of the IPCC's guidance note on uncertainty (Mastrandrea et al. 2010), lowest chance and word.
LIKELIHOODS = ((0.9, "very likely"), (0.66, "likely"))


@dataclass(frozen=True)
class Statement:
    """What designs would do.

    phrases : verb phrases after 'would', one a level of ``PHRASES``, the fullest first.
    chance : how sure the sign is, in words.  least : the chance of the least sure of the designs; NaN without one.
    """

    designs: tuple[str, ...]
    phrases: tuple[str, ...]
    tag: str
    chance: str = ""
    outcome: str = ""
    least: float = float("nan")


@dataclass(frozen=True)
class _Form:
    """A way to word a statement: the higher the level, the less it says."""

    statement: Statement
    subject: str
    phrase: str
    level: int


def stated(facts: Facts, effects: Sequence[Effect]) -> list[Statement]:
    """Ways to state effects in one outcome with one tag, all gains or all losses; the fullest first.

    Of all designs where they are most of them; else of the two with the largest effects, or the one.
    """
    ranked = sorted(effects, key=lambda effect: -effect.times)
    counts = [len(ranked)] if _are_most(facts, len(ranked)) else range(min(2, len(ranked)), 0, -1)
    return [_statement(ranked[:count]) for count in counts]


def _statement(effects: Sequence[Effect]) -> Statement:
    first = effects[0]
    phrases = words_of(first.meta).phrases(sizes([effect.diff for effect in effects], first.base))
    designs, least = tuple(effect.design for effect in effects), min(effect.chance for effect in effects)
    return Statement(designs, phrases, first.tag, told(effects), first.outcome, least)


def composed(facts: Facts, statements: Sequence[Sequence[Statement]], lead: str = "") -> tuple[Clause, ...]:
    """As many statements as fit, the first ones first, in clauses; () where there are none.

    statements : for each the ways to state it, the fullest first.  lead : words before all of them; likelihood words
    stand only after one that names the model. Every clause is in its fullest form that leaves room for the others.
    """
    said: tuple[Clause, ...] = ()
    for count in range(1, min(_CLAUSES, len(statements)) + 1):
        found = next(_ways(facts, statements[:count], lead), None)
        if found is None:
            break
        said = found
    return said


def _ways(facts: Facts, statements: Sequence[Sequence[Statement]], lead: str) -> Iterator[tuple[Clause, ...]]:
    """The ways to say all of some statements within the limit, the fullest first."""
    limits = zip(statements, _WORST[len(statements)], strict=True)
    forms = ([form for form in _forms(facts, ways) if form.level <= worst] for ways, worst in limits)
    for chosen in sorted(product(*forms), key=_left_out):
        clauses: list[Clause] = []
        for form in chosen:
            same = bool(clauses) and clauses[-1].designs == form.statement.designs
            subject = _pronoun(form.statement.designs) if same else form.subject
            clauses.append(_clause(form, subject, not facts.few and MODEL in lead.lower()))
        first = f"{lead}{clauses[0].text}"
        clauses[0] = replace(clauses[0], text=first[:1].upper() + first[1:], before="")
        if count_words("".join(clause.before + clause.text for clause in clauses)) <= MOST:
            yield tuple(clauses)


def _left_out(forms: Sequence[_Form]) -> tuple[int, int]:
    """How much some forms leave out: rather a little of every statement than all of the size of one."""
    levels = [form.level for form in forms]
    return max(levels), sum(levels)


def _forms(facts: Facts, ways: Sequence[Statement]) -> list[_Form]:
    """The ways to word a statement: first with whole names and all sizes, last with names cut short."""
    forms = [
        _Form(way, subject_of(facts, way.designs, most), phrase, len(PHRASES) if most == _CUT else level)
        for most in (_WHOLE, _CUT)
        for way in ways
        for level, phrase in zip(PHRASES, way.phrases, strict=True)
    ]
    return sorted(forms, key=lambda form: form.level)


def _clause(form: _Form, subject: str, graded: bool) -> Clause:
    """graded : whether a likelihood word may be said."""
    statement = form.statement
    likely = likelihood(statement.tag, statement.least) if graded else ""
    return Clause(
        f"{subject} would {likely}{form.phrase}",
        statement.tag,
        statement.chance,
        statement.outcome,
        statement.designs,
        "; ",
    )


def likelihood(tag: str, chance: float) -> str:
    """'very likely ' before what is found, by ``LIKELIHOODS``; nothing before what was put in."""
    if tag != FOUND or missing(chance):
        return ""
    return next((f"{word} " for least, word in LIKELIHOODS if chance > least), "")


def told(effects: Sequence[Effect]) -> str:
    """How sure the sign of effects is that are all gains or all losses: 'better in 93 of 100 simulated futures'.

    With ``CLOSE`` before it where more futures could move one of them over the line.
    """
    sure = of_sign([effect.chance for effect in effects], "worse" if effects[0].is_loss else "better")
    return sure if not sure or all(effect.settled for effect in effects) else f"{CLOSE}, {sure}"


# ---- designs in a sentence ----------
def subject_of(facts: Facts, designs: Sequence[str], most: int | None = None) -> str:
    """Designs as the subject of a sentence; names are cut after ``most`` words."""
    if len(designs) > 2:
        return "every design" if len(designs) == len(facts.served) else "most designs"
    own = [named(facts.names, design, most) for design in designs]
    return either([f"having {name}" if name.startswith("no ") else name for name in own])


def _are_most(facts: Facts, count: int) -> bool:
    """Whether so many designs are told as 'most designs'."""
    return count > max(2, len(facts.served) / 2)


def named(names: Mapping[str, Name], design: str, most: int | None = None) -> str:
    """The name of a design in a sentence; where it has more than ``most`` words, less of it."""
    long = names[design].long
    if most is None or count_words(long) <= most:
        return long
    return "a mix of designs" if long.startswith("a mix of ") else shortened(long, most)


def either(names: Sequence[str], last: str = "or") -> str:
    """'a secretariat at the OECD or the UN': what two names begin with is said once."""
    return listing([names[0], short_of(names)], last) if len(names) == 2 else listing(names, last)


def short_of(names: Sequence[str]) -> str:
    """The second of two names without the words that it begins with like the first one."""
    first, second = (name.split() for name in names[:2])
    same = 0
    while same < min(len(first), len(second)) - 1 and first[same] == second[same]:
        same += 1
    if same and first[same - 1] == "the":
        same -= 1
    return " ".join(second[same:]) if same >= 2 else names[1]


def _pronoun(designs: Sequence[str]) -> str:
    return "it" if len(designs) == 1 else "they"


def groups(effects: Sequence[Effect]) -> list[list[Effect]]:
    """Effects by outcome and tag."""
    found: dict[Any, list[Effect]] = {}
    for effect in effects:
        found.setdefault((effect.outcome, effect.tag), []).append(effect)
    return list(found.values())
