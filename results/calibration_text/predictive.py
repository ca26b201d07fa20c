"""Predictive checks in words: what the posterior's runs reproduce of the observed network, and what not."""

from __future__ import annotations

from typing import Any

from results.numbers import number

MARK = " **misfit**"


def text(section: dict[str, Any]) -> str:
    """Markdown of ``calibration.diagnostics.predictive.section``."""
    parts = [
        _intro(section),
        "### Fitted statistics",
        _counts(section["fitted"]),
        _numbers(section["fitted"]),
        "### Held-out statistics",
        _held_out_words(section),
        _numbers([*section["single"], section["overlap"]["separation"], section["overlap"]["unexpected"]]),
        _goodness(section["vectors"]),
        *(part for vector in section["vectors"] for part in (_vector_head(vector), _entries(vector["entries"]))),
        "### Which ties",
        _which(section),
    ]
    return "\n\n".join(parts) + "\n"


def _intro(section: dict[str, Any]) -> str:
    misfits, checks = section["misfits"], section["checks"]
    found = (
        "none lies outside"
        if not misfits
        else f"{len(misfits)} {'lies' if len(misfits) == 1 else 'lie'} outside ({', '.join(misfits)})"
    )
    return (
        f"{section['runs']} fresh runs with the parameters of the posterior, {section['prior_runs']} with those of "
        f"the prior. Of {checks} numbers {found}. A *misfit* is an observed number outside the central 90% of the "
        f"posterior's runs; a true model would show up to about {checks / 10:.1f} by chance, and fewer where numbers "
        "are counts or were fitted. p is two-sided; runs that equal the observed number count half on either side."
    )


def _counts(rows: list[dict[str, Any]]) -> str:
    """The counts of ties, which come first: on record, and the mean of fresh runs."""
    counts = [row for row in rows if row["count"]]
    said = ", ".join(f"{row['name']} {row['mean']:.1f} ({number(row['observed'])} on record)" for row in counts)
    return f"Counts of ties come first; means of fresh runs: {said}."


def _held_out_words(section: dict[str, Any]) -> str:
    bad = section["vector_misfits"]
    titles = {v["name"]: v["title"].lower() for v in section["vectors"]}
    judged = (
        "All vectors lie among the nearest 90% of the runs."
        if not bad
        else f"Farther from the runs' mean than 90% of them: {', '.join(titles[name] for name in bad)}."
    )
    return (
        "Never fitted, but not independent of what was: the sum and the variance of the degrees are among the fitted "
        f"statistics. {judged}"
    )


def _numbers(rows: list[dict[str, Any]]) -> str:
    head = "| statistic | observed | posterior: median (90%) | p | prior: median (90%) |\n|---|---|---|---|---|"
    return "\n".join([head, *(_line(f"{row['name']}: {row['meaning']}", row) for row in rows)])


def _entries(rows: list[dict[str, Any]]) -> str:
    head = "| | observed | posterior: median (90%) | p | prior: median (90%) |\n|---|---|---|---|---|"
    return "\n".join([head, *(_line(row["name"], row) for row in rows)])


def _line(label: str, row: dict[str, Any]) -> str:
    ours, prior = _range(row, ""), _range(row, "prior_")
    mark = MARK if row["misfit"] else ""
    return f"| {label} | {number(row['observed'])}{mark} | {ours} | {row['p']:.2f} | {prior} |"


def _range(row: dict[str, Any], prefix: str) -> str:
    median, low, high = (number(row[prefix + key]) for key in ("median", "low", "high"))
    return f"{median} ({low} to {high})"


def _goodness(vectors: list[dict[str, Any]]) -> str:
    head = "| vector | goodness of fit: p | of the prior |\n|---|---|---|"
    rows = [
        f"| {v['title']}: {v['meaning']} | {v['gof_p']:.3f}{MARK if v['misfit'] else ''} | {v['prior_gof_p']:.3f} |"
        for v in vectors
    ]
    words = (
        "Goodness of fit as in sienaGOF (Lospinoso and Snijders 2019): the share of runs whose vector is at least as "
        "far from the runs' mean as the observed one, by Mahalanobis distance."
    )
    return words + "\n\n" + "\n".join([head, *rows])


def _vector_head(vector: dict[str, Any]) -> str:
    return f"{vector['title']} ({vector['meaning']}):"


def _which(section: dict[str, Any]) -> str:
    overlap = section["overlap"]
    odd = [d for d in section["dyads"] if d["unexpected"]]
    words = (
        f"Of the {overlap['ties']} observed ties a run of the posterior has {overlap['shared_mean']:.1f} in the mean "
        f"(90%: {number(overlap['shared']['low'])} to {number(overlap['shared']['high'])}), against "
        f"{overlap['by_chance']:.1f} if as many ties stood at random on open dyads; a run of the prior has "
        f"{overlap['prior_shared_mean']:.1f} (at random {overlap['prior_by_chance']:.1f})."
    )
    words += _separation(overlap["separation"])
    if not odd:
        return words + " No dyad turned out against a chance of 95% or more."
    named = ", ".join(
        f"{d['dyad']} ({'tied' if d['tied'] else 'not tied'}, chance of a tie {d['probability']:.2f})" for d in odd
    )
    return f"{words} Dyads that turned out against a chance of 95% or more: {named}."


def _separation(row: dict[str, Any]) -> str:
    """What it means if the observed ties stand where the model expects them more, or less, often than its own."""
    if not row["misfit"]:
        return " The observed ties stand on likely dyads about as often as those of the model's own runs."
    where, world = ("likelier", "more") if row["observed"] > row["high"] else ("less likely", "less")
    return (
        f" The observed ties stand on {where} dyads than those of the model's own runs: the world's choice of partners "
        f"was {world} regular than the model's."
    )
