"""The forecast as text: what may come by when, made from a ledger's section; and what became of an earlier one."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
EXPLAINED = (
    "In brackets the central 90% over the parameters; ± the standard error of the simulation (draws and runs). The "
    "central 90% of the numbers of ties, joins and exits includes chance."
)


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.forecasting.ledger.section``."""
    about, expected = section["about"], section["expected"]
    lines = [
        f"### What may come by {about['until']}",
        "",
        f"As of {about['as_of']}, from {about['runs']} runs: {about['draws']} draws of the posterior "
        f"({about['posterior']}) with {about['runs_a_draw']} runs each, seed {about['seed']}.",
        "",
        f"Of {section['open']} open dyads {count(expected['ties'])} become tied; {count(expected['joins'])} "
        f"jurisdictions join and {count(expected['exits'])} members leave, for some time at least.{kept(section)}",
        "",
        "| class | open | expected ties |",
        "|---|---|---|",
        *(f"| {row['class']} | {row['open']} | {row['expected']:.1f} |" for row in section["classes"]),
        "",
    ]
    for title, rows in (("dyad", section["ties"]), ("joins", section["joins"]), ("leaves", section["exits"])):
        if rows:
            lines += [f"| {title} | probability |", "|---|---|"]
            lines += [f"| {who(row)} | {probability(row)} |" for row in rows]
            lines.append("")
    lines += [EXPLAINED, "", "Notes:", "", *(f"- {note}" for note in about["notes"])]
    return "\n".join(lines) + "\n"


def not_scored(found: dict[str, Any]) -> list[str]:
    """What was not scored, and why."""
    return [f"Not scored: {kind}s, of which the file has none." for kind in found["not_scored"]]


def kept(section: Row) -> str:
    """A sentence on the ties of the day; '' where the ledger has none."""
    held = section["held"]
    if not held["ties"]:
        return ""
    return (
        f" Of the {held['ties']} dyads that were tied {held['kept']:.1f} are expected to be tied still, and "
        f"{held['further']:.1f} to have a further type (not scored)."
    )


def who(row: Row) -> str:
    """Whom a row of a ledger concerns."""
    return f"{row['actor_a']} - {row['actor_b']}" if "actor_a" in row else str(row["actor"])


def probability(row: Row) -> str:
    """A probability with its interval over the parameters and the error of its simulation."""
    return f"{row['probability']:.2f} ({row['low']:.2f} to {row['high']:.2f}) ± {row['mc_error']:.2f}"


def count(expected: Row) -> str:
    """An expected number with its central 90%."""
    return f"{expected['mean']:.1f} ({expected['low']:.0f} to {expected['high']:.0f})"


def interval(row: Row) -> str:
    """A score with its 90% interval; a dash where it is not defined."""
    return "-" if row["value"] is None else f"{value(row)} ({row['low']:.3f} to {row['high']:.3f})"


def value(row: Row) -> str:
    """A score; a dash where it is not defined."""
    return "-" if row["value"] is None else f"{row['value']:.3f}"
