"""A saved session as a report: one HTML file without scripts, for the screen and for A4. Same session, same bytes."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from typing import Any

from results import chronicle
from results.brief.months import in_words
from results.brief.names import name
from results.chronicle import ChronicleLine
from results.highlights import highlights
from results.play.debrief.changed import Changes
from results.play.debrief.course_chart import CAPTION, course, table
from results.play.debrief.debrief import RESTS_ON, Debrief, played_words, summary
from results.play.debrief.render import STYLE, html, source
from results.reasons import SHORT
from scenarios.fingerprint import fingerprint
from scenarios.provenance import code_version, roster_digest
from scenarios.sampling import behaviour_prior
from scenarios.session.log import Log
from scenarios.session.replay import record_of
from sim.months import month_label

MOST = 60  # lines of the chronicle


def report(found: Debrief) -> str:
    """The page of a debrief. Names of people are in it only if the debrief has them."""
    from markupsafe import Markup

    from results.figures import labels

    changes = found.changes
    svg, _ = course(changes, found.standing)
    values = {
        "title": "A session with Entente",
        "css": Markup("\n".join([_brief_css(), source(STYLE), source("report.css")])),
        "played": played_words(changes),
        "summary": summary(found),
        "start": _start(changes),
        "log": [(one.label, one.whose, one.what) for one in changes.single],
        "people": {seat.name: seat.person for seat in found.seats if seat.person},
        "chart": Markup(svg),
        "caption": CAPTION,
        "rows": table(changes, found.standing),
        **_told(changes),
        "commands": commands(changes.log, changes.at),
        "rests_on": RESTS_ON,
        "assumed": _assumed(changes.log),
        "provenance": _provenance(changes),
        "changes": changes,
        "seats": found.seats,
        "leaving": found.leaving,
        "standing": found.standing,
        "questions": found.questions,
        "opened": True,
        "beside": "",
    }
    return labels.printable(str(html("report", **values)))


def commands(log: Log, at: int) -> dict[str, str]:
    """What tells the same run on a command line, what shows its debrief, and its link for the workshop."""
    scenario = log.played()
    run = [
        "entente",
        "run",
        "--design",
        scenario.designs[0],
        "--seed",
        str(log.seed),
        "--replicate",
        str(log.replicate),
    ]
    return {
        "run": shlex.join([*run, "--scenario", scenario.link()]),
        "debrief": shlex.join(
            ["entente", "debrief", log.link(), "--until", month_label(at - 1), "--out", "report.html"]
        ),
        "link": log.link(),
    }


def _brief_css() -> str:
    """The look of the brief's page."""
    from importlib.resources import files

    styles = files("results.page").joinpath("templates")
    return "\n".join(
        styles.joinpath(name).read_text(encoding="utf-8")
        for name in ("page.css", "tables.css", "narrow.css", "print.css")
    )


def _start(changes: Changes) -> list[tuple[str, str]]:
    """What the session began with."""
    log, base = changes.log, changes.log.base()
    roster = changes.roster
    months = changes.at - base.adopt_month
    return [
        ("Scenario", f"{base.title or base.name} ({base.name})"),
        ("About it", " ".join(base.description.split())),
        ("Actors", f"{roster.n_states} states, {roster.n_firms} firms (roster {roster.name})"),
        ("Secretariat", f"{name(log.design, roster).long} ({log.design})"),
        ("Months played", f"{months}: {in_words(base.adopt)} to {in_words(month_label(changes.at - 1))}"),
        ("World", f"seed {log.seed}, replicate {log.replicate}"),
    ]


def _told(changes: Changes) -> dict[str, Any]:
    """The highlights of the chronicle since the decision, and how many there are beyond those shown."""
    record = record_of(changes.log)
    first = [line for line in highlights(record, chronicle.lines(record, SHORT)) if line.month >= record.adopted]
    months = {one.choice.month for one in changes.single}
    lines = [(line.label, line.text, _mark(line, months)) for line in first]
    return {"chronicle": lines[:MOST], "more": max(0, len(lines) - MOST)}


def _mark(line: ChronicleLine, months: Collection[int]) -> str:
    """What a line is that is not the run's own: 'on record', 'chosen', 'of the scenario'; '' of all else."""
    if line.kind in ("fact", "policy"):
        return "on record"
    if line.kind in ("scheduled", "forced", "parameter"):
        return "chosen" if line.month in months else "of the scenario"
    return ""


def _assumed(log: Log) -> list[str]:
    scenario = log.played()
    return [
        f"Behaviour of the actors is drawn from {behaviour_prior(scenario)}.",
        "A run is one possible course of a model, not a forecast. Facts on record end with 2025; all that comes after "
        "is simulated.",
        "Choices are given: the model does not ask whether somebody would have made them. Decisions that were taken in "
        "seats stand for the actors' own; who is on the other side decides by its own rule.",
        "A change of single fields of a design is at work at once, or as soon as the design that it changes would be: "
        "assumed.",
    ]


def _provenance(changes: Changes) -> list[tuple[str, str]]:
    code = code_version()
    commit = code.get("commit") or "not recorded"
    return [
        ("Entente", str(code.get("version") or "not recorded")),
        ("Commit", f"{commit}, with changes that are not committed" if code.get("modified") else commit),
        ("Fingerprint of results", f"{fingerprint()} (another one: runs give other numbers)"),
        ("Roster", f"{changes.roster.name}, {roster_digest(changes.roster)}"),
    ]
