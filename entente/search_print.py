"""What `entente search` prints: the findings in words, the check as a table, and which fields were searched or held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from entente.console import console, table
from results.numbers import number

if TYPE_CHECKING:
    from results.search.found import Found

MOST = 6  # hybrids shown with all their numbers


def show(found: Found) -> None:
    """Print a search to standard output."""
    screen = console()
    size = found.size
    screen.print(Text("Search for hybrids that dominate the designs", style="bold"))
    screen.print(
        Text(
            f"Rests on {found.tried} designs tried in {size.replicates} replicates of '{found.scenario.name}' (seed "
            f"{found.seeds[0]}), {len(found.designs)} of them checked in {size.check_replicates} others (seed "
            f"{found.seeds[1]}). To dominate: clearly better by what matters in one outcome, in no other worse by it "
            "(results/data/relevant.csv). Better: 95% for all designs, presets and outcomes together; no worse: 95% "
            "for all designs together."
        )
    )
    for line in found.words:
        screen.print(Text(f"- {line}"))
    _checked(found)
    _fields(found)


def _checked(found: Found) -> None:
    screen = console()
    shown = list(dict.fromkeys(a.design for p in found.presets for a in found.dominators(p)[:1]))[:MOST]
    for design in shown:
        screen.print(Text(f"\n{design}", style="bold"))
        screen.print(Text(f"In words: {found.designs[design]}."))
        screen.print(Text("Differences on fresh seeds, turned so that above 0 is better: mean [interval]"))
        own = [a for a in found.against if a.design == design]
        heads = ["against", "dominates", *(m.name for m in found.metas)]
        rows = [
            [a.preset, "strictly" if a.strictly else "yes" if a.dominates else "no",
             *(f"{number(r['mean'])} [{number(r['low'])}, {number(r['high'])}] {r['verdict']}" for r in a.outcomes)]
            for a in own
        ]  # fmt: skip
        screen.print(table(heads, rows))


def _fields(found: Found) -> None:
    screen = console()
    screen.print(Text("\nSearched fields: choices of structure with a gain and a cost in the model", style="bold"))
    ends = {row["field"]: f"{row['set']} ({row['lowest']}, {row['highest']})" for row in found.at_ends()}
    rows = [[f.field, ", ".join(f"{v:g}" for v in f.levels), ends[f.field], f.gain, f.cost] for f in found.searched]
    count = found.at_ends()[0]["hybrids"]
    screen.print(table(["field", "tried", f"set in so many of {count}*", "gain", "cost"], rows))
    screen.print(
        Text("* hybrids that dominate a design; in brackets at the lowest and at the highest level tried. Where")
    )
    screen.print(Text("  most lie at one end, the field's cost hardly shows in the chosen outcomes."))
    screen.print(
        Text("\nHeld fields: as in the base, at the quantile that all designs of a replicate share", style="bold")
    )
    screen.print(table(["field", "why"], [[f.field, f.reason] for f in found.held]))
    screen.print(Text(f"A base brings its held fields with it. Bases: {', '.join(found.bases)}."))
