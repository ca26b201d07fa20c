"""From sessions to plain pages: HTML without any script, which prints."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from entente.browser.kit.scores import Score, scores
from entente.browser.kit.sessions import MINUTES, common, session
from entente.browser.kit.values import Filled
from results import numbers
from results.brief.chances import of_100
from results.brief.months import in_words
from results.figures.labels import printable
from scenarios.session.log import Log
from sim.errors import EntenteError
from sim.months import month_label


def index() -> str:
    """All sessions."""
    return _page("index", "For teachers", "/kit", sessions=[session(str(one)) for one in MINUTES])


def plan(found: Filled) -> str:
    """The teacher's page of a session."""
    return _of_session("session", found)


def to_print(found: Filled) -> str:
    """All that is printed of a session."""
    return _of_session("print", found)


def wait(minutes: str, progress: tuple[int, int, int] | None) -> str:
    """A page that says how far a session is filled in. progress : as ``Work.progress``."""
    done, parts, before = progress or (0, 1, 0)
    one = session(minutes)
    title = f"{one.minutes} minutes: {one.title}"
    return _page("wait", title, s=one, done=done, parts=max(parts, 1 + len(one.cards)), before=before)


def handout(found: Filled, actor: str) -> str:
    """One page for one seat; InputError if there is none for it."""
    label = found.session.seat(actor).actor
    one = next(sheet for sheet in found.handouts if sheet.role.label == label)
    return _page("handout", f"{label}, {found.session.minutes} minutes", f=found, one=one)


def aims(minutes: str, asked: str, log: Log | None = None, at: int = 0, error: EntenteError | None = None) -> str:
    """Which aims were reached in a game. asked : what somebody typed.  error : why there is no game."""
    found, told, until = session(minutes), list[Score](), ""
    if log is not None:
        try:
            told, until = scores(found, log, at), in_words(month_label(at - 1))
        except EntenteError as problem:
            error = problem
    title = f"Aims reached, {found.minutes} minutes"
    return _page("aims", title, s=found, asked=asked, scores=told, until=until, wrong=str(error) if error else "")


def wrong(error: EntenteError) -> str:
    """What is wrong with an address, and a way on."""
    return _page("wrong", "This page cannot be shown", error=str(error))


def _of_session(template: str, found: Filled) -> str:
    return _page(template, f"{found.session.minutes} minutes: {found.session.title}", f=found, common=common())


def _page(template: str, title: str, here: str = "", **values: Any) -> str:
    css = Markup(_source("kit.css"))
    text = _environment().get_template(f"{template}.html.j2").render(title=title, here=here, css=css, **values)
    return printable(text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "month": in_words,
        "two": numbers.two,
        "of_100": of_100,
        "first_capital": lambda text: text[:1].upper() + text[1:],
    }
    return environment


def _template(name: str) -> tuple[str, str, None]:
    """A template with the name that an error of it bears."""
    return _source(name), name, None


def _source(name: str) -> str:
    return files("entente.browser.kit").joinpath("templates", name).read_text(encoding="utf-8")
