"""The report: one self-contained HTML file that a minister's adviser can read."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from results import analogues, by_construction, evidence, numbers, report_text, sizes
from results.actor import actor_label
from results.comparison import MARKS, Comparison, differences, records
from results.drawing import Pictures, Swapped, draw, missing_letters
from results.figures import labels
from results.figures.panels import A_FIGURE
from results.flips import separators
from results.hindcast_annex import annex
from results.numbers import Meta
from results.report_files import FIGURES, REPORT, report_files
from results.why.words import share
from scenarios import posterior
from scenarios.designs import list_designs, preset_of
from scenarios.manifest import MANIFEST, is_of, read_manifest
from scenarios.provenance import code_version
from scenarios.queries import tables_of
from scenarios.sampling import FROM_POSTERIOR
from scenarios.stored_files import is_stored, named, read_table, write_whole
from sim.design import DesignPoint
from sim.errors import InputError
from sim.months import month_label
from sim.parameters import BEHAVIOUR, FIXED, UNCERTAIN
from sim.roster import Roster

_CLASSES = {"better": "better", "worse": "worse", "differs": "differs", "no clear difference": "unclear"}


@dataclass(frozen=True)
class Chart:
    """An outcome as the page shows it: its numbers, and what of it is assumed by construction or emerges."""

    meta: Meta
    rows: list[dict[str, Any]]
    effects: list[by_construction.Effect]


def build_report(
    runs: Any,
    comparison: Comparison,
    folder: Path | str,
    actor: str | None = None,
    command: str | None = None,
    run: Path | str | None = None,
    swaps: Swapped = None,
) -> Path:
    """Write ``report.html`` and the folder ``figures`` (SVG and PNG) into a folder; the path of the report.

    Everything is drawn before anything is put in place: the folder has the whole report, or what it had before.

    actor : adds the view of one jurisdiction.
    command : how to run it again; when left out, what the manifest says, else made from the runs.
    run : the folder where the runs are stored, if that is another one.
    swaps : the swapped runs (a ``Swaps``), from which the annex takes the differences apart, or a function that makes
        them, which is called while the figures are drawn.

    Raises WriteError if a file cannot be written, or is in the way and not from an earlier report, and InputError if
    other runs are stored in the folder.
    """
    folder = named(folder, "folder")
    stored = folder if run is None else named(run, "run")
    for place in {folder, stored}:
        _check_run(place, runs)
    with report_files(folder) as beside:
        pictures = draw(runs, comparison, beside / FIGURES, actor, swaps)
        page = render(context(runs, comparison, pictures, stored, actor, command))
        write_whole(beside / REPORT, page)
    return folder / REPORT


def _check_run(folder: Path, runs: Any) -> None:
    """A report never stands beside other runs than its own, and never says that it is of those."""
    if is_stored(folder / MANIFEST) and not is_of(read_manifest(folder), runs):
        allowed = "the folder of these runs, or one without any"
        raise InputError("the folder holds another run", key="folder", value=str(folder), allowed=allowed)


def render(values: dict[str, Any]) -> str:
    """The page from its values; all text is escaped, only our own drawings and styles are not."""
    here = files("results").joinpath("templates")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"number": numbers.number, "percent": numbers.percent, "change": numbers.change}
    environment.filters |= {"in_order": labels.in_order}
    environment.filters |= {"part": share}
    environment.globals |= {"interval": numbers.interval, "differences": differences, "marks": MARKS}
    values["css"] = Markup(here.joinpath("report.css").read_text(encoding="utf-8"))
    page = environment.from_string(here.joinpath("report.html.j2").read_text(encoding="utf-8")).render(values)
    return labels.printable(page)


def context(
    runs: Any,
    comparison: Comparison,
    pictures: Pictures,
    folder: Path,
    actor: str | None = None,
    command: str | None = None,
) -> dict[str, Any]:
    """All that the template shows."""
    charts = [Chart(m, comparison.rows(m.name), by_construction.effects(m.name)) for m in comparison.metas]
    heads, others = [c for c in charts if c.meta.headline], [c for c in charts if not c.meta.headline]
    groups = [(p, others[k * A_FIGURE : (k + 1) * A_FIGURE]) for k, p in enumerate(pictures.further)]
    checked = analogues.check(runs)
    return {
        "runs": runs,
        "comparison": comparison,
        "pictures": pictures,
        "svg": lambda picture: Markup(picture.svg),
        "answer": report_text.answer(comparison),
        "heads": list(zip(heads, pictures.headlines, strict=True)),
        "groups": groups,
        "further": len(others),
        "classes": _CLASSES,
        "designs": [design_row(point, runs.roster) for point in runs.designs],
        "actor": actor_label(runs, actor) if actor else None,
        "analogues": records(checked),
        "analogue_summary": analogues.summary(checked),
        "sizes": records(sizes.check(runs)),
        "reach_note": analogues.reach_note(runs.roster.n_states),
        "flips": flip_rows(comparison),
        "hindcast": annex(runs, comparison.prior),
        "why": pictures.why,
        "by_construction": by_construction.of_kind(by_construction.BY_CONSTRUCTION),
        "emergent": by_construction.of_kind(by_construction.EMERGENT),
        "parameters": [("behaviour", BEHAVIOUR), ("held fixed", FIXED), ("uncertain world", UNCERTAIN)],
        "status": partial(posterior.status, used=comparison.prior == FROM_POSTERIOR),
        "behaviour_status": report_text.behaviour_status(comparison.prior),
        "statuses": report_text.parameter_statuses(comparison.prior),
        "prior": comparison.prior,
        "missing_letters": missing_letters(runs, comparison),
        "sources": sources(comparison),
        "start": _first_month(runs),
        **provenance(runs, comparison, folder, actor, command),
    }


# ---- pieces ----------
def _first_month(runs: Any) -> str:
    """The first month of the runs; how they start, if no series was kept."""
    with tables_of(runs, "series") as tables:
        first = tables.frame("SELECT min(month) AS month FROM series").dropna()
    return month_label(int(first["month"].iloc[0])) if len(first) else str(runs.scenario.start)


def design_row(point: DesignPoint, roster: Roster) -> dict[str, Any]:
    """A design in words and in its most telling fields, at central values."""
    preset = preset_of(point.name, roster)
    said = {info.preset: info.description for info in list_designs()}
    seat = float(point["seat_share"])
    host = roster.names[int(point.seat.argmax())] if seat > 0 and point.seat.max() > 0 else ""
    return {
        "name": point.name,
        "text": said.get(preset or "", "a design of one's own"),
        "host": host,
        "seat": seat,
        "turn": point["turn_share"],
        "lead": point["lead_share"],
        "staff": point["staff_fte"],
        "handovers": point["handovers_per_year"],
        "stages": point["approval_stages"],
        "fast": point["fast_lane"],
        "open": point["open_to_states"],
        "setup": point["setup_months"],
    }


def flip_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """How often the order of two designs flips in each headline outcome, and on what that hangs."""
    if not len(comparison.flips):
        return []
    heads = [m for m in comparison.metas if m.headline]
    found = records(separators(comparison.flips, [m.name for m in heads], report_text.OFTEN))
    return [
        {
            "title": meta.title,
            **row,
            "named": [(report_text.quantity(q), n) for q, n in row["quantities"][:3]],
        }
        for meta, row in zip(heads, found, strict=True)
    ]


def sources(comparison: Comparison) -> list[evidence.Claim]:
    """The claims that the page cites, in the order of their table."""
    cited = {i for m in comparison.metas for i in m.evidence} | {i for e in by_construction.EFFECTS for i in e.evidence}
    return [claim for key, claim in evidence.claims().items() if key in cited]


def provenance(
    runs: Any, comparison: Comparison, folder: Path, actor: str | None, command: str | None
) -> dict[str, Any]:
    """How to get the same page again: what the manifest in the runs' folder says, else what this code is."""
    manifest = read_table(folder / MANIFEST) if is_stored(folder / MANIFEST) else {}
    code = manifest.get("code") or code_version()
    commit = code.get("commit") or "not recorded"
    name = folder.resolve().name
    made = manifest.get("run", {})
    again = made.get("command") or repeat_command(runs, comparison, actor)
    if made.get("command") and actor is not None and actor != made.get("actor", actor):
        again += f"\n{shlex.join(['entente', 'report', name, '--for', actor])}"
    return {
        "command": command or again,
        "version": code.get("version") or "not recorded",
        "commit": f"{commit}, with changes that are not committed" if code.get("modified") else commit,
        "folder": name,
    }


def repeat_command(runs: Any, comparison: Comparison, actor: str | None) -> str:
    """The command line that makes these runs, quoted for a shell."""
    designs = ",".join(getattr(runs, "asked", None) or comparison.designs)
    parts = ["entente", "compare", "--scenario", str(runs.scenario.name), "--designs", designs]
    with tables_of(runs, "draws") as tables:
        replicates = int(tables.frame("SELECT count(*) AS n FROM draws")["n"].iloc[0])
    parts += ["--replicates", str(replicates), "--seed", str(runs.seed)]
    return shlex.join(parts + (["--for", actor] if actor else []))
