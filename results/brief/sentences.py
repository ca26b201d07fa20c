"""The three sentences: what a change of design would most likely bring, what it costs, what nobody can say yet."""

from __future__ import annotations

from collections.abc import Sequence

from results.brief.brief import ASSUMED, FOUND, OPEN, Clause, Sentence
from results.brief.chances import of_sign
from results.brief.compose import MOST, Statement, composed, groups, stated
from results.brief.effects import Effect, Facts, settled_first
from results.brief.hinges import hinge
from results.brief.post_price import price
from results.brief.sizes import number_word
from results.brief.tags import rank
from results.brief.wording import MEMBERSHIP, count_words, words_of
from results.comparison import BETTER
from results.numbers import Meta, listing, two

BRINGS, COSTS, UNKNOWN = "What a change would most likely bring", "What it costs", "What nobody can say yet"
_OPEN = "It is open whether "
_NAMED = 3  # outcomes of the third sentence


def sentences_of(facts: Facts) -> tuple[Sentence, ...]:
    """The three sentences; also where nothing can be compared."""
    if why := _incomparable(facts):
        texts = (why, "Without a comparison no cost can be told", "Nobody can say yet what a change would bring")
        labels = (BRINGS, COSTS, UNKNOWN)
        return tuple(Sentence(label, (Clause(text),)) for label, text in zip(labels, texts, strict=True))
    brings = what_it_brings(facts)
    focus = brings[0].designs or facts.served
    return (
        Sentence(BRINGS, brings),
        Sentence(COSTS, what_it_costs(facts, focus)),
        Sentence(UNKNOWN, what_is_open(facts)),
    )


def _incomparable(facts: Facts) -> str:
    if not facts.designs:
        return "Only one design was run: there is no other to compare with it"
    if not facts.of(facts.heads, facts.designs):
        return "No main outcome applies to both sides: nothing can be compared"
    return ""


# ---- the first sentence ----------
def what_it_brings(facts: Facts) -> tuple[Clause, ...]:
    """The largest clear gains that matter, of designs with a secretariat; what is found leads.

    Gains are measured by the smallest difference that matters in their outcome, so that outcomes can be told apart by
    how much they change. Outcomes of membership say nearly the same: after the first one the others come last.
    What more futures could change is told only where nothing else is.
    """
    effects = facts.of(facts.heads, facts.served)
    gains = settled_first(effect for effect in effects if effect.is_gain)
    if not gains:
        enough = " by enough to matter" if any(effect.verdict == BETTER for effect in effects) else ""
        no = f"{_futures(facts)}no design is clearly better than {facts.baseline}{enough}"
        return (Clause(f"{no[:1].upper()}{no[1:]} in any of {len(facts.heads)} main outcomes", OPEN),)
    ordered = _ordered(groups(gains))
    return composed(facts, [stated(facts, group) for group in ordered], _lead(facts, ordered[0][0].tag))


def _lead(facts: Facts, first: str) -> str:
    """What stands before the first clause, by its tag: if nothing found is clear, that is said."""
    if not facts.apart or first == FOUND:
        return _futures(facts) or "In this model "
    return f"{_futures(facts)}no found effect is clear; {'by assumption ' * (first == ASSUMED)}"


def _futures(facts: Facts) -> str:
    """'From only six futures, ' where they are few."""
    count = facts.comparison.replicates
    return f"From only {number_word(count)} future{'s' * (count != 1)}, " if facts.few else ""


def _ordered(found: Sequence[list[Effect]]) -> list[list[Effect]]:
    """Groups of effects: found ones, then assumed ones, the largest first; a second outcome of membership last."""
    ranked = sorted(found, key=lambda group: (rank(group[0].tag), -max(effect.times for effect in group)))
    first: list[list[Effect]] = []
    again: list[list[Effect]] = []
    seen: set[str] = set()
    for group in ranked:
        topic = "membership" if group[0].outcome in MEMBERSHIP else group[0].outcome
        (again if topic in seen else first).append(group)
        seen.add(topic)
    return first + again


# ---- the second sentence ----------
def what_it_costs(facts: Facts, focus: Sequence[str]) -> tuple[Clause, ...]:
    """What the designs of the first sentence cost: clear losses, posts and set-up, losses in further outcomes.

    Then what other designs lose. What more futures could change is told only where no other loss is. Of what fits,
    found clauses come first.
    """
    others = [design for design in facts.served if design not in focus]
    every = [*facts.of((*facts.heads, *facts.further), focus), *facts.of(facts.heads, others)]
    losses = settled_first(effect for effect in every if effect.is_loss)
    wanted = [
        *_losses(facts, losses, focus, facts.heads),
        [_effort(facts, focus)],
        *_losses(facts, losses, focus, facts.further)[:1],
        *_losses(facts, losses, others, facts.heads),
    ]
    fitting = composed(facts, wanted)
    found_first = composed(facts, sorted(wanted[: len(fitting)], key=lambda ways: ways[0].tag != FOUND))
    return found_first if len(found_first) == len(fitting) else fitting


