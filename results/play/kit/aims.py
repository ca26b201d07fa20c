"""Aims that a person in a seat may be given in secret: what is measured, in words, and whether it was reached.

Nearly all are set against the model's own play on the same draws: what the seat would have reached without anybody in
it. So no threshold is written by hand, and a later calibration moves it along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from results.brief.months import in_words
from results.brief.sizes import number_word
from results.numbers import two
from results.play.choice_words import node_name
from results.play.world.tie_list import ties_until
from sim.errors import InputError
from sim.months import month_label
from sim.record import Record

COUNTED = ("members", "partners")  # units of which there are whole ones
INDEX = "index"  # a number without a meaning outside the model: told against the model's own play only
RULE = "the rule would in your seat"


@dataclass(frozen=True)
class Measure:
    """How an aim is measured.

    words : the aim; {own} is what the model's own play reaches (only of what one can count or is a share), {other} an
    actor.  better : +1 more than own, -1 less.
    of : (record, node, other node, first month, month after the last) -> number.  unit : of it.
    firm : whether a firm may have it, and only a firm.  plain : yes or no, whatever the model's own play does.
    margin : by how much more (or less) than it.  none : the words where the model's own play has nothing of it.
    """

    words: str
    better: int
    of: Callable[[Record, int, int, int, int], float]
    unit: str
    firm: bool = False
    plain: bool = False
    margin: float = 0.0
    none: str = ""


@dataclass(frozen=True)
class Aim:
    """One aim of one seat.

    name : 'influence', 'tie:China'.  text : in words, with its threshold.  own : what the model's own play reaches.
    """

    name: str
    node: int
    text: str
    own: float

    def against_own(self, value: float) -> str:
        """A value in words, for an index against the model's own play: '12% less', 'yes', '3 partners'."""
        measure = MEASURES[self.name.partition(":")[0]]
        if measure.plain:
            return "yes" if value else "no"
        if measure.unit != INDEX:
            return _own(value, measure)
        if value == self.own:
            return "the same"
        more = "more" if value > self.own else "less"
        return more if self.own == 0 else f"{two(100 * abs(value - self.own) / abs(self.own))}% {more}"

    @property
    def told_own(self) -> str:
        """What the model's own play reaches, in words; '–' of an index."""
        return "–" if MEASURES[self.name.partition(":")[0]].unit == INDEX else self.against_own(self.own)

    def value(self, record: Record, end: int) -> float:
        """What a run reaches until a month (index, itself left out)."""
        return _value(record, self.node, self.name, end)

    def reached(self, record: Record, end: int) -> bool:
        """Whether the aim is reached: more (or less) than the model's own play, or what is asked for is so."""
        measure, value = MEASURES[self.name.partition(":")[0]], self.value(record, end)
        if measure.plain:
            return (value > 0) == (measure.better > 0)
        return measure.better * (value - self.own) > measure.margin


def aim(own: Record, node: int, name: str, end: int) -> Aim:
    """An aim of an actor, against the model's own play until a month (index); InputError for one that cannot be."""
    kind, _, other = name.partition(":")
    if kind not in MEASURES:
        raise InputError("unknown aim", key="aims", value=name, allowed=", ".join(MEASURES), choices=MEASURES)
    measure, is_firm = MEASURES[kind], node >= own.roster.n_states
    if measure.firm != is_firm and kind not in FOR_ALL:
        raise InputError("not an aim of this actor", key="aims", value=name, allowed="one of its kind")
    value = _value(own, node, name, end)
    named = node_name(own.roster, own.roster.find(other)) if other else ""
    words = measure.none if measure.none and value == 0 else measure.words
    asked = _own(value + measure.better * measure.margin, measure)
    text = words.format(own=asked, other=named, end=in_words(month_label(end - 1)))
    return Aim(name, node, text[:1].upper() + text[1:], value)


def _value(record: Record, node: int, name: str, end: int) -> float:
    kind, _, other = name.partition(":")
    return MEASURES[kind].of(record, node, record.roster.find(other) if other else -1, record.adopted, end)


def _own(value: float, measure: Measure) -> str:
    """What the model's own play reaches, with its unit: '3 partners', 'one partner'."""
    if measure.unit in COUNTED:
        return f"{number_word(round(value))} {measure.unit[:-1] if round(value) == 1 else measure.unit}"
    return f"{two(value)} {measure.unit}".rstrip()


# ---- measures ----------
def _mean(series: str) -> Callable[[Record, int, int, int, int], float]:
    def of(record: Record, node: int, other: int, first: int, end: int) -> float:
        return float(record.states[series][first - record.start : end - record.start, node].mean())

    return of


def _percent(series: str) -> Callable[[Record, int, int, int, int], float]:
    mean = _mean(series)
    return lambda *where: 100.0 * mean(*where)


def _last(record: Record, end: int) -> int:
    """Row of the last month before ``end``."""
    return end - 1 - record.start


def _partners(record: Record, node: int, other: int, first: int, end: int) -> float:
    return float(sum(node in (tie.a, tie.b) for tie in ties_until(record, end).standing))


def _tied(record: Record, node: int, other: int, first: int, end: int) -> float:
    return float(any({node, other} == {tie.a, tie.b} for tie in ties_until(record, end).standing))


def _inside(record: Record, node: int, other: int, first: int, end: int) -> float:
    return float(record.states["tier"][_last(record, end), other] > 0)


def _members(record: Record, node: int, other: int, first: int, end: int) -> float:
    return float(record.series["members"][_last(record, end)])


def _harm(record: Record, node: int, other: int, first: int, end: int) -> float:
    return float(record.series["harm"][first - record.start : end - record.start].mean())


def _frontier(record: Record, node: int, other: int, first: int, end: int) -> float:
    return 100.0 * float(record.series["frontier_share"][_last(record, end)])


def _safe(record: Record, node: int, other: int, first: int, end: int) -> float:
    firm = node - record.roster.n_states
    return 100.0 * float(record.safe[first - record.start : end - record.start, firm].mean())


MEASURES = {
    "benefit": Measure(f"come out better, gains less costs, than {RULE}", 1, _mean("welfare"), INDEX),
    "influence": Measure("have more of the say over the agenda than {own}", 1, _percent("influence"), "per cent",
                         none="have any say over the agenda"),
    "access": Measure(f"get to know more from others than {RULE}", 1, _mean("access"), INDEX,
                      none="get to know something from others at all"),
    "secrets": Measure(f"have less at risk of leaking than {RULE}", -1, _mean("exposure"), INDEX),
    "dues": Measure(f"pay less for the secretariat than {RULE}", -1, _mean("dues"), INDEX),
    "in": Measure("see {other} in the network in {end}", 1, _inside, "", plain=True),
    "out": Measure("see {other} outside the network in {end}", -1, _inside, "", plain=True),
    "members": Measure("see more than {own} in the network in {end}", 1, _members, "members"),
    "frontier": Measure("have more of the agenda on the risks of the most advanced AI than {own} in {end}", 1,
                        _frontier, "per cent"),
    "harm": Measure("make the whole world safer from harm by AI than it is if all follow the rule", -1, _harm, INDEX),
    "ties": Measure("have more than {own} in {end}", 1, _partners, "partners"),
    "tie": Measure("have a tie with {other} in {end}", 1, _tied, "", plain=True),
    "safe": Measure("develop safely in more than {own} of the months", 1, _safe, "per cent", True, margin=10.0),
}  # fmt: skip
FOR_ALL = ("ties", "tie", "members", "harm", "in", "out", "frontier")
