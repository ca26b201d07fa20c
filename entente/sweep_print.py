"""What `entente sweep` prints: what was varied, the runs, and how far outcomes go from point to point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from entente.console import bytes_text, console, table
from results.numbers import interval, number
from results.sweep_summary import said, title
from sim.errors import visible

if TYPE_CHECKING:
    from entente.swept import Swept
    from results.sweep_summary import Span

LABEL, CELL = 30, 16  # columns of a terminal: the name of an outcome, and one design


def show(found: Swept) -> None:
    """Print a finished sweep to standard output."""
    screen = console()
    screen.print(Text(title(found.manifest), style="bold"))
    screen.print(table(["varied", "over"], [[Text(name), Text(over)] for name, over in varied(found)]))
    for line in said(found.manifest):
        screen.print(Text(line))
    screen.print(Text("\nFrom the lowest to the highest point: medians over the replicates of each", style="bold"))
    for block in _spans(found, screen.width):
        screen.print(block)
    screen.print(
        Text("Points differ by what was varied, and by chance where there are few replicates; – does not apply.")
    )
    screen.print(Text(f"\nfolder: {visible(found.folder)} ({bytes_text(size(found))})"), soft_wrap=True)


def varied(found: Swept) -> list[tuple[str, str]]:
    """What differs between points, in words: name, and values or range."""
    points, rows = found.points, []
    for name in points.columns.drop("point"):
        values = points[name].dropna().unique()
        if len(values) < 2 and name in ("scenario", "seed", "design"):
            continue
        if points[name].dtype.kind not in "fi" or len(values) <= 6:
            text = ", ".join(str(v) if isinstance(v, str) else f"{v:g}" for v in sorted(values))
        else:
            text = f"{len(values):,} values from {number(values.min())} to {number(values.max())}"
        rows.append((str(name), text if points[name].notna().all() else f"{text}, or as it is"))
    return rows


def size(found: Swept) -> int:
    """Bytes of the sweep's files."""
    return sum((found.folder / name).stat().st_size for name in found.manifest["files"])


def as_data(found: Swept) -> dict[str, Any]:
    """What ``show`` says, as plain data."""
    points = found.points.to_dict("records")
    spans = [
        span._asdict()
        | {f"at_{end}": points[at] if (at := getattr(span, f"at_{end}")) >= 0 else None for end in ("low", "high")}
        for span in found.spans()
    ]
    return {
        "scenario": found.manifest["configuration"]["scenario"],
        "designs": found.designs,
        "replicates": found.manifest["configuration"]["replicates"],
        **found.manifest["result"],
        "varied": dict(varied(found)),
        "spans": spans,
        "bytes": size(found),
        "seconds": found.manifest["run"]["seconds"],
        "folder": str(found.folder),
    }


def _spans(found: Swept, width: int) -> list[Table]:
    """Headline outcomes by designs, as many of these side by side as have room."""
    cells = {(span.outcome, span.design): span for span in found.spans()}
    count = max(1, (width - LABEL) // CELL)
    return [_block(cells, found.designs[k : k + count]) for k in range(0, len(found.designs), count)]


def _block(cells: Mapping[tuple[str, str], Span], designs: Sequence[str]) -> Table:
    from results.sweep_summary import HEADLINES

    rows: list[list[str | Text]] = []
    for outcome in HEADLINES:
        spans = [cells[outcome.name, design] for design in designs]
        texts = [Text(interval(span.low, span.high, outcome.unit)) for span in spans]
        rows.append([Text(f"{outcome.title} ({outcome.unit})"), *texts])
    return table(["", *designs], rows, whole=range(1, len(designs) + 1))
