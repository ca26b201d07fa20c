"""What a run depends on, as inputs of a function: parameters, quantiles of design fields, fields, and the draws.

An input is a number over a range, or *counted*: one of many wholes that have no order. Three are counted:

- ``behaviour``: rows of the posterior. Its parameters depend on each other, and a decomposition of variance holds for
  independent inputs only, so the row as a whole is one input. What was not fitted stands at its prior in every row and
  is an input of its own.
- ``others``: the values of everything else that an experiment draws and nobody asked for by name.
- ``draws``: the streams of random numbers, all else being equal: what chance alone does.

So whichever inputs are chosen, all that varies in an experiment varies, and its variance is accounted for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from scenarios import posterior
from scenarios.design_records import field_range
from scenarios.incoming import text_or_path
from scenarios.sampling import FROM_RANGES, NO_FILE, QUANTILE, behaviour_prior
from scenarios.schema import Scenario
from scenarios.worker import Job
from sim.design import FIELDS
from sim.errors import InputError, raise_all
from sim.parameters import ALL, BEHAVIOUR_NAMES, FIXED, UNCERTAIN_NAMES

PARAMETER, SHARE, FIELD, COUNTED = "parameter", "quantile", "field", "counted"  # kinds
ROW, OTHERS, DRAWS = "behaviour", "others", "draws"  # names of the counted ones
STREAMS = 2**20  # of random numbers, of which a point has one
DRAWN, HELD, UNSURE, SHARES = "drawn", "fixed", "uncertain", "quantiles"  # words for many inputs
GROUPS = {
    DRAWN: "all that an experiment draws",
    HELD: "parameters that an experiment holds fixed although they have a range",
    UNSURE: "the uncertain world",
    SHARES: "quantiles of the fields of designs",
}


@dataclass(frozen=True)
class Input:
    """One input.

    low, high : its range; of a counted one, 0 and how many there are.  rests : what the range rests on, in words.
    marginal : draws of a fitted parameter, in order, whose quantiles stand for its range; () for a plain range.
    """

    name: str
    kind: str
    low: float
    high: float
    unit: str
    rests: str
    marginal: tuple[float, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether it is one of many wholes without an order."""
        return self.kind == COUNTED

    def at(self, share: np.ndarray) -> np.ndarray:
        """Values at shares of the range from 0 to 1; of a counted one, numbers from 0 to ``high`` - 1."""
        share = np.asarray(share, dtype=float)
        if self.counted:
            return np.minimum(np.floor(share * self.high), self.high - 1)
        if self.marginal:
            return np.quantile(np.array(self.marginal), share)
        return self.low + (self.high - self.low) * share


def choose(scenario: Scenario, job: Job, words: Sequence[str] = (DRAWN,)) -> tuple[Input, ...]:
    """The inputs that some words name, and the counted ones that make them complete, ``draws`` last.

    words : names of parameters, 'q:<field>' for the quantile of a field in all designs, names of fields (their value
        in all designs but the baseline), and ``GROUPS``. InputError(s) for all that are no inputs.
    """
    known = available(scenario, job)
    drawn, fitted = drawn_names(scenario, known), fitted_names(scenario)
    groups = {
        DRAWN: [name for name in drawn if name not in fitted],
        HELD: [p.name for p in FIXED if p.name in known and p.name not in drawn],
        UNSURE: [name for name in UNCERTAIN_NAMES if name in known],
        SHARES: [name for name in known if name.startswith(QUANTILE)],
    }
    named = _named(words, known, groups)
    left = [name for name in drawn if name not in named]
    found = [known[name] for name in known if name in named]
    return (*found, *_counted(scenario, left, fitted))


def numbered(scenario: Scenario, job: Job, words: Sequence[str]) -> tuple[Input, ...]:
    """The same without the counted ones, which others' tools cannot know."""
    return tuple(each for each in choose(scenario, job, words) if not each.counted)


