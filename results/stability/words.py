"""What the deviation finder found in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from results.stability.answer import Answer
from results.stability.deviations import END, JOIN, KINDS, LEAVE, SIGN
from results.stability.intervals import Interval
from results.stability.tables import NOTE
from results.stability.verdicts import DOES_NOT, OPEN, PAYS, STABLE, UNDECIDED, UNSTABLE, OfDesign, Row
from sim.months import month_label
from sim.roster import Roster

SHOWN = 8  # deviations of one kind and verdict that are told; the others are counted
WIDTH = 110
NAMES = {LEAVE: "leaving", JOIN: "coming in", SIGN: "signing", END: "ending a tie"}
_SAID = {
    UNSTABLE: "not pairwise stable: somebody gains by a deviation, for sure",
    UNDECIDED: "undecided: no deviation pays for sure, but some may",
    STABLE: "pairwise stable: no deviation pays, for sure",
}


def text(found: Answer, width: int = WIDTH) -> str:
    """Everything: what was asked, a verdict and the deviations that pay a design, and what it rests on."""
    width = max(60, width)
    blocks = [textwrap.fill(asked(found), width)]
    blocks += ["\n".join(_design(found.roster, of, width)) for of in found.designs]
    return "\n\n".join([*blocks, textwrap.fill(rests_on(found), width), textwrap.fill(NOTE, width)])


def asked(found: Answer) -> str:
    """What was asked."""
    months = ", ".join(month_label(month) for month in found.months)
    return (
        f"Who would gain by a deviation as {months} begin{'s' if len(found.months) == 1 else ''}: each state's mean "
        f"welfare in the {found.window} months from there, against the same run without the deviation, on the same "
        f"draws ({found.scenario.replicates} replicates of scenario {found.scenario.name}). Gains in utility a month."
    )


def rests_on(found: Answer) -> str:
    """What the numbers rest on."""
    return (
        "Brackets: 95% intervals of the mean over the replicates. 'For sure': by intervals that hold for all gains of "
        "a design at once (95%, Bonferroni). Coming in is as a full member; it also takes as many members as the "
        "design asks who do not lose by it: vetoes are read from who loses by an entry, not from votes of the model. "
        f"Behaviour is drawn from {found.rests_on}. Firms have no welfare in this model, so that only the "
        "states' side of their ties is judged."
    )


def said_of(of: OfDesign) -> str:
    """The verdict on one design."""
    return f"{of.design}: {_SAID[of.verdict]}."


def _design(roster: Roster, of: OfDesign, width: int) -> Iterator[str]:
    yield said_of(of)
    counts = f"{of.count(PAYS)} pay for sure, {of.count(OPEN)} are open, {of.count(DOES_NOT)} do not pay"
    quiet = f"in {of.quiet:.0%} of the runs no deviation would have paid, looking back"
    yield from textwrap.wrap(f"Of {len(of.rows)} deviations {counts}; {quiet}.", width, initial_indent="  ",
                             subsequent_indent="  ")  # fmt: skip
    for verdict, said in ((PAYS, "pays for sure"), (OPEN, "may pay")):
        for kind in KINDS:
            yield from _kind(
                roster, [r for r in of.rows if r.deviation.kind == kind and r.verdict == verdict], said, width
            )


def _kind(roster: Roster, rows: list[Row], said: str, width: int) -> Iterator[str]:
    """The deviations of one kind and verdict, those that pay in most runs first."""
    if not rows:
        return
    rows = sorted(rows, key=lambda row: (-row.share, -row.actor.mean, row.deviation))
    told = [row for row in rows if row.share > 0.0][:SHOWN]
    yield f"  {NAMES[rows[0].deviation.kind]} {said}:"
    for row in told:
        yield from textwrap.wrap(_row(roster, row), width, initial_indent="    ", subsequent_indent="      ")
    if rest := len(rows) - len(told):
        line = f"{'and ' if told else ''}{rest}{' more' if told else ''}{_untold(rows[len(told) :])}"
        yield from textwrap.wrap(line, width, initial_indent="    ", subsequent_indent="      ")


def _untold(rows: list[Row]) -> str:
    """Where none of the deviations that are only counted paid in any run: what that says."""
    if any(row.share > 0.0 for row in rows):
        return ""
    if rows[0].verdict == PAYS:
        return ", which paid in no run"
    return " not settled: paid in no run, but there are too few runs to rule them out"


def _row(roster: Roster, row: Row) -> str:
    name, partner = roster.label(row.deviation.actor), row.deviation.partner
    sides = [f"{name} {_gain(row.actor)}"]
    if row.partner is not None:
        sides.append(f"{roster.label(partner)} {_gain(row.partner)}")
    elif partner >= 0:
        sides[0] = f"{name} with {roster.label(partner)} {_gain(row.actor)}"
    told = ", ".join(sides) + f"; pays in {row.share:.0%} of {row.actor.runs} runs"
    if row.deviation.kind != JOIN:
        return told
    against = row.against
    losing = ", ".join(roster.label(j) for j in against[:5]) + (
        f" and {len(against) - 5} more" if len(against) > 5 else ""
    )
    return told + (f"; members who lose by it: {losing}" if against else "; no member loses by it")


def _gain(gain: Interval) -> str:
    interval = f" ({gain.low:+.3f} to {gain.high:+.3f})" if gain.runs > 1 else " (one run: no interval)"
    return f"{gain.mean:+.3f}{interval}"
