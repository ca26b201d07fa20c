"""Words for the numbers of one country: multiples of what it has today, and designs by their plain names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from results.brief.brief import Clause
from results.brief.chances import futures, of_100
from results.brief.country_values import Own
from results.brief.sizes import number_word
from results.brief.wording import count_words
from results.numbers import listing, missing, two
from scenarios.designs import BASELINE as TODAY

SMALL = 0.02  # of today's net benefit: a smaller difference 'hardly changes' it, and its size stands in the table alone
ROUNDING = 1e-9  # 10.2 is 2% more than 10, though not quite so in binary numbers
WHOLE = 10  # posts from which halves are not told
MOST = 4  # names that are listed one by one
MOST_WORDS = 25  # of a sentence, without tags, numbers and commands
_FIXED, _AT = "a fixed secretariat in ", "a secretariat at "  # what a name of a design says before its host


def upper_first(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def is_today(own: Own) -> bool:
    """Whether the baseline is today's arrangement."""
    return own.all.baseline == TODAY


def than(own: Own) -> str:
    """'than today', or 'than with' another baseline."""
    return "than today" if is_today(own) else f"than with {own.all.names[own.all.baseline].long}"


def todays(own: Own) -> str:
    """What a number of the baseline is called: 'today', or 'with' another baseline."""
    return "today" if is_today(own) else f"with {own.all.names[own.all.baseline].long}"


def is_host(own: Own, design: str) -> bool:
    """Whether the seat of a design is the country's."""
    point = own.all.points[design]
    return float(point["seat_share"]) > 0 and point.seat.max() > 0 and int(point.seat.argmax()) == own.node


def long(own: Own, design: str) -> str:
    """The name of a design in a sentence: 'a secretariat at the OECD'; with its own seat 'a secretariat of its own'."""
    name = own.all.names[design].long
    if is_host(own, design) and name.startswith(f"{_FIXED}{own.called}"):
        return f"a fixed secretariat of its own{name.removeprefix(f'{_FIXED}{own.called}')}"
    return name


def host(own: Own, design: str) -> str:
    """Who hosts, with what else its design has: 'the OECD', 'Switzerland with a rotating chair'.

    'Switzerland alone' where another design of the comparison has the same host and something else.
    """
    whole = own.all.names[design].long
    alone = " alone" if any(one.long.startswith(f"{whole} with ") for one in own.all.names.values()) else ""
    return f"{whole.removeprefix(_FIXED).removeprefix(_AT)}{alone}"


def fitting(*texts: str) -> str:
    """The first of several ways to say a thing that is short enough for a sentence, else the last."""
    return next((text for text in texts if count_words(text) <= MOST_WORDS), texts[-1])


def per_cent(part: float) -> str:
    """A part of something in per cent, one digit after the point at most: '1.8%', '38%'."""
    size = abs(100 * part)
    text = f"{size:.0f}" if size >= 9.95 else f"{size:.1f}".removesuffix(".0")
    return f"{text}%"


def balance(own: Own, diff: float, against: str | None = None) -> str:
    """A difference in net benefit as a part of what it has today: '1.8% more net benefit than today'.

    Of a country whose balance today is a loss: 'a net loss 38% smaller than today'.  against : instead of 'than today'.
    """
    return balance_words(own.today, own.sign, diff, than(own) if against is None else against, todays(own))


def balance_words(base: float, sign: int, diff: float, than_what: str, of_what: str) -> str:
    """The same from numbers. base : the balance that is compared with; sign : as ``Own.sign``, of that balance.

    than_what : 'than today'.  of_what : what the balance is called, 'today'.
    """
    if sign == 0 or not base:
        text = "more net benefit" if diff > 0 else "less net benefit" if diff < 0 else "no other net benefit"
        return f"{text} {than_what}".rstrip()
    part = diff / abs(base)
    if per_cent(part) == "0%":
        return f"the same net {'benefit' if sign > 0 else 'loss'} as {of_what}"
    if sign < 0:
        return f"a net {_loss(part)} {than_what}".rstrip() if part < 1 else "a net benefit instead of a net loss"
    if part <= -1:
        return "a net loss instead of a net benefit"
    if part >= 1:
        return f"{two(1 + part)} times the net benefit of {of_what}"
    return f"{per_cent(part)} {'more' if part > 0 else 'less'} net benefit {than_what}".rstrip()


def _loss(part: float) -> str:
    """'loss 38% smaller', by a part of today's loss below 1."""
    return f"loss {per_cent(part)} {'smaller' if part > 0 else 'larger'}"


def chance(p_better: float, diff: float) -> str:
    """How sure the sign of a difference is: the chance of being better, or worse where it is less."""
    if missing(p_better):
        return ""
    return futures(1 - p_better if diff < 0 else p_better)


def hardly(own: Own, diff: float) -> bool:
    """Whether a difference in net benefit is so small a part of what it has today that its size is not told."""
    return own.sign != 0 and bool(own.today) and abs(diff) < SMALL * abs(own.today) * (1 - ROUNDING)


def apart(own: Own, diff: float, short: bool = False) -> str:
    """The size of a difference between two designs: ', by 2.3% of today's net benefit'; '' where that has no size.

    short : ', by 2.3% of today's', after the words 'net benefit'.
    """
    if own.sign == 0 or not own.today:
        return ""
    whose = "today's" if is_today(own) else "the baseline's"
    what = f" net {'benefit' if own.sign > 0 else 'loss'}" if not short or own.sign < 0 else ""
    return f", by {per_cent(diff / own.today)} of {whose}{what}"


def share(value: float) -> str:
    """A share in per cent: '36%'."""
    return two(value, "share")


def in_months(value: float) -> str:
    """How often it is a member: 'a member in 96 of 100 months', 'never a member'."""
    return "never a member" if value == 0 else f"a member in {of_100(value)} months"


def halves(value: float) -> int:
    """Posts in halves, the nearest whole number of them; 0 where there is no number."""
    return math.floor(2 * value + 0.5) if math.isfinite(value) else 0


def posts(value: float) -> str:
    """Posts in whole and half ones: 'two and a half posts', 'half a post', 'hardly any posts', 'no posts'."""
    if value == 0 or not math.isfinite(value):
        return "no posts"
    whole, half = divmod(halves(value), 2)
    if whole >= WHOLE:
        return f"{math.floor(value + 0.5)} posts"
    if not whole:
        return "half a post" if half else "hardly any posts"
    return f"{number_word(whole)}{' and a half' * half} post{'s' * (whole + half > 1)}"


def some(items: Sequence[str]) -> str:
    """'a, b, c and 3 more'."""
    rest = [f"{len(items) - MOST} more"] if len(items) > MOST else []
    return listing([*items[: MOST if rest else len(items)], *rest])


def clause(text: str, tag: str = "", sure: str = "", before: str = "", **about: Any) -> Clause:
    """A clause; the first of a sentence begins with a capital letter."""
    return Clause(text if before else upper_first(text), tag, sure, before=before, **about)
