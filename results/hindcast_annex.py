"""The annex of a report: the hindcast that is shipped, and how far the report's runs are of the same model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration.hindcast import findings
from calibration.hindcast.findings import Said
from results import hindcast_figure, hindcast_page
from results.figures.style import Picture
from results.numbers import listing
from scenarios.provenance import without_folders
from scenarios.sampling import FROM_POSTERIOR

START = "origin"
SCOPE = "This one is of the model as shipped: the real roster, the shipped posterior and the shipped rules."
Row = dict[str, Any]


@dataclass(frozen=True)
class Annex:
    """What the section shows: sentences with the rows they name, and the table by group."""

    setting: str
    scope: str
    summary: list[Said]
    head: tuple[str, ...]
    groups: dict[str, list[list[str]]]
    place: str


def annex(runs: Any, prior: str) -> Annex:
    """The annex of a report on these runs; ``prior``: what they drew behaviour from."""
    found = hindcast_page.stored()[START]
    groups = {name: [hindcast_page.cells(row) for row in rows] for name, rows in hindcast_page.groups(found).items()}
    return Annex(
        findings.setting(found), scope(runs, prior), findings.summary(found), hindcast_page.HEAD, groups, findings.PLACE
    )


def picture(folder: Path) -> Picture:
    """The figure, drawn into a folder."""
    return hindcast_figure.picture(hindcast_page.stored()[START], folder)


def scope(runs: Any, prior: str) -> str:
    """What the hindcast is of, and in what the runs of the report are of another model."""
    other = list(_other(runs, prior))
    if not other:
        return f"{SCOPE} So are the runs of this report."
    return f"{SCOPE} It is not of the runs of this report, which {listing(other)}."


def _other(runs: Any, prior: str) -> Iterator[str]:
    if runs.roster.name != "real":
        yield f"have another roster ({without_folders(runs.roster.name)})"
    if prior != FROM_POSTERIOR:
        yield f"take behaviour from {prior or 'elsewhere'}"
    if runs.scenario.rules is not None:
        yield "use custom rules"
    if changed := sorted(runs.scenario.settings()):
        yield f"set {listing(changed)}"
