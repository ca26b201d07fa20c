"""One step of the tour as a page: one idea, something to do, what came of it, and the network beside it."""

from __future__ import annotations

from pathlib import Path

from nicegui import ui

from entente.browser.frame import frame, is_met, words
from entente.browser.tour.guide import Guide
from entente.browser.tour.steps import STEPS
from entente.browser.view import View
from entente.browser.world import parts as world
from entente.browser.world.parts import STYLE as WORLD_STYLE
from results.brief.months import in_words
from results.play.kit.tour_plot import Plot
from sim.months import month_label

STYLE = Path(__file__).parent / "tour.css"


async def tour_page(view: View, plot: Plot, number: int, lever: str) -> None:
    """The page of a step (from 1). It is sent as soon as it is built, and drawn once the browser has it."""
    step = STEPS[number - 1]
    guide = Guide(view, plot, number, len(STEPS), lever)
    ui.add_css(STYLE)
    ui.add_css(WORLD_STYLE)
    with frame("Guided tour", wide=True):
        _progress(guide)
        with ui.element("div").classes("tour"):
            with ui.element("div").classes("told"):
                words("h2", f"{number}. {step.title}").props("tabindex=-1 id=step")
                for text in step.idea(plot):
                    words("p", text)
                with ui.element("div").classes("do"):
                    step.do(guide)
                guide.result = ui.element("div").classes("came").props("aria-live=polite")
                _onward(guide)
            with ui.element("div").classes("shown"):
                _clock(view)
                world.network(view)
    if not await is_met(ui.context.client):
        return
    log, at = step.enters(guide)
    await guide.stand(log, at)
    await view.draw()
    await step.then(guide)


def _clock(view: View) -> None:
    """Which month the drawing shows: the end of the one that was told last, so that text and drawing name the same."""
    label = words("p", "").classes("clock")

    async def draw() -> None:
        started = view.at > view.table.first
        label.text = f"The {'end' if started else 'beginning'} of {in_words(month_label(view.at - started))}"

    view.on_change(draw)


def _progress(guide: Guide) -> None:
    """The steps as links, the present one marked."""
    with ui.element("nav").props('aria-label="Steps of the tour"').classes("steps"), ui.element("ol"):
        for k, step in enumerate(STEPS, 1):
            with ui.element("li"):
                link = words("a", str(k)).props(f'aria-label="Step {k}: {step.title}"')
                guide.leads(link, k)
                if k == guide.number:
                    link.props("aria-current=step")


def _onward(guide: Guide) -> None:
    """Back and on."""
    last = guide.number == guide.last
    with ui.element("p").classes("row onward"):
        if guide.number > 1:
            guide.leads(words("a", "Back").classes("way quiet"), guide.number - 1)
        if not last:
            guide.leads(words("a", f"Next: {STEPS[guide.number].title}").classes("way"), guide.number + 1)