def _losses(
    facts: Facts, losses: Sequence[Effect], designs: Sequence[str], metas: Sequence[Meta]
) -> list[list[Statement]]:
    own = [effect for effect in losses if effect.design in designs and effect.meta in metas]
    return [stated(facts, group) for group in _ordered(groups(own))]


def _effort(facts: Facts, designs: Sequence[str]) -> Statement:
    """Posts more than the baseline's, also in money, and months until the design works: all of it is put in."""
    base = facts.posts[facts.comparison.baseline]
    posts, money = _posts([facts.posts[design] - base for design in designs])
    setup = _span([facts.setup[design] for design in designs])
    takes = f" and {setup} month{'s' * (setup != 'one')} of set-up" if setup else ""
    return Statement(tuple(designs), (f"need {posts}{money}{takes}", f"need {posts}{takes}", f"need {posts}"), ASSUMED)


def _posts(values: Sequence[float]) -> tuple[str, str]:
    """'28 more posts' and ' (7.4 million dollars a year)', translated at the price of ``post_price``."""
    if max(values) <= 0 and (span := _span([-value for value in values])):
        return f"{span} fewer post{'s' * (span != 'one')}", ""
    if not (span := _span([max(0.0, value) for value in values])):
        return "no more posts", ""
    ends = [two(value * price().central) for value in (min(values), max(values)) if value >= 0.5]
    return f"{span} more post{'s' * (span != 'one')}", f" ({' to '.join(dict.fromkeys(ends))} million dollars a year)"


def _span(values: Sequence[float]) -> str:
    """'17', 'seven to 22' of whole ones, 'up to three' from none on; '' where all are nothing."""
    low, high = round(min(values)), round(max(values))
    if low == high:
        return number_word(high) if high else ""
    return f"{number_word(low)} to {number_word(high)}" if low else f"up to {number_word(high)}"


# ---- the third sentence ----------
def what_is_open(facts: Facts) -> tuple[Clause, ...]:
    """Outcomes in which no design differs clearly though it might, and on what the order of designs hangs.

    The widest open ones first: those with the widest interval, measured by what matters. What an order hangs on is
    assumed: a number that was drawn.
    """
    found = _open(facts)
    if not found:
        clear = "No main outcome is left open: each is clear for some design, or hardly moves"
        return (Clause("So few futures settle nothing" if facts.few else clear),)
    count = min(_NAMED, len(found))
    ways = [(min(2, count), True), (1, True), (count, False), (min(2, count), False)]
    clauses = [_hanging(facts, found[:some]) if hangs else (_open_clause(found[:some]),) for some, hangs in ways]
    return _first_fit([one for one in clauses if one] + [(_open_clause(found[:1]),)])


def _first_fit(ways: Sequence[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    """The first way to say something that is short enough; else the last."""
    said = ("".join(clause.before + clause.text for clause in clauses) for clauses in ways)
    return next((clauses for clauses, text in zip(ways, said, strict=True) if count_words(text) <= MOST), ways[-1])


def _hanging(facts: Facts, found: Sequence[tuple]) -> tuple[Clause, ...]:
    """That these outcomes are open, and what their order hangs on; () where that is nothing."""
    hang = hinge(facts, [meta.name for meta, _ in found])
    return (_open_clause(found), Clause(hang, ASSUMED, before="; ")) if hang else ()


def _open_clause(found: Sequence[tuple]) -> Clause:
    """That these outcomes are open."""
    text = _OPEN + listing([words_of(meta).open_ for meta, _ in found], "or")
    chances = [effect.p_better for _, effects in found for effect in effects]
    return Clause(text, OPEN, of_sign(chances), found[0][0].name, _designs(found))


def _open(facts: Facts) -> list[tuple]:
    """Open outcomes with their effects."""
    found = []
    for meta in facts.heads:
        effects = facts.of([meta], facts.served)
        clear = any(effect.is_gain or effect.is_loss for effect in effects)
        if not clear and any(effect.is_open for effect in effects):
            found.append((meta, effects))
    return sorted(found, key=lambda pair: -max(effect.span for effect in pair[1]))


def _designs(found: Sequence[tuple]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(effect.design for _, effects in found for effect in effects))
