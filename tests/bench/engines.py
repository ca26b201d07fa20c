"""The ensemble against what a Mesa user would write, and the reference against the idiomatic model."""

from __future__ import annotations

from functools import partial

from tests.bench.batch import runs_a_second
from tests.bench.measuring import Comparison, Sample, Section, Table, in_turn, processors
from tests.bench.worlds import Runs, comparison, separate

NAMES = {
    "comparison": "ensemble, the default comparison",
    "separate": "ensemble, runs that have nothing in common",
    "shipped": "reference as it ships",
    "plain": "reference, not compiled (`ENTENTE_JIT=0`)",
    "idiomatic": "idiomatic Mesa model",
}
PAIRS = (
    ("comparison", "shipped"), ("comparison", "plain"), ("comparison", "idiomatic"),
    ("separate", "shipped"), ("separate", "plain"), ("separate", "idiomatic"),
    ("shipped", "idiomatic"), ("plain", "idiomatic"),
)  # fmt: skip
ABOVE = """\
Runs of the default world a second, the same runs by all: one replicate after another, each under another design. The \
reference and the idiomatic model run under `mesa.batch_run`, a process a core; a process's first run is not counted, \
so that neither its start nor what it loads weighs against Mesa. The ensemble has a thread a core. In a comparison all \
designs of a replicate are run side by side, and what they have in common is simulated once; runs that have nothing \
in common show what the ensemble does without that."""


def section(rounds: int, runs: int, ensemble_runs: int) -> Section:
    """All engines in turn."""
    cores = processors()
    ensemble = {"comparison": comparison(runs), "separate": separate(runs)}
    measures = {name: partial(Runs(c, ensemble_runs).a_second, cores) for name, c in ensemble.items()}
    mesa = {name: partial(runs_a_second, name, runs, cores) for name in NAMES if name not in ensemble}
    found = in_turn(rounds, measures | mesa, "runs a second")
    pairs = [Comparison(NAMES[one], found[one], NAMES[two], found[two]) for one, two in PAIRS]
    return Section(pairs, [_table(found)])


def _table(found: dict[str, Sample]) -> Table:
    rows = [(NAMES[name], str(found[name])) for name in NAMES]
    return Table("Engines on all cores", ABOVE, ("engine", "speed"), rows)
