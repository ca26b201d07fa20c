"""The hindcasts that are shipped: stored as data, shown on a page of docs/ and in the annex of every report."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from calibration.hindcast import words
from calibration.hindcast.hindcast import Hindcast, hindcast
from results.hindcast_figure import NAME as FIGURE
from results.hindcast_figure import draw, picture
from scenarios.claims import Kind
from scenarios.stored_files import write_whole
from sim.config import STARTS

STORED = "hindcast.json"
WHOLE, TABLE = "hindcast.json", "hindcast.csv"
KIND = Kind("a hindcast", WHOLE, (TABLE, f"{FIGURE}.svg", f"{FIGURE}.png"))
FIGURES = {f"hindcast-{start}.svg": start for start in STARTS}
HEAD = ("row", "record", "median", "50%", "90%", "record lies at")


def stored() -> dict[str, Hindcast]:
    """The hindcasts that are shipped, by start."""
    text = files("results").joinpath("data").joinpath(STORED).read_text(encoding="utf-8")
    return {start: Hindcast(found["about"], found["rows"]) for start, found in json.loads(text).items()}


def make(threads: int | None = None) -> dict[str, Hindcast]:
    """The same, made anew: from both starts, with what ``entente hindcast`` does by default."""
    return {start: hindcast(start, threads=threads) for start in STARTS}


def as_text(found: dict[str, Hindcast]) -> str:
    """What the stored file holds."""
    plain = {start: one.to_json() for start, one in found.items()}
    return json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write(found: Hindcast, folder: Path) -> dict[str, Path]:
    """The figure, the table and everything as JSON, which comes last; what was written, by name."""
    picture(found, folder)
    write_whole(folder / TABLE, found.to_frame().to_csv(index=False, lineterminator="\n"))
    text = json.dumps(found.to_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(folder / WHOLE, text)
    return {"figure": folder / f"{FIGURE}.svg", "table": folder / TABLE}


def save(found: dict[str, Hindcast]) -> Path:
    """Store hindcasts as those that are shipped."""
    path = Path(__file__).parent / "data" / STORED
    write_whole(path, as_text(found))
    return path


def cells(row: dict[str, Any]) -> list[str]:
    """A row of the table: label, record, median, both intervals, where the record lies."""
    number = words.number
    return [
        row["label"], words.record(row), number(row["median"]),
        *(f"{number(row[f'low{level}'])} to {number(row[f'high{level}'])}" for level in (50, 90)),
        words.place(row),
    ]  # fmt: skip


def groups(found: Hindcast) -> dict[str, list[dict[str, Any]]]:
    """The rows by group, in their order."""
    out: dict[str, list[dict[str, Any]]] = {}
    for row in found.rows:
        out.setdefault(row["group"], []).append(row)
    return out


def table(found: Hindcast) -> str:
    """All rows as a table in Markdown, each group under its name, with what is to be known of a row below it."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    for group, rows in groups(found).items():
        lines.append(f"| **{group}** |" + " |" * (len(HEAD) - 1))
        lines += ["| " + " | ".join(cells(row)) + " |" for row in rows]
    return "\n".join(lines)


def notes(found: Hindcast) -> list[str]:
    """Where each group's record is from, and what is to be known of single rows."""
    out = []
    for group, rows in groups(found).items():
        sources = dict.fromkeys(row["source"] for row in rows if row["source"])
        told = [f"{row['label']}: {row['note']}" for row in rows if row["note"]]
        if len({row["note"] for row in rows}) == 1 and rows[0]["note"]:
            told = [rows[0]["note"]]
        out.append(f"**{group}.** " + ". ".join([*sources, *told]) + ".")
    return out


def values() -> dict[str, Any]:
    """What the page's template shows."""
    found = stored()
    about = found["origin"].about
    return {"until": about["until"], "replicates": about["replicates"], "command": "`entente hindcast`"} | {
        start: {
            "setting": words.setting(one), "summary": "\n".join(words.summary(one)), "table": table(one),
            "notes": notes(one),
        }
        for start, one in found.items()
    }  # fmt: skip


def save_figure(name: str, path: Path) -> None:
    """Write one of ``FIGURES`` as SVG, the same bytes for the same hindcast."""
    draw(stored()[FIGURES[name]]).savefig(path, format="svg", metadata={"Date": None, "Creator": "Entente"})
