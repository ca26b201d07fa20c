"""The limits as text: what `entente limits` prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from entente.console import console, table

if TYPE_CHECKING:
    from results.studies.limits.collective_risk import CollectiveRisk
    from results.studies.limits.deals import Connections, Group
    from results.studies.limits.race import Race
    from results.studies.limits.reference import Case
    from results.studies.limits.repeated import Repeated
    from results.studies.limits.treaty import Treaty

MOST_ROWS, LONGEST_NAME = 15, 36


def cases(found: Sequence[Case]) -> None:
    """The table of reference cases, and how many are right."""
    rows = [[c.decision, c.case, c.expected, c.found, f"{c.difference:.0e}", "ok" if c.ok else "WRONG"] for c in found]
    _show(("decision", "case", "expected", "found", "difference", "ok"), rows, right=(4,))
    click.echo(f"\n{sum(c.ok for c in found)} of {len(found)} cases are right.")
    click.echo("The signs of formation over time (Kinne 2013) are shown here in the limit of one term; what is left of")
    click.echo("them beside the other terms needs many runs, and stands in docs/design-notes.md.")


def connections(found: Connections) -> None:
    """Networks of the connections model."""
    click.echo(f"Connections model: {found.n} offices, delta {found.delta:g}, cost {found.cost:g}.")
    if found.note:
        click.echo(found.note[0].upper() + found.note[1:] + ".")
    else:
        labelled = sum(group.count for group in found.stable)
        _groups(found.stable, f"Pairwise stable: {labelled} of {found.enumerated} labelled networks", "labelled")
    _groups(found.efficient, "Efficient", "labelled")
    title = f"Where the model's own dynamics end, from the {found.begin} network, at noise 0"
    _groups(found.ends, f"{title} ({found.seeds} seeds)", "seeds")


def _groups(groups: Sequence[Group], title: str, counted: str) -> None:
    rows = [
        [
            _short(g.name),
            str(g.count),
            _yes(g.stable),
            _yes(g.efficient),
            f"{g.utility:.6g}",
            "" if g.settled else "moves on",
        ]
        for g in groups[:MOST_ROWS]
    ]
    click.echo()
    _show(("network", counted, "stable", "efficient", "total utility", ""), rows, title, right=(1, 4))
    if len(groups) > MOST_ROWS:
        click.echo(f"... and {len(groups) - MOST_ROWS} more kinds (--json has them all)")


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 3] + "..."


def treaty(found: Treaty) -> None:
    """Stability of each size."""
    click.echo(
        f"{found.kind.capitalize()} treaty: {found.n} states, benefit {found.benefit:g}, cost {found.cost:g}, "
        f"excludability {found.excludability:g}, penalty {found.penalty:g}."
    )
    if found.note:
        click.echo(f"Note: {found.note}.")
    rows = [
        [str(s.members), "" if s.gain is None else f"{s.gain:.6g}", f"{s.effort:.6g}"]
        + [_yes(value) for value in (s.internal, s.external, s.stable)]
        for s in found.sizes[: max(found.largest + 3, MOST_ROWS)]
    ]
    click.echo()
    _show(("members", "gain of staying", "effort", "nobody leaves", "nobody joins", "stable"), rows, right=(0, 1, 2))
    if len(rows) < len(found.sizes):
        click.echo("... and larger ones (--json has them all)")
    click.echo(f"\nStable sizes: {_sizes(found.stable)}. Largest stable coalition that contributes: {found.largest}.")


def _sizes(sizes: Sequence[int]) -> str:
    if len(sizes) > MOST_ROWS:
        return f"{', '.join(map(str, sizes[:MOST_ROWS]))}, ... {sizes[-1]}"
    return ", ".join(map(str, sizes)) or "none"


def race(found: Race) -> None:
    """Thresholds, regions and shares."""
    click.echo(
        f"Race: benefit {found.benefit:g}, cost {found.cost:g}, prize {found.prize:g}, steps {found.steps:g}, "
        f"speed-up {found.speedup:g}."
    )
    click.echo(f"Society prefers safe play above a risk of {found.social:.5f}.")
    click.echo(f"Safe play risk-dominates above a risk of {found.dominance:.5f}.")
    for note in found.notes:
        click.echo(f"Note: {note}.")
    click.echo()
    _show(("risk", "what holds"), [[f"{r.low:.5f} to {r.high:.5f}", r.meaning] for r in found.regions])
    rows = [[f"{s.risk:g}", f"{s.unsafe:.6f}", s.meaning] for s in found.shares]
    click.echo()
    title = f"Stationary share of unsafe play ({found.population} teams imitate with beta {found.beta:g}, rare mutants)"
    _show(("risk", "unsafe", "what holds"), rows, title, right=(1,))


def repeated(found: Repeated) -> None:
    """Stability of reciprocity and the round robin."""
    r, s, t, p = found.payoffs
    click.echo(f"Repeated sharing: R {r:g}, S {s:g}, T {t:g}, P {p:g}.")
    click.echo(f"Tit-for-tat is collectively stable from a chance of another round of {found.threshold:.6g}.")
    word = "stable" if found.stable else "not stable"
    click.echo(f"At {found.continuation:g} it is {word} (sharing with who reciprocates gains {found.gain:.6g}).")
    for note in found.notes:
        click.echo(f"Note: {note}.")
    if found.scores is not None:
        rows = [[name, f"{score:g}"] for name, score in found.scores.items()]
        click.echo()
        _show(("strategy", "score"), rows, f"Round robin of {found.rounds} rounds, without self-play", right=(1,))


def collective_risk(found: CollectiveRisk) -> None:
    """Peak and roots."""
    click.echo(f"Collective risk: {found.n} actors, {found.threshold} must contribute, c/r {found.cost_ratio:g}.")
    click.echo(f"Contributing gains most at a share x* = {found.peak_at:.6f}; the largest c/r is {found.peak:.6g}.")
    click.echo(f"Interior roots: {', '.join(f'{x:.6f}' for x in found.roots) or 'none'}; {found.note}.")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _show(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "", right: Sequence[int] = ()) -> None:
    if title:
        click.echo(title + (":" if rows else ": none."))
    if rows:
        console().print(table(columns, rows, right=right))
