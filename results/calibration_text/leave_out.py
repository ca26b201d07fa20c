"""Sensitivity to the data in words: which dyad, and which reading of it, moves the posterior."""

from __future__ import annotations

from typing import Any

from results.numbers import number

SHOWN = 10  # dyads in the table, those that move most


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.leave_out.section``."""
    names = section["parameters"]
    dyads = sorted(section["dyads"], key=lambda row: -row["largest"])[:SHOWN]
    parts = [_intro(section), _most(section), _dyads(dyads, names)]
    if section["readings"]:
        parts += ["Rows that could have been coded otherwise:", _readings(section["readings"], names)]
    return "\n\n".join(parts) + "\n"


def _intro(section: dict[str, Any]) -> str:
    limit, moved = section["threshold"], section["not_robust"]
    otherwise = ", and the rows in doubt were read otherwise" if section["readings"] else ""
    head = (
        f"Each of {len(section['dyads'])} dyads was left out in turn (neither its tie nor its absence was scored, on "
        f"either side){otherwise}; the posterior was weighed anew each time, from "
        f"the same {number(section['runs'])} runs. Shifts are changes of a posterior mean "
        f"in prior SD; below {number(limit)} the estimate is called robust."
    )
    if section["error"]:
        worst = max(section["error"], key=lambda name: section["error"][name])
        head += (
            f" With so many runs a posterior mean has a standard error of {number(section['error'][worst])} at most."
        )
    if not moved:
        what = "no dyad and no other reading of the data" if section["readings"] else "no dyad"
        return f"{head} **Robust**: {what} shifts a mean by {number(limit)} or more."
    listed = "; ".join(f"“{m['what']}” shifts {m['parameter']} by {number(m['shift'], sign=True)}" for m in moved)
    return f"{head} **Not robust**: {listed}."


def _most(section: dict[str, Any]) -> str:
    said = "; ".join(
        f"{name} by {number(row['shift'], sign=True)} without {row['dyad']}" for name, row in section["most"].items()
    )
    return f"The dyad that moves each parameter most: {said}."


def _dyads(rows: list[dict[str, Any]], names: list[str]) -> str:
    head = _head(["left out", "tied", *names])
    return "\n".join(
        [head, *(f"| {row['dyad']} | {'yes' if row['tied'] else 'no'} | {_cells(row, names)} |" for row in rows)]
    )


def _readings(rows: list[dict[str, Any]], names: list[str]) -> str:
    head = _head(["reading", "changed", *names])
    lines = [
        f"| {row['name']}: {row['meaning']} | {', '.join(row['changed'])} | {_cells(row, names)} |" for row in rows
    ]
    return "\n".join([head, *lines])


def _head(columns: list[str]) -> str:
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def _cells(row: dict[str, Any], names: list[str]) -> str:
    """Shift, and the SD against that of the whole data."""
    return " | ".join(f"{number(row['shift'][name], sign=True)} (SD × {row['sd_ratio'][name]:.2f})" for name in names)
