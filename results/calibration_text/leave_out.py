"""Sensitivity to the data in words: which dyad, and which reading of it, moves the posterior."""

from __future__ import annotations

from typing import Any

from calibration.estimators.refit import DEGREE, SHARE
from results.numbers import listing, number

SHOWN = 10  # dyads in the table, those that move most


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.leave_out.section``."""
    names = section["parameters"]
    dyads = sorted(section["dyads"], key=lambda row: -row["largest"])[:SHOWN]
    parts = [_intro(section), _most(section), _dyads(dyads, names)]
    if section["readings"]:
        parts += ["Rows that could have been coded otherwise:", _readings(section["readings"], names)]
    return "\n\n".join(parts) + "\n"


def against(section: dict[str, Any], smc_section: dict[str, Any]) -> str:
    """What is refitted, and how far its estimate from the whole data lies from the posterior that is shipped."""
    limit, apart = section["threshold"], _apart(section, smc_section)
    said = listing(
        f"**{name} by {number(shift, sign=True)}**" if abs(shift) >= limit else f"{name} by {number(shift, sign=True)}"
        for name, shift in apart.items()
    )
    far = [name for name, shift in apart.items() if abs(shift) >= limit]
    words = (
        "The posterior that is shipped, by sequential Monte Carlo, is not refitted here: it would take too long. What "
        f"is refitted is a third, quicker estimator (`calibration/estimators/refit.py`): a polynomial of degree "
        f"{DEGREE} in the statistics, learned on all of its runs, and a regression on the nearest {SHARE:.0%} "
        f"of them. From the whole data its posterior means lie off those shipped, in prior SD: {said}. "
    )
    if far:
        return words + (
            f"Of {listing(far)} the two say different things ({number(limit)} or more), so what follows tells how "
            "sensitive the quicker estimator is and only hints at the shipped one."
        )
    return words + (
        f"All are below {number(limit)}; even so, what follows tells how sensitive the quicker estimator is, and the "
        "shipped one only as far as the two are alike."
    )


def _apart(section: dict[str, Any], smc_section: dict[str, Any]) -> dict[str, float]:
    """Parameter -> mean of the refitted estimator less that shipped, in prior SD."""
    shipped = {row["name"]: row for row in smc_section["parameters"]}
    return {
        name: (section["base"][name]["mean"] - shipped[name]["mean"]) / shipped[name]["prior_sd"]
        for name in section["parameters"]
        if name in shipped
    }


def _intro(section: dict[str, Any]) -> str:
    limit, moved = section["threshold"], section["not_robust"]
    otherwise = ", and the rows in doubt were read otherwise" if section["readings"] else ""
    head = (
        f"Each of {len(section['dyads'])} dyads was left out in turn (neither its tie nor its absence was scored, on "
        f"either side){otherwise}; the posterior was estimated anew each time, from "
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
    listed = "; ".join(f"“{m['what']}” shifts {m['parameter']} by {_shift(m)}" for m in moved)
    return f"{head} **Not robust**: {listed}."


def _shift(moved: dict[str, Any]) -> str:
    """The shift, with its standard error where it is known."""
    shift = number(moved["shift"], sign=True)
    return shift if moved["error"] is None else f"{shift} ± {number(moved['error'])}"


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
