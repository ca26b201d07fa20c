"""The glossary: what the designs are called and are, what the ids of claims stand for, and the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from results import by_construction, evidence
from results.brief.chances import EDGES
from results.brief.names import Name
from results.comparison import HIGH, LOW, UNCLEAR, Comparison
from results.numbers import sentence
from scenarios.designs import list_designs, preset_of
from sim.roster import Roster

OWN = "a design of one's own"
NET_BENEFIT = (
    "Net benefit: what a country gains from all cooperation (joint work, ties, information), less its effort, its "
    "dues, what may leak, its part in the harm, and an agenda that is not its own."
)


@dataclass(frozen=True)
class Term:
    """A word of the page and what it means in it."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Design:
    """A design by its names, and what it is."""

    name: Name
    text: str


def designs(comparison: Comparison, names: dict[str, Name], roster: Roster) -> list[Design]:
    """What the designs of a comparison are."""
    return [Design(names[design], described(design, roster)) for design in comparison.designs]


def described(design: str, roster: Roster) -> str:
    """What a design is, in words."""
    said = {info.preset: info.description for info in list_designs()}
    return said.get(preset_of(design, roster) or "", OWN)


def sources(comparison: Comparison) -> list[evidence.Claim]:
    """The claims that the page cites, in the order of their table."""
    cited = {i for m in comparison.metas for i in m.evidence} | {i for e in by_construction.EFFECTS for i in e.evidence}
    return [claim for key, claim in evidence.claims().items() if key in cited]


def terms(comparison: Comparison, today: str) -> list[Term]:
    """The words that the page uses in a sense of its own."""
    low, high = (f"{100 * limit:.0f}" for limit in UNCLEAR)
    return [
        Term(
            "Simulated future",
            f"One run of the model for all designs, with one draw of all that is not known. This page rests on "
            f"{comparison.replicates} of them. 'In 93 of 100' is a share of them. It says how sure a result is in this "
            "model, not in the world.",
        ),
        Term("Today", f"The arrangement with which designs are compared unless another is named: {today}."),
        Term(
            "Difference",
            "What a design has more or less than another in the same simulated future. The number is the median of "
            "all futures.",
        ),
        Term(
            f"{100 * (HIGH - LOW):.0f}% and 50% bars",
            "The range that holds nine tenths, or half, of the differences in all simulated futures.",
        ),
        Term(
            "Better ▲, worse ▼",
            f"Better in more than {high} of 100 simulated futures, or in fewer than {low}. In between: ≈, not clear. "
            "An outcome of which neither more nor less is better has ◆ where designs differ. In tables of numbers "
            f"{EDGES}.",
        ),
        Term("Net benefit", sentence(NET_BENEFIT.partition(": ")[2])),
        Term("* beside a mark", "More simulated futures could move it over the line."),
        Term(
            "Found",
            "No single number that was put in makes most of the difference, surely: several act together or against "
            "each other.",
        ),
        Term("Assumed", "One number that was put in makes most of the difference, or may. It may restate that number."),
        Term("Open", "No clear difference in these futures."),
        Term("Close", "Clear, but more simulated futures could move it over the line."),
        Term(
            "Not taken apart",
            "The runs that would tell whether it is found or assumed were not made, or their mean is not clear.",
        ),
    ]
