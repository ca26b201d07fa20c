"""What a comparison gives: the runs and what they say, what makes their differences, and ways to keep it all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from results.brief.country import Country
    from results.comparison import Comparison

ENSEMBLE = "ensemble"
Progress = Callable[[int, int], None]


@dataclass(eq=False)
class Compared:
    """What ``compare`` gives: the runs, what they say, and ways to keep it.

    swaps : the runs that take differences apart, made when they are first asked for; a stored run has them or not.
    """

    runs: Any  # scenarios.experiment.Runs
    comparison: Comparison
    actor: str | None = None
    swaps: Any = None  # scenarios.swap_runs.Swaps
    stored: bool = False
    allow_rules: bool = False

    def frame(self) -> pd.DataFrame:
        """One row an outcome and design: median, interval, difference, probabilities, regret, verdict."""
        return self.comparison.frame()

    def states(self) -> pd.DataFrame:
        """A row a replicate, design and jurisdiction: dues, influence, access, welfare (``docs/data.md``)."""
        return self.runs.states.copy()

    def series(self) -> pd.DataFrame:
        """A row a replicate, design and month, of the first replicates; 'date' is the month as 'YYYY-MM'."""
        return self.runs.series.copy()

    def network(self) -> pd.DataFrame:
        """A row a design, pair of actors and type of tie: how often it stands at the end, how much the pair shares.

        >>> import entente
        >>> found = entente.compare("adhoc", "teaching", months=3, replicates=2, workers=1)
        >>> list(found.network().columns)
        ['design', 'a', 'b', 'type', 'share', 'strength']
        """
        return self.runs.network.copy()

    def sharing(self) -> pd.DataFrame:
        """A row a design and category of information: shares of pairs that share, decide case by case, withhold."""
        return self.runs.sharing.copy()

    def query(self, sql: str) -> pd.DataFrame:
        """What one SELECT of SQL (DuckDB) finds in the tables runs, states, series, network, sharing and draws.

        Stored runs are read where they are, as much of them as is asked for; no other file can be read. InputError for
        anything but one SELECT, and for what cannot be answered.

        >>> import entente
        >>> found = entente.compare("adhoc,rotating", "teaching", months=3, replicates=2, workers=1)
        >>> found.query("SELECT design, count(*) AS n FROM runs GROUP BY design ORDER BY design")["n"].tolist()
        [2, 2]
        """
        from scenarios.queries import tables_of

        with tables_of(self.runs) as tables:
            return tables.query(sql)

    def analogues(self) -> pd.DataFrame:
        """Simulated outcomes beside those of real organisations, each preset once."""
        from results.analogues import check

        return check(self.runs)

    def sizes(self) -> pd.DataFrame:
        """Utilisation, backlog and finished work a year by design, beside what is known of real bodies."""
        from results.sizes import check

        return check(self.runs)

    def for_actor(self, actor: str | None = None) -> pd.DataFrame:
        """The same statistics on one actor's own outcomes: dues, influence, access, exposure."""
        from results.actor import actor_view

        return actor_view(self.runs, self._whose(actor), self.comparison.baseline)

    def country(self, actor: str | None = None) -> Country:
        """What the designs mean for one country, as a paragraph (``sentences``) and a ``table`` in plain units.

        For a member state of the European Union, which acts through it, the Union's. Its tags rest on the swapped runs
        where they are there (``make_swaps``).
        """
        from results.brief.country import country

        return country(self.runs, self.comparison, self.swaps, self._whose(actor))

    def _whose(self, actor: str | None) -> str:
        """Whose view is asked for; InputError if nobody's was ever named."""
        from sim.errors import InputError

        name = actor or self.actor
        if name is None:
            raise InputError("no actor named", key="actor", allowed=", ".join(self.runs.roster.aliases))
        return name

    def why(self, outcome: str, workers: int | None = None) -> pd.DataFrame:
        """What makes each design's difference from the baseline in an outcome: a row a design and lever.

        A lever's share of the mean difference, with its 90% interval: how much goes when the design gets the
        baseline's lever ('share_out'), and comes when the baseline gets the design's ('share_in'), the mean of both.
        What is left is the lever 'interactions'. Where the interval of the difference holds zero, a row without a
        lever. The swapped runs are made when first asked for, in seconds; those of a stored run are read.

        InputError for an outcome that does not exist, and for a stored run without swapped runs.

        >>> import entente
        >>> found = entente.compare("adhoc@staff_fte=9", "teaching", months=3, replicates=2, workers=1)
        >>> set(found.why("finished")["lever"]) <= {"staff_fte", "interactions", ""}
        True
        """
        from results.why.explained import NONE_KEPT, check_outcome, explained
        from sim.errors import InputError

        check_outcome(outcome, [meta.name for meta in self.comparison.metas])
        if not self.make_swaps(workers):
            raise InputError(NONE_KEPT, allowed="to make the runs again with this version")
        return explained(self.runs, self.swaps, self.comparison, [outcome])

    @property
    def has_swaps(self) -> bool:
        """Whether the swapped runs are there."""
        return self.swaps is not None

    def make_swaps(self, workers: int | None = None, progress: Progress | None = None) -> bool:
        """Make the swapped runs, unless they are there or the runs come from a folder; whether they are there then.

        An interruption keeps the replicates that are finished; KeyboardInterrupt only if there is none.
        """
        from scenarios import ending
        from scenarios.swap_runs import run_swaps

        if self.swaps is None and not self.stored:
            found = run_swaps(self.runs, workers, progress, self.allow_rules)
            if not found.replicates:
                raise ending.again(found.note)
            self.swaps = found
        return self.swaps is not None

    def save(self, folder: str | Path, command: str = "") -> Path:
        """Store the runs with their manifest; the folder, with a number added if it holds anything already."""
        from scenarios.store import save_run

        return save_run(self.runs, folder, command, self.actor, self.swaps)

    def report(self, path: str | Path, run: str | Path | None = None, swap: Callable[[], object] | None = None) -> Path:
        """Write the report (one HTML file, figures beside it) into a folder; the path of the file.

        Its annex takes the differences apart: the swapped runs are made for it, if they are not there, unless the
        experiment was interrupted or made by the reference, which people choose in order not to compile.

        run : where the runs are stored, if that is another folder: the report says how they were made.
        swap : makes the swapped runs (``make_swaps``) while the figures of the others are drawn; left out: it is done
            as it is by itself.
        """
        from results.page.report import build_report
        from scenarios.stored_files import named

        def swapped() -> Any:
            if self.runs.engine == ENSEMBLE and self.runs.complete:
                (swap or self.make_swaps)()
            return self.swaps

        swaps = swapped if self.swaps is None and not self.stored else self.swaps
        return build_report(self.runs, self.comparison, named(path, "path"), self.actor, run=run, swaps=swaps)

    def _repr_html_(self) -> str:
        from results.notebook.comparison import comparison_html

        return comparison_html(self.runs, self.comparison, self.swaps)

    def __str__(self) -> str:
        before = random.getstate()
        try:
            from entente.short_print import short_lines

            return "\n".join(short_lines(self, places=0))
        finally:
            random.setstate(before)  # rich draws numbers for its styles


def load(folder: str | Path, actor: str | None = None) -> Compared:
    """A stored run, compared anew: what ``compare`` gave when it was made.

    actor : a jurisdiction whose own view is wanted; left out: the one of then.

    Raises StoredFileError (an InputError), which names the file, if the folder holds no run or a damaged one.
    """
    from entente.prepared import check_actor
    from results.comparison import compare as compare_runs
    from scenarios.store import actor_of, load_run, load_swaps

    runs = load_run(folder)
    actor = actor_of(folder) if actor is None else actor
    if actor is not None:
        check_actor(runs.roster, actor)
    return Compared(runs, compare_runs(runs, first=runs.scenario.outcomes), actor, load_swaps(folder), stored=True)