def available(scenario: Scenario, job: Job) -> dict[str, Input]:
    """Every input that has a name and a range, by name: parameters, then quantiles, then fields."""
    found, settings, fitted = {}, scenario.settings(), fitted_names(scenario)
    table = posterior_of(scenario)
    for p in ALL:
        low, high = settings.get(p.name, (p.low, p.high))
        rests = "the scenario's range" if p.name in settings else f"its range ({posterior.status(p, bool(fitted))})"
        marginal: tuple[float, ...] = ()
        if p.name in fitted and table is not None:
            marginal = tuple(sorted(table[p.name]))
            low, high, rests = marginal[0], marginal[-1], "quantiles of its posterior"
        if high > low:
            found[p.name] = Input(p.name, PARAMETER, low, high, p.unit, rests, marginal)
    recipes = (*job.recipes, *(recipe for _, recipe in job.later))
    spreads = [spread for recipe in recipes for _, spread in recipe.parts]
    for k, field in enumerate(FIELDS):
        if any(spread.high[k] > spread.low[k] for spread in spreads):
            name = QUANTILE + field.name
            found[name] = Input(name, SHARE, 0.0, 1.0, "quantile", "the field's range in each design")
    of_field = partial(Input, kind=FIELD, rests="what the presets span")
    for field in FIELDS:
        low, high = field_range(field.name)
        found[field.name] = of_field(name=field.name, low=low, high=high, unit=field.unit)
    return found


def drawn_names(scenario: Scenario, known: dict[str, Input]) -> list[str]:
    """What varies in an experiment, by name."""
    settings = scenario.settings()
    varied = (*BEHAVIOUR_NAMES, *UNCERTAIN_NAMES, *settings)
    return [name for name in known if name in varied or name.startswith(QUANTILE)]


def fitted_names(scenario: Scenario) -> tuple[str, ...]:
    """Parameters whose draws belong together: those fitted, and those that the fit moved.

    Of a posterior of one's own nothing says what was fitted, so it is all of them.
    """
    if behaviour_prior(scenario) in (FROM_RANGES, NO_FILE):
        return ()
    about = None if scenario.posterior else posterior.about()
    names = posterior.HELD if about is None else (*about.identified, *about.not_identified, *about.moved)
    settings = scenario.settings()
    return tuple(name for name in dict.fromkeys(names) if name not in settings)


def posterior_of(scenario: Scenario) -> pd.DataFrame | None:
    """The draws of behaviour that the scenario's experiments take; None where there are none."""
    from pathlib import Path

    if behaviour_prior(scenario) in (FROM_RANGES, NO_FILE):
        return None
    return posterior.posterior_table(Path(scenario.posterior) if scenario.posterior else None)


def dependence(scenario: Scenario, inputs: Sequence[Input]) -> dict[str, float]:
    """Fitted parameters that are inputs of their own -> their largest correlation with another fitted one (absolute).

    Taken one by one they are treated as independent, which they are not.
    """
    table, fitted = posterior_of(scenario), fitted_names(scenario)
    alone = [each.name for each in inputs if each.marginal]
    if table is None or len(fitted) < 2 or not alone:
        return {}
    related = table[list(fitted)].corr().abs()
    return {name: float(related[name].drop(name).max()) for name in alone}


def _named(words: Sequence[str], known: dict[str, Input], groups: dict[str, list[str]]) -> list[str]:
    """The names that words stand for; all mistakes together."""
    names: list[str] = []
    errors = []
    plain = (ROW, OTHERS, DRAWS)  # they come by themselves
    for word in words:
        name = text_or_path(word, "inputs", "the name of an input").strip()
        if name in groups:
            names += groups[name]
        elif name in known:
            names.append(name)
        elif name not in plain:
            errors.append(_no_input(name, known))
    raise_all(errors)
    return list(dict.fromkeys(names))


def _no_input(name: str, known: dict[str, Input]) -> InputError:
    """Why a name is no input."""
    exists = name in {p.name for p in ALL} or name in {QUANTILE + f.name for f in FIELDS}
    if exists:
        return InputError(
            "has one value in this scenario and these designs, and no range", key="inputs", value=name,
            allowed="an input with a range; a scenario's [parameters] can give it one",
        )  # fmt: skip
    allowed = f"parameters, fields of designs, {QUANTILE}<field>, or {', '.join(GROUPS)}"
    choices = [*known, *GROUPS]
    return InputError("unknown input", key="inputs", value=name, allowed=allowed, choices=choices)


def _counted(scenario: Scenario, left: Sequence[str], fitted: Sequence[str]) -> list[Input]:
    """The counted inputs for what is drawn and has no input of its own."""
    found, table = [], posterior_of(scenario)
    if table is not None and any(name in fitted for name in left):
        found.append(Input(ROW, COUNTED, 0, len(table), "rows of the posterior", behaviour_prior(scenario)))
    if any(name not in fitted for name in left):
        found.append(Input(OTHERS, COUNTED, 0, STREAMS, "sets of values", "their ranges"))
    return [*found, Input(DRAWS, COUNTED, 0, STREAMS, "streams of random numbers", "the model's chance")]
