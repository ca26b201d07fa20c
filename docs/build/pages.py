"""The pages of docs/ that describe the code: prose from templates, tables and names from the code itself.

A template names parameters, fields, rules, constants and files through functions that refuse what does not exist,
so a page cannot speak of something that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from docs.build import scenario_tables, tables
from docs.build.architecture import picture
from results import hindcast_page, scenarios_page
from results.calibration_text import page as calibration_page
from scenarios.stored_files import write_whole
from sim import parameters
from sim.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = ("odd.md", "architecture.md", "calibration.md", "hindcast.md", "scenarios.md", "scenarios-files.md", "data.md")
PICTURE = "architecture.svg"
HEADING = re.compile(r"^(##) (.+)$", re.MULTILINE)


def page(name: str) -> str:
    """A page of docs/ as it should be now."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    environment.globals.update(_vocabulary())
    source = (DOCS / f"{name}.j2").read_text(encoding="utf-8")
    text = environment.from_string(source).render(
        contents="@@contents@@",
        calibration=calibration_page.values(),
        hindcast=hindcast_page.values(),
        library=scenarios_page.values(),
        **tables.values(),
        **scenario_tables.values(),
    )
    note = f"<!-- Written by `make docs` from docs/{name}.j2 and the code. Do not edit. -->\n\n"
    return note + text.replace("@@contents@@", _contents(text))


def _contents(text: str) -> str:
    """A list of the page's sections, each linked."""
    titles = [match[2] for match in HEADING.finditer(text)]
    return "\n".join(f"- [{title}](#{_anchor(title)})" for title in titles)


def _anchor(title: str) -> str:
    """The anchor that Markdown renderers give a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


# ---- words that must exist --------------------------------------------------------------------------------------
def _vocabulary() -> dict[str, Callable[..., str]]:
    return {"P": parameter, "val": value, "R": rule, "C": constant, "file": file, "code": code}


def parameter(name: str) -> str:
    """A parameter's name and symbol."""
    record = parameters.RECORDS[name]
    return f"`{name}` ({record.symbol})"


def value(name: str) -> str:
    """A parameter's central value."""
    return f"{parameters.RECORDS[name].value:g}"


def rule(path: str) -> str:
    """A rule of the rule book, given as 'module.rule'."""
    if path not in tables.rules():
        raise InputError("unknown rule", value=path, choices=tables.rules(), allowed=", ".join(tables.rules()))
    return f"`{path.partition('.')[2]}`"


def constant(path: str) -> str:
    """The value of a number in the code, given as 'package.module.NAME'."""
    return f"{_attribute(path):g}"


def code(path: str, show: str = "") -> str:
    """A function or class in the code, given as 'package.module.Name.method'; shown as ``show`` or its last parts."""
    _attribute(path)
    parts = path.split(".")
    classes = [part for part in parts if part[:1].isupper()]
    return f"`{show or '.'.join([*classes[:1], parts[-1]] if classes and parts[-1] != classes[0] else parts[-1:])}`"


def file(path: str) -> str:
    """A file or folder of the project."""
    if not list(ROOT.glob(path)):
        raise InputError("no such file", value=path)
    return f"`{path}`"


def _attribute(path: str) -> Any:
    """What a dotted path means: the longest module in it, then attributes."""
    parts = path.split(".")
    for k in range(len(parts) - 1, 0, -1):
        try:
            found: Any = import_module(".".join(parts[:k]))
        except ModuleNotFoundError:
            continue
        for name in parts[k:]:
            found = getattr(found, name)
        return found
    raise InputError("no such thing in the code", value=path)


# ---- writing ------------------------------------------------------------------------------------------------------
def stale() -> list[str]:
    """Names of the pages of docs/ that are missing or not as they should be (pictures only if they are missing)."""
    pages = [name for name in PAGES if _read(name) != page(name)]
    return pages + [
        name for name in (PICTURE, *calibration_page.FIGURES, *hindcast_page.FIGURES) if not (DOCS / name).is_file()
    ]


def _read(name: str) -> str:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write() -> None:
    """Write every page and picture."""
    for name in PAGES:
        write_whole(DOCS / name, page(name))
    write_whole(DOCS / PICTURE, picture())
    for name in calibration_page.FIGURES:
        calibration_page.save_figure(name, DOCS / name)
    for name in hindcast_page.FIGURES:
        hindcast_page.save_figure(name, DOCS / name)
