"""'If you care most about X, choose Y', for each main outcome, and when that begins to pay."""

from __future__ import annotations

from collections.abc import Sequence

from results.brief.brief import OPEN, Aim
from results.brief.chances import of_sign
from results.brief.compose import named, short_of, subject_of, told
from results.brief.effects import Effect, Facts
from results.brief.pairs import Pairs
from results.brief.sizes import number_word, sizes
from results.brief.tags import rank
from results.brief.wording import words_of
from results.comparison import BETTER, WORSE
from results.numbers import Meta, listing

_NAMED = 3  # designs named; where more are equally good, one less and how many more


def aims_of(facts: Facts, pairs: Pairs) -> tuple[Aim, ...]:
    """An aim for each main outcome. ``pairs`` : every design against every other in these outcomes."""
    return tuple(_aim(facts, pairs, meta) for meta in facts.heads) if facts.designs else ()


def _aim(facts: Facts, pairs: Pairs, meta: Meta) -> Aim:
    words = words_of(meta)
    care = f"If you care most about {words.aim}"
    best = best_of(facts, pairs, meta.name)
    if not best:
        return Aim(words.aim, meta.name, (), *_nobody(facts, meta, care))
    first = best[0]
    phrase = words.phrases(sizes([first.diff], first.base))[0]
    which = _which(facts, [effect.design for effect in best])
    note = _without(facts, meta.name, first)
    text = f"{care}, choose {which}: {'it' if len(best) == 1 else 'the first'} would {phrase}{note}."
    return Aim(words.aim, meta.name, tuple(e.design for e in best), text, first.tag, told([first]))


def best_of(facts: Facts, pairs: Pairs, outcome: str) -> list[Effect]:
    """The best designs in an outcome, of those with a secretariat; empty if none is clearly better than the baseline.

    The first: of the designs that are clearly better than the baseline, by enough to matter, and that no other of them
    clearly beats, the one most often best of all, before those that more futures could move over the line. Then all
    that it does not clearly beat, however small or unsure their own difference from the baseline is.
    """
    effects = facts.of([facts.comparison.meta(outcome)], facts.served)
    gains = [effect for effect in effects if effect.is_gain]
    if not gains:
        return []
    kept = [one for one in gains if not any(_beats(pairs, other, one) for other in gains if other is not one)]
    first = min(kept or gains, key=lambda effect: (not effect.settled, *_place(effect)))
    rest = [one for one in effects if one is not first and not _beats(pairs, first, one)]
    return [first, *sorted(rest, key=_place)]


def _place(effect: Effect) -> tuple[float, float]:
    """The most often best come first, then those surest to be better."""
    return -effect.p_best, -effect.p_better


def _beats(pairs: Pairs, other: Effect, one: Effect) -> bool:
    """Whether one design is clearly worse than another, by enough to matter."""
    cell = pairs.cell(one.outcome, one.design, other.design)
    return cell["verdict"] == WORSE and abs(cell["diff"]) >= one.least


def _which(facts: Facts, designs: Sequence[str]) -> str:
    """Names of the best: 'a secretariat at the OECD or the UN (no clear difference that matters)'."""
    own = [named(facts.names, design) for design in designs]
    if len(own) == 1:
        return own[0]
    own[1] = short_of(own)
    if len(own) > _NAMED:
        own = [*own[: _NAMED - 1], f"{number_word(len(own) - _NAMED + 1)} more"]
    return f"{listing(own, 'or')} (no clear difference that matters)"


def _nobody(facts: Facts, meta: Meta, care: str) -> tuple[str, str, str]:
    """That no design is clearly better, and which comes nearest; with tag and chance."""
    effects = facts.of([meta], facts.served)
    if not effects:
        return f"{care}: nothing can be said, as it applies to no design.", "", ""
    near = max(effects, key=lambda effect: effect.p_better)
    if all(effect.is_loss for effect in effects):
        stay = f"{care}, stay with {facts.names[facts.comparison.baseline].long}: every design is clearly worse."
        return stay, max((effect.tag for effect in effects), key=rank), told(effects)
    if near.p_better <= 0.5:
        return f"{care}: no design is better than {facts.baseline} more often than not.", OPEN, ""
    nearest = f"(the nearest is {subject_of(facts, [near.design])}, {of_sign([near.p_better])})"
    if near.verdict == BETTER:
        return f"{care}: no design is better than {facts.baseline} by enough to matter {nearest}.", near.tag, ""
    return f"{care}: no design is clearly better than {facts.baseline} {nearest}.", OPEN, ""


def _without(facts: Facts, outcome: str, first: Effect) -> str:
    """That having no secretariat at all does even better, where it does."""
    bare = [d for d in facts.designs if d not in facts.served]
    better = [e for e in facts.of([first.meta], bare) if e.is_gain and e.p_best > first.p_best]
    return f"; {facts.names[better[0].design].long} at all would do better still" if better else ""
