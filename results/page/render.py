"""From values to the text of the page: the one place where HTML is made, and where all text is escaped."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from results import numbers
from results.brief.chances import of_100
from results.brief.months import in_words
from results.comparison import MARKS
from results.figures import labels
from results.figures.style import Picture
from results.why.words import share

PAGE = "page.html.j2"
STYLES = ("page.css", "brief.css", "tables.css", "narrow.css", "print.css")  # the later ones win
# What ends a script element, begins a comment in it, or ends a line of JavaScript: as escapes, which JSON reads back.
_IN_SCRIPTS: dict[str, str | int | None] = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def render(values: dict[str, Any]) -> str:
    """The page from its values; all text is escaped, only our own drawings, styles and scripts are not."""
    page = _environment().get_template(PAGE).render(values | {"css": Markup("\n".join(map(_source, STYLES)))})
    return labels.printable(page)


def json_in_script(value: Any) -> Markup:
    """Plain data as JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(str.maketrans(_IN_SCRIPTS)))


def with_code(text: str) -> Markup:
    """A text with what stands between backticks, a command, as code; all of it escaped."""
    parts = [escape(labels.in_order(part)) for part in text.split("`")]
    if len(parts) % 2 == 0:  # a backtick without its other
        return escape(labels.in_order(text))
    return Markup("").join(Markup("<code>{}</code>").format(part) if k % 2 else part for k, part in enumerate(parts))


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": numbers.number,
        "percent": numbers.percent,
        "two": numbers.two,
        "change": numbers.change,
        "size": numbers.size,
        "of_100": of_100,
        "month": in_words,
        "in_order": labels.in_order,
        "with_code": with_code,
        "part": share,
        "first_capital": lambda text: text[:1].upper() + text[1:],
        "json_in_script": json_in_script,
    }
    environment.globals |= {
        "interval": numbers.interval,
        "change_span": numbers.change_span,
        "missing": numbers.missing,
        "marks": MARKS,
        "svg": _drawing,
    }
    return environment


def _template(name: str) -> tuple[str, str, None]:
    """A template with the name that an error of it bears."""
    return _source(name), name, None


def _source(name: str) -> str:
    """The text of a template or a style sheet."""
    return files("results.page").joinpath("templates", *name.split("/")).read_text(encoding="utf-8")


def _drawing(picture: Picture) -> Markup:
    """A drawing, whose texts are escaped where it is made (``results.figures.style``)."""
    return Markup(picture.svg)
