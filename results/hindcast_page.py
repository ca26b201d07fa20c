"""The hindcasts that are shipped: stored as data, shown on a page of docs/ and in the annex of every report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from calibration.hindcast import findings
from calibration.hindcast.findings import Hindcast
from calibration.hindcast.hindcast import hindcast
from results.hindcast_figure import NAME as FIGURE
from results.hindcast_figure import picture, svg
from scenarios.claims import Kind
from scenarios.stored_files import as_json, read_table, understood, write_whole
from sim.config import STARTS

PATH = Path(__file__).parent / "data" / "hindcast.json"
WHOLE, TABLE = "hindcast.json", "hindcast.csv"
KIND = Kind("a hindcast", WHOLE, (TABLE, f"{FIGURE}.svg", f"{FIGURE}.png"))
FIGURES = {f"hindcast-{start}.svg": start for start in STARTS}
HEAD = ("row", "record", "median", "50%", "90%", "place")


def stored() -> dict[str, Hindcast]:
    """The hindcasts that are shipped, by start; StoredFileError if they are damaged."""
    found = read_table(PATH)
    return understood(PATH, lambda: {start: Hindcast(found[start]["about"], found[start]["rows"]) for start in STARTS})


def make(workers: int | None = None) -> dict[str, Hindcast]:
    """The same, made anew: from both starts, with what ``entente hindcast`` does by default."""
    return {start: hindcast(start, workers=workers) for start in STARTS}


def as_text(found: dict[str, Hindcast]) -> str:
    """What the stored file holds."""
    return as_json({start: one.to_json() for start, one in found.items()})


def write(found: Hindcast, folder: Path) -> dict[str, Path]:
    """The figure, the table and everything as JSON, which comes last; what was written, by name."""
    picture(found, folder)
    write_whole(folder / TABLE, found.frame().to_csv(index=False, lineterminator="\n"))
    write_whole(folder / WHOLE, as_json(found.to_json()))
    return {"figure": folder / f"{FIGURE}.svg", "table": folder / TABLE}


def save(found: dict[str, Hindcast]) -> Path:
    """Store hindcasts as those that are shipped."""
    write_whole(PATH, as_text(found))
    return PATH


def cells(row: dict[str, Any]) -> list[str]:
    """A row of the table: label, record, median, both intervals, where the record lies."""
    return [
        row["label"], findings.record(row), findings.number(row["median"], row["unit"]), findings.interval(row, 50),
        findings.interval(row, 90), findings.place(row),
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
        said = [f"{text}." for text in [*sources, *(f"{text[:1].upper()}{text[1:]}" for text in told)]]
        out.append(" ".join([f"- **{group}.**", *said]))
    return out


def values() -> dict[str, Any]:
    """What the page's template shows."""
    found = stored()
    about = found["origin"].about
    return {"until": about["until"], "replicates": about["replicates"]} | {
        start: {"setting": findings.setting(one), "summary": summary(one), "table": table(one), "notes": notes(one)}
        for start, one in found.items()
    }


def summary(found: Hindcast) -> str:
    """The sentences in Markdown, each with its rows as a list."""
    return "\n\n".join("\n".join([said.sentence, "", *(f"- {row}" for row in said.rows)]).strip()
                       for said in findings.summary(found))  # fmt: skip


def save_figure(name: str, path: Path) -> None:
    """Write one of ``FIGURES`` as SVG, the same bytes for the same hindcast."""
    write_whole(path, svg(stored()[FIGURES[name]]))
