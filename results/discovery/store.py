"""A discovery as files: what it says, its numbers, its sample and its figure, in one folder."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from results.markdown import table
from results.numbers import number
from scenarios.claims import Claim, Kind, claim
from scenarios.stored_files import named, write_whole

if TYPE_CHECKING:
    from results.discovery.found import Discovery

REPORT, NUMBERS, SAMPLE = "discovery.md", "discovery.json", "sample.parquet"
FOLDER = Kind("a discovery", REPORT, (NUMBERS, SAMPLE, "discovery.svg", "discovery.png"))


def claim_folder(out: str | Path) -> Claim:
    """The folder for a discovery, ours before anything is run. InputError if it cannot be had."""
    return claim(named(out, "out"), FOLDER)


def write(found: Discovery, folder: Path, data: dict[str, object]) -> None:
    """Write all files; ``data`` is ``to_json`` in plain types. The page comes last: with it the folder is finished."""
    from results.discovery.figure import draw

    write_whole(folder / NUMBERS, json.dumps(data, indent=1, sort_keys=True, allow_nan=False) + "\n")
    write_whole(folder / SAMPLE, _parquet(found))
    picture = draw(found, folder)
    write_whole(folder / REPORT, page(found, picture.caption))


def page(found: Discovery, caption: str = "") -> str:
    """The report as Markdown: words first, then the tables."""
    a, b = found.pair.names
    lines = [f"# {found.pair.meta.title}: where {a} beats {b}", "", f"Rests on {found.sample.said}.", ""]
    lines += [f"- {line}" for line in found.words]
    lines += ["", "## Box", "", _box_table(found), "", "## Tree", "", _tree_table(found), ""]
    lines += ["## Inputs", "", table(("input", "kind", "range", "centre", "meaning"), _input_rows(found)), ""]
    if caption:
        lines += ["![How often, along the inputs](discovery.svg)", "", caption, ""]
    return "\n".join(lines)


def box_rows(found: Discovery) -> list[list[str]]:
    """A row a limit: input, low, high, quasi-p."""
    return [[limit.name, _end(limit.low), _end(limit.high), f"{limit.quasi_p:.2g}"] for limit in found.box.limits]


def _end(value: float | None) -> str:
    return "" if value is None else number(value)


def _box_table(found: Discovery) -> str:
    return table(("input", "from", "to", "quasi-p"), box_rows(found)) if found.box.limits else "None."


def _tree_table(found: Discovery) -> str:
    from results.discovery.words import leaf_words

    return "\n".join(f"- {leaf_words(found, leaf)}" for leaf in found.tree.leaves) or "None."


def _input_rows(found: Discovery) -> list[list[str]]:
    return [
        [one.name, one.kind, f"{number(one.low)} to {number(one.high)}", number(one.centre), one.meaning]
        for one in found.pair.inputs
    ]


def _parquet(found: Discovery) -> bytes:
    """The sample: a row a future."""
    sample = found.sample
    frame = pd.DataFrame(sample.x, columns=[one.name for one in found.pair.inputs])
    frame = frame.assign(point=sample.point, lead=sample.lead, held_out=sample.held)
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", compression="zstd", index=False)
    return buffer.getvalue()
