"""From a debrief to HTML: the one place where it is made, and where all text is escaped, for page and report."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from results.brief.months import in_words
from results.numbers import listing, missing, two
from results.play.choice_words import count
from results.play.debrief import leaving
from results.play.differences import FirmChange, gainers, losers
from sim.months import month_label

STYLE = "debrief.css"


def html(template: str, **values: Any) -> Markup:
    """A part of the debrief ('changed') from its values."""
    return Markup(_environment().get_template(f"{template}.html.j2").render(values))


def source(name: str) -> str:
    """The text of a template or style sheet."""
    return files("results.play.debrief").joinpath("templates", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: (source(name), name, None)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "missing": missing,
        "two": two,
        "count": count,
        "gainers": gainers,
        "losers": losers,
        "firm_names": _firm_names,
        "month": _month,
        "told": leaving.told,
        "until": leaving.until,
        "capital": lambda text: text[:1].upper() + text[1:],
    }
    return environment


def _firm_names(firms: Sequence[FirmChange]) -> str:
    return listing(one.name for one in firms)


def _month(index: int) -> str:
    return in_words(month_label(index))
