"""Sensitivity to the priors in words."""

from __future__ import annotations

from typing import Any

from results.numbers import number

LISTED = 5  # names, before the others are counted
SHOWN = 8  # halves in the table, those that move most


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.priors.section``."""
    names = section["parameters"]
    halves = sorted(section["halves"], key=lambda row: -row["largest"])
    parts = [_intro(section), _table(section["priors"], names)]
    if halves:
        parts += [_halves_words(len(halves)), _table(halves[:SHOWN], names)]
    return "\n\n".join(parts) + "\n"


def _intro(section: dict[str, Any]) -> str:
    limit = number(section["threshold"])
    head = (
        f"The {section['draws']} draws (effective {section['effective_size']:.0f}) are reweighted to other priors; "
        "shifts of the posterior means are in prior SD, in brackets how far the prior's own mean was moved."
    )
    if section["moved"]:
        listed = "; ".join(
            f"{m['what']} shifts {m['parameter']} by {number(m['shift'], sign=True)}" for m in section["moved"]
        )
        head += f" **Not robust**: {listed}."
    else:
        head += f" **Robust**: none that could be judged shifts a mean by {limit} or more."
    return head + _not_judged(section["not_judged"], section["enough"])


def _not_judged(left: list[str], enough: int) -> str:
    if not left:
        return ""
    named = ", ".join(left) if len(left) <= LISTED else f"{', '.join(left[:LISTED])} and {len(left) - LISTED} more"
    return f" Not judged, with fewer than {enough} effective draws: {named}."


def _halves_words(count: int) -> str:
    shown = min(SHOWN, count)
    return (
        "If a parameter that is not fitted were known to lie in one half of its range (the share is that half's "
        f"probability in the posterior, 50% without news; the {shown} of {count} that move most):"
    )


def _table(rows: list[dict[str, Any]], names: list[str]) -> str:
    first = "half" if "half" in rows[0] else "prior"
    columns = [first, *(["share"] if first == "half" else []), *names, "error", "effective draws"]
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    for row in rows:
        label = f"{row['name']}, {row['half']}" if first == "half" else f"{row['name']}: {row['meaning']}"
        cells = [label, *([number(row["share"], "share")] if first == "half" else [])]
        cells += [_shift(row, name) for name in names]
        cells += [f"± {number(row['se'])}", f"{row['effective_size']:.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shift(row: dict[str, Any], name: str) -> str:
    shift = number(row["shift"][name], sign=True)
    return f"{shift} ({number(row['prior_shift'][name], sign=True)})" if "prior_shift" in row else shift
