"""How the effect of a choice is drawn: the main outcomes, each with its size, its intervals, and how sure it is."""

from __future__ import annotations

from nicegui import ui

from entente.browser.frame import words
from entente.browser.levers.folds import Folds
from entente.browser.levers.months import months
from results.play.futures.courses import Answer
from results.play.futures.effects import Change, Changed, Sides
from results.play.futures.so_far import SoFar

REACH = 6.0  # multiples of the smallest difference that matters at the ends of a bar
RESTS = (
    "In this model: medians of the differences within {futures} simulated futures, each on the same draws {own} "
    "and {other}; half of the differences lie within the thick bar, nine tenths within the thin one. ▲ better "
    "and ▼ worse: in more than 80% of the futures; ≈ no clear difference; = the same in every future. The ticks beside "
    "the middle are the smallest difference that matters (assumed)."
)


def effects(answer: Answer, folds: Folds, sides: Sides = Sides()) -> None:  # noqa: B008  # it is frozen
    """A table of what a choice changes in the futures; folded, its intervals and its course. sides : their names."""
    found = answer.changed
    words("p", found.sentence).classes("sentence")
    with ui.element("table").classes("effects even"):
        words("caption", f"{sides.own}, against the same futures {sides.other}").classes("unseen")
        _head(("Outcome", "Change", "worse | better", "Better in"))
        with ui.element("tbody"):
            for row in found.rows:
                _row(row)
    if answer.on_the_way:
        words("p", answer.on_the_way)
    folds.fold("Month by month", lambda: months(answer.courses, sides))
    folds.fold("Intervals, and how to read this", lambda: _intervals(found, sides))


def _head(titles: tuple[str, ...]) -> None:
    with ui.element("thead"), ui.element("tr"):
        for title in titles:
            words("th", title).props("scope=col")


def _row(row: Change) -> None:
    with ui.element("tr"):
        words("th", row.meta.title).props(f'scope=row title="{row.heading}"')
        words("td", row.size if row.applies else "–").classes("num")
        with ui.element("td"):
            if row.applies:
                bar(row)
        words("td", row.sure).classes("sure")


def bar(row: Change) -> None:
    """Median, 50% and 90% interval; to the right what is better, in multiples of what matters."""
    cell, better = row.cell, row.meta.better

    def place(name: str) -> float:
        times = better * float(cell[name]) / row.effect.least if row.effect.least > 0 else 0.0
        return 50 + 50 * max(-1.0, min(1.0, times / REACH))

    with ui.element("div").classes("forest").props("aria-hidden=true"):
        for name, (one, other) in {"wide": ("diff_low", "diff_high"), "half": ("diff_low50", "diff_high50")}.items():
            low, high = sorted((place(one), place(other)))
            ui.element("span").classes(name).style(f"left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%")
        ui.element("span").classes("middle").style(f"left:{place('diff'):.1f}%")


def _intervals(found: Changed, sides: Sides) -> None:
    with ui.element("div").classes("scroll"), ui.element("table"):
        words("caption", "Differences within futures: median, and intervals").classes("unseen")
        _head(("Outcome", "Median", "Half of them", "Nine tenths", "In words"))
        with ui.element("tbody"):
            for row in found.rows:
                with ui.element("tr"):
                    words("th", row.heading).props("scope=row")
                    for text in (row.size, row.span50, row.span90):
                        words("td", text if row.applies else "–").classes("num")
                    words("td", row.said)
    words("p", RESTS.format(futures=found.futures, own=sides.own, other=sides.other)).classes("small")


def this_run(found: SoFar) -> None:
    """What a choice has changed in the run that is played, as far as it is played."""
    with ui.element("div").classes("scroll"), ui.element("table").classes("effects"):
        words("caption", "This run so far, with the choice and without it").classes("unseen")
        _head(("Outcome", "With", "Without", "Change", ""))
        with ui.element("tbody"):
            for row in found.rows:
                with ui.element("tr"):
                    words("th", row.heading).props("scope=row")
                    for text in (row.value(row.after), row.value(row.before), row.said):
                        words("td", text).classes("num")
                    words("td", row.verdict)
