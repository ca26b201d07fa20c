"""Whether an actor is in the network, and what of that is on record and what is made up by the run."""

from __future__ import annotations

from results.brief.months import in_words
from sim.months import month_label
from sim.record import Record


def membership(record: Record, node: int, month: int, you: bool = False) -> list[str]:
    """A state's standing at the beginning of a month (index), in one to three sentences. you : said to who sits there.

    A state that joined on record and has left in the run is told as both, so that nobody takes the run for the record.
    """
    has, is_, it = ("You have", "You are", "you") if you else ("It has", "It is", "it")
    inside = record.states["tier"][: month - record.start, node] > 0
    joined = int(record.roster.member_from[node])
    turns = record.months[1 : month - record.start][inside[1:] != inside[:-1]]
    turned = int(turns[-1]) if len(turns) else None
    if inside[-1]:
        if turned is None or turned == joined:
            return [f"{has} been in the network since {_named(joined)}."]
        return [f"{has} been in the network since {_named(turned)}, in this made-up story."]
    said = [f"{is_} not in the network."]
    if joined < month and turned is not None:
        played = f"the model plays what states do since {_named(record.start)}"
        said += [f"On record {it} joined in {_named(joined)}.",
                 f"That {it} left in {_named(turned)} is made up: {played}."]  # fmt: skip
    return said


def _named(month: int) -> str:
    return in_words(month_label(month))
