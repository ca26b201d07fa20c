"""What of the model is calibrated and what is assumed, in words for the annex and for the terminal."""

from __future__ import annotations

from results.numbers import listing
from scenarios import posterior
from scenarios.sampling import FROM_OWN, FROM_POSTERIOR
from sim.design import FIELD_INDEX, FIELDS
from sim.parameters import ALL, BEHAVIOUR, RECORDS

OFTEN = 0.2  # an order that flips in at least this share of replicates flips often


def behaviour_status(prior: str) -> str:
    """What of the behaviour of the actors was fitted to data; ``prior`` is what the runs drew it from."""
    if prior == FROM_POSTERIOR and posterior.is_there():
        return f"{posterior.about().sentence()}; so the intervals show mostly what assumed ranges allow"
    if prior.startswith(FROM_OWN):
        return f"behaviour is drawn from {prior}: whether its data identify it, its own calibration says"
    return (
        f"the {len(BEHAVIOUR)} parameters of behaviour are drawn from assumed ranges, not calibrated, so "
        "that the intervals show what these ranges allow and not what has been measured"
    )


def quantity(name: str) -> str:
    """A drawn quantity in words: a parameter, an uncertainty or the quantile of a design field."""
    if name.startswith("q:") and name[2:] in FIELD_INDEX:
        return f"the design field {name[2:]} ({FIELDS[FIELD_INDEX[name[2:]]].meaning})"
    return f"{name} ({RECORDS[name].meaning})" if name in RECORDS else name


def parameter_statuses(prior: str) -> str:
    """How many parameters of the model are calibrated, sourced, assumed: '3 sourced and 25 assumed'."""
    counts: dict[str, int] = {}
    for record in ALL:
        status = posterior.status(record, prior == FROM_POSTERIOR)
        counts[status] = counts.get(status, 0) + 1
    return listing(f"{n} {status}" for status, n in sorted(counts.items(), key=lambda item: -item[1]))
