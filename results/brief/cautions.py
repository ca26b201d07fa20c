"""What to know before using a brief: horizons too short for a set-up, few futures, what was not taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from results.brief.compose import named
from results.brief.effects import SETUP, Facts, months_after
from results.brief.pays import length
from results.brief.sizes import number_word
from results.numbers import listing, sentence
from scenarios import posterior
from scenarios.queries import tables_of
from scenarios.sampling import FROM_OWN, FROM_POSTERIOR
from scenarios.scenario_warnings import FITTED_ELSEWHERE, fitted_elsewhere
from sim.parameters import BEHAVIOUR

YEAR = 12

READING = (
    "Found: no single number that was put in makes most of it; several act together. Assumed: one number that was put "
    "in makes most of it, or may. Open: no clear difference in these futures. Close: more futures could move it over "
    "the line. Chances are those of better or worse, not of the size, in simulated futures of this model, one without "
    "a difference as half; a size is the middle of them. They are no forecasts. Very likely is more than 90 of 100, "
    "likely more than 66 (the scale of the IPCC), said only of what is found."
)
NOT_APART = (
    "What was put in and what was found is not told apart here, as no runs with swapped levers are kept: `entente "
    "compare` makes them with its report, and with --why under the reference engine"
)


def warnings_of(runs: Any, facts: Facts, swaps: Any = None) -> tuple[str, ...]:
    """Whole sentences, the gravest first; () where there is nothing to warn of."""
    return tuple(sentence(text) for text in (*_horizon(runs, facts), *_futures(runs, facts, swaps), *_roster(runs)))


def _horizon(runs: Any, facts: Facts) -> Iterator[str]:
    """The simulated time against the longest set-up that was drawn for each design."""
    months = months_after(runs.scenario)
    longest = _longest(runs, facts)
    never = [d for d in facts.designs if longest[d] >= months]
    short = [d for d in facts.designs if 0 < months - longest[d] < YEAR]
    if never:
        yield (
            f"the simulated time ends {length(months)} after the decision, before the set-up of {_some(facts, never)} "
            f"is over in every future (it takes up to {round(max(longest[d] for d in never))} months): their effects "
            "cannot show yet"
        )
    if short:
        yield (
            f"the simulated time leaves less than a year after the longest set-up of {_some(facts, short)}: most of "
            "their effects cannot show yet"
        )


def _longest(runs: Any, facts: Facts) -> dict[str, float]:
    """By design, the longest set-up in the runs, months; that of its centre where it was not recorded."""
    with tables_of(runs, "runs") as tables:
        if SETUP not in tables.columns("runs"):
            return facts.setup
        grid = tables.grid()
        values = grid.values(SETUP)
    found = {d: values[:, k][np.isfinite(values[:, k])] for k, d in enumerate(grid.designs)}
    return {d: float(own.max()) if len(own) else facts.setup[d] for d, own in found.items()}


def _some(facts: Facts, designs: list[str]) -> str:
    named_ = [named(facts.names, design) for design in designs[:3]]
    more = len(designs) - len(named_)
    return listing([*named_, f"{number_word(more)} more"] if more else named_)


def _roster(runs: Any) -> Iterator[str]:
    """That the behaviour was fitted on another roster, by the rule of `entente scenarios check`."""
    if fitted_elsewhere(runs.scenario):
        yield f"{FITTED_ELSEWHERE}; these runs take its numbers on another one"


def _futures(runs: Any, facts: Facts, swaps: Any) -> Iterator[str]:
    """How many futures there are, and what of them was not taken apart."""
    count = facts.comparison.replicates
    if facts.designs and facts.few:
        yield f"only {number_word(count)} future{'s were' if count != 1 else ' was'} simulated: chances are rough"
    if not runs.complete:
        yield "the work was interrupted: fewer futures were simulated than were asked for"
    if facts.comparison.failed:
        yield f"{number_word(facts.comparison.failed)} runs failed and are left out"
    if facts.designs and not facts.apart:
        yield NOT_APART if swaps is None else "what was put in and found is told apart against today's arrangement only"
    elif swaps is not None and swaps.replicates < swaps.wanted:
        yield f"what is assumed and found rests on {swaps.replicates} of {swaps.wanted} futures that were to be swapped"


def calibration_line(prior: str) -> str:
    """How much of the behaviour was fitted to the record, in one line. prior : what the runs drew it from."""
    total = len(BEHAVIOUR)
    if prior.startswith(FROM_OWN):
        return f"The {total} numbers of behaviour come from {prior}; what of them is fitted its own calibration says."
    if prior == FROM_POSTERIOR and posterior.is_there():
        about = posterior.about()
        fitted = number_word(len(about.identified)).capitalize()
        verb = "is" if len(about.identified) == 1 else "are"
        return f"{fitted} of {total} numbers of behaviour {verb} fitted to {about.data}; the rest are assumptions."
    return f"None of the {total} numbers of behaviour is fitted to the record here: all are assumptions."
