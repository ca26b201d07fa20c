"""What is held against the record: the simulated past, forecasts, and the claims of the sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from results.notebook.evidence import Evidence
    from results.notebook.forecast import Foretold
    from results.notebook.past import Past

Progress = Callable[[int, int], None]


def hindcast(
    start: str = "origin",
    until: str = "2025-12",
    *,
    replicates: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Past:
    """The simulated past beside the record, under the shipped posterior and an ad hoc secretariat.

    start : 'origin' (June 2023, before any tie) or 'observed' (December 2024, from the ties of the report).
    until : the last month, 'YYYY-MM', at most 2025-12.
    replicates : simulated pasts, each with a draw of the posterior.
    workers : threads; left out: one a core. The result does not depend on it.
    progress : called with (replicates done, replicates in all).

    Its ``frame()`` has a row a number of the past: record, median, intervals, where the record lies, sources.
    Raises InputError for anything that makes no sense.

    >>> import entente
    >>> past = entente.hindcast("observed", "2025-01", replicates=2, workers=1)
    >>> [row["record"] for row in past.rows if row["key"] == "exits"]
    [0.0]
    """
    from calibration.hindcast.hindcast import hindcast as make
    from results.notebook.past import Past

    found = make(start, until, replicates, seed, workers, progress)
    return Past(found.about, found.rows)


def forecast(
    as_of: str = "2025-12-31",
    until: str = "2026-12-31",
    *,
    everybody: bool = False,
    observed: str | Path | None = None,
    runs: int = 2400,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Foretold:
    """Dated probabilities of first ties, joins and exits, from what was known on a day.

    Parameters
    ----------
    as_of : the day, 'YYYY-MM-DD'; nothing later is known.  until : its month is the last one.
    everybody : all pairs of jurisdictions and firms, not only those that could be tied by the record's rules.
    observed : a CSV file of ties of your own that were known by then.
    runs : at most.  workers : threads; left out: one a core. The result does not depend on it.
    progress : called with (runs done, runs in all).

    Its ``frame()`` has a row a dyad or jurisdiction, ``save(folder, now)`` keeps it as a ledger that can be scored.
    Raises InputError for anything that makes no sense.

    >>> import entente
    >>> found = entente.forecast("2024-12-31", "2025-01-31", runs=24, workers=1)
    >>> found.frame()["what"].unique().tolist()
    ['tie', 'join', 'exit']
    """
    from calibration.forecasting import forecast as foretelling
    from calibration.forecasting.draws_in_use import draws_in_use
    from calibration.forecasting.knowledge import day_of, known_on
    from calibration.forecasting.ledger import ledger
    from calibration.user_ties import read_ties
    from entente.options import threads
    from results.notebook.forecast import Foretold
    from sim.errors import visible

    day = day_of(as_of, "as_of")
    own = None if observed is None else read_ties(Path(observed), day)
    known = known_on(day, own, visible(Path(observed).name) if observed is not None else "")
    end = foretelling.last_month(known, day_of(until, "until"))
    found = foretelling.forecast(known, end, draws_in_use(), seed, runs, threads(workers), everybody, progress)
    return Foretold(ledger(found))


def evidence() -> Evidence:
    """The claims of the sources, and what became of each: assumed by construction, or found, and how it stands.

    ``evidence()["W13"]`` is one of them, ``frame()`` has a row a claim.

    >>> import entente
    >>> len(entente.evidence()) == len(entente.evidence().frame())
    True
    """
    from results.notebook.evidence import evidence as found

    return found()
