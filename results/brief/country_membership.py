"""Whether a country is in the network: what it has from outside, or when it would stay outside."""

from __future__ import annotations

import math

from results.brief.brief import NOT_APART, OPEN, Sentence
from results.brief.chances import of_100
from results.brief.country_phrases import clause, fitting, in_months, long, share, todays
from results.brief.country_values import OUTSIDE, Own

DROP = 0.05  # share of the months by which membership must fall to be told


def is_outside(own: Own) -> bool:
    """Whether it is outside the network most of the time, under the baseline."""
    return own.mean("membership", own.all.baseline) < OUTSIDE


def outside(own: Own) -> Sentence:
    """What it has from outside, and how seldom it is in; no claim about a design, so no tag."""
    member = f"{todays(own)} it is {in_months(own.mean('membership', own.all.baseline))}"
    if own.sign < 0:
        loss = f"from outside {own.called} has a net loss"
        text = fitting(f"{loss}, as harm from AI outweighs what reaches it; {member}", f"{loss}; {member}")
    elif own.sign > 0 and own.all.typical > 0:
        part = own.today / own.all.typical
        text = f"from outside {own.called} has {share(part)} of a typical member's net benefit; {member}"
    else:
        text = f"{own.called} is mostly outside: {member}"
    return Sentence("Outside", (clause(text, outcome="membership"),))


def staying(own: Own) -> Sentence | None:
    """Whether it stays a member with every design; None if that was not recorded."""
    months = {design: own.mean("membership", design) for design in own.all.designs}
    if not all(math.isfinite(value) for value in months.values()):
        return None
    base = months[own.all.baseline]
    least = min(own.others, key=lambda design: months[design], default=own.all.baseline)
    if base - months[least] < DROP:
        text = f"it stays a member with every design, in at least {of_100(min(months.values()))} months"
        return Sentence("Staying", (clause(text, OPEN, outcome="membership"),))
    now = f"{todays(own)} in {of_100(base)}"
    ways = (
        f"it is outside more often with {long(own, least)}: {in_months(months[least])}, {now}",
        f"it is outside more often with {long(own, least)}",
    )
    return Sentence("Staying", (clause(fitting(*ways), NOT_APART, outcome="membership", designs=(least,)),))
