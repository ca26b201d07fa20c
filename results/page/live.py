"""What makes the page live: its data, the chart library with its licences, and the scripts, each a script element."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from results.page.render import json_in_script

LIBRARY = ("vendor", "echarts")
LICENCES = ("NOTICE", "LICENSE", "licenses/LICENSE-d3")


@dataclass(frozen=True)
class Script:
    """A script element. text : what stands in it, safe to stand there.  attributes : names and values."""

    text: Markup
    attributes: dict[str, str] = field(default_factory=dict)


def scripts(data: dict[str, Any]) -> list[Script]:
    """The elements in their order. data : as ``results.page.data.page_data`` makes it."""
    return [
        Script(json_in_script(data), {"type": "application/json", "id": "data"}),
        Script(_text(*LICENCES), {"type": "text/plain", "id": "chart-library-licence"}),
        Script(_text("echarts.min.js")),
        *(Script(Markup(text)) for text in _own(".js")),
    ]


def styles() -> Markup:
    """The style sheet of the live parts, to come after the page's own."""
    return Markup("\n".join(_own(".css")))


@cache
def _text(*names: str) -> Markup:
    """Files of the library, one after another; none of them may end a script element."""
    folder = files("results.page").joinpath(*LIBRARY)
    text = "\n".join(folder.joinpath(*name.split("/")).read_text(encoding="utf-8") for name in names)
    if "</script" in text.lower() or "<!--" in text:
        raise ValueError(f"{names} cannot stand in a script element")
    return Markup(text)


@cache
def _own(suffix: str) -> tuple[str, ...]:
    """Our own files of a kind in the order of their names."""
    found = [one for one in files("results.page").joinpath("static").iterdir() if one.name.endswith(suffix)]
    return tuple(one.read_text(encoding="utf-8") for one in sorted(found, key=lambda one: one.name))
