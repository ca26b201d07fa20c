"""The chronicle in short: what a reader wants first, a line or two each, and every year in sum."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from results import chronicle
from results.chronicle import ChronicleLine
from results.chronicle_text import closing, opening, wrapped
from results.highlights import highlights
from results.numbers import listing
from results.reasons import SHORT
from sim.record import Record

START = 9  # columns of the month before the text
# Kinds of line that a year counts, in the singular and the plural.
COUNTED = {
    "ended": ("project without a result", "projects without a result"),
    "withdrawn": ("case withdrawn", "cases withdrawn"),
    "stays outside": ("decision not to apply", "decisions not to apply"),
    "incident": ("incident", "incidents"),
}
REASONS = (
    "Reasons: the actor's gain, the chance of acting that it gives, and its two largest terms, to two digits. "
    "--all tells the rest too."
)


def render(record: Record, width: int = 80) -> str:
    """The chronicle of a run in short."""
    width = max(50, width)
    told = chronicle.lines(record, SHORT)
    first = highlights(record, told)
    head = [*list(opening(record))[:-1], REASONS]
    return "\n".join(
        [*wrapped(head, width), "", *_by_year(told, first, width), "", *wrapped(closing(record, told), width)]
    )


def _by_year(told: Sequence[ChronicleLine], first: Sequence[ChronicleLine], width: int) -> Iterator[str]:
    """The highlights of each year, and the year in sum."""
    for year in dict.fromkeys(line.label[:4] for line in told):
        before = ""
        for line in first:
            if line.label[:4] == year:
                yield from _one(line, line.label == before, width)
                before = line.label
        text = "; ".join(_in_sum([line for line in told if line.label[:4] == year]))
        if text:
            yield from _hanging(f"{year}", f"In sum: {text}.", width)


def _one(line: ChronicleLine, same_month: bool, width: int) -> Iterator[str]:
    yield from _hanging("" if same_month else line.label, f"{line.text}.", width)
    if line.why:
        yield from _hanging("", line.why, width, 2)


def _hanging(start: str, text: str, width: int, more: int = 0) -> list[str]:
    indent = " " * (START + more)
    return textwrap.wrap(text, width, initial_indent=f"{start:<{START + more}}", subsequent_indent=indent + "  ")


# ---- a year in sum ----------
def _in_sum(lines: Sequence[ChronicleLine]) -> Iterator[str]:
    count: Counter[str] = Counter()
    for line in lines:
        count[line.kind] += line.count
    if signed := count["deal"]:
        against = sum(line.against_interest for line in lines if line.kind == "deal")
        by_chance = f", {against} {_form(against, 'side', 'sides')} against interest, by chance" if against else ""
        yield f"{signed} {_form(signed, 'deal', 'deals')} signed{by_chance}"
    for kind, words in (("renewal", "renewed"), ("lapse", "lapsed")):
        if count[kind]:
            yield f"{count[kind]} {words}"
    if count["refusal"]:
        yield f"{count['refusal']} {_form(count['refusal'], 'talk', 'talks')} failed with one side willing"
    late = count["late"] + count["late, small"]
    if count["case"] or late:
        yield f"{count['case']} {_form(count['case'], 'case', 'cases')} done in time, {late} late or overdue"
    for kind, forms in COUNTED.items():
        if count[kind]:
            yield f"{count[kind]} {_form(count[kind], *forms)}"
    if opened := [line.text.partition(":")[0] for line in lines if line.kind == "founding"]:
        yield f"{_form(len(opened), 'an office', 'offices')} opened in {listing(opened)}"


def _form(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
