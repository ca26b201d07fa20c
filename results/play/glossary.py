"""The words of the workshop's page: what they mean in this model, shorter than the documentation."""

from __future__ import annotations

from results.numbers import listing, sentence
from results.page.glossary import NET_BENEFIT, Term
from sim.catalogue import CASE_KINDS
from sim.rules.governments import NARROWEST, WIDEST

LATEST = "No dated fact is later than 2025."


def terms() -> tuple[Term, ...]:
    """The words in the order of the alphabet."""
    return tuple(sorted(_TERMS, key=lambda one: one.word.lower()))


def _cases() -> str:
    told = listing([f"{kind.name} (opened by {kind.opened_by})" for kind in CASE_KINDS])
    return f"A piece of work of the secretariat. Its kinds: {told}."


_TERMS = (
    Term("Case", _cases()),
    Term(
        "Future",
        "One run of the model with draws of its own of all that is not known. 64 of them say how sure a result is in "
        "this model, not in the world.",
    ),
    Term(
        "Gini (inequality)",
        "0 if all have the same, near 1 if one has all. Of influence: how unevenly the say on the agenda is spread.",
    ),
    Term("Handover", "The chair goes to another member: work is slower for some months, and some knowledge is lost."),
    Term(
        "Index",
        "A number without a unit of its own, made by the model to compare months, actors or runs. Only more or less "
        "means something: 2 is not 'two of anything'.",
    ),
    Term("Influence, largest say", "An actor's part in what moves the agenda of the network: no vote, no power."),
    Term("Net benefit", sentence(NET_BENEFIT.partition(": ")[2])),
    Term("On record", f"A dated fact of the data; its source stands beside it where the data have one. {LATEST}"),
    Term(
        "Openness",
        f"How ready a government is to cooperate: from {NARROWEST:g} (closed) to {WIDEST:g}. Elections and other "
        "changes of government move it, by chance or by choice.",
    ),
    Term("Posts", "Full-time posts of the secretariat itself; not all of them are always at work."),
    Term(
        "Secretariat",
        "Who does the network's daily work: invites, keeps the papers, answers incidents. A country, a body such as "
        "the OECD, or members in turn.",
    ),
    Term(
        "Simulated",
        "What this run of the model made of it. It has not happened, though actors bear the names of real ones: in the "
        "months before the play too.",
    ),
    Term("Tie", "A memorandum between two offices, or of an office with a firm, on one or more kinds of work."),
    Term(
        "Utility",
        "The model's measure of what an actor gains or loses by something, in numbers without a unit. It is compared "
        "with others of the same kind; it is no money.",
    ),
)  # fmt: skip
