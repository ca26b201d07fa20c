"""What a sweep gives: its points, the table of its runs, and questions to them, answered from the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from results.sweep_summary import Span

Progress = Callable[[int, int], None]


class Swept:
    """A sweep in its folder. Nothing is read before it is asked for, and statistics are made out of core.

    folder : where its files are.  manifest : what was run, see ``scenarios.sweeps.stored``.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder, self.manifest = folder, manifest

    @property
    def designs(self) -> list[str]:
        """The designs of its runs, the baseline first."""
        return list(self.manifest["configuration"]["designs"])

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row a point: its number, scenario, seed, and what it sets (empty: as without a sweep)."""
        import pandas as pd

        return pd.read_parquet(self.folder / "points.parquet")

    @property
    def table(self) -> duckdb.DuckDBPyRelation:
        """The runs as a relation of DuckDB, which reads what is asked of it: ``.df()`` makes a data frame of it.

        A row a run: point, design, replicate, outcomes, error and stage ('' if the run finished).
        """
        return self._connection.view("runs")

    def query(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """What DuckDB answers to a query over ``runs``, ``points`` and the other tables that were kept.

        values : for the question marks in it.

        >>> import entente, tempfile
        >>> found = entente.sweep("first", tempfile.mkdtemp() + "/mine", replicates=1, workers=1)
        >>> found.query("SELECT count(*) AS runs FROM runs")["runs"].item()
        216
        """
        return self._connection.execute(sql, list(values)).df()

    def frame(self, *outcomes: str) -> pd.DataFrame:
        """The runs with these outcomes (left out: the headline ones) and what their points set, a row a run."""
        from results.sweep_summary import HEADLINES, check_outcome

        names = [check_outcome(name) for name in outcomes] or [o.name for o in HEADLINES]
        chosen = ", ".join(f'r."{name}"' for name in names)
        return self.query(
            f"SELECT p.*, r.design, r.replicate, {chosen}, r.error FROM runs AS r JOIN points AS p USING (point) "
            "ORDER BY r.point, r.replicate, list_position(?, r.design)",
            [self.designs],
        )

    def _repr_html_(self) -> str:
        from results.notebook.sweep import sweep_html

        return sweep_html(self.manifest, self.spans())

    def summary(self, outcome: str) -> pd.DataFrame:
        """One outcome by point and design: runs, failed runs, mean, median, 5 and 95% quantiles, and the point."""
        from results.sweep_summary import summary

        return summary(self._connection, outcome, self.designs)

    def spans(self, outcomes: Sequence[str] = ()) -> list[Span]:
        """How far the median over replicates of each outcome goes from point to point, by design."""
        from results.sweep_summary import spans

        return spans(self._connection, self.designs, outcomes)

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        from scenarios.sweeps.stored import connection

        return connection(self.folder, self.manifest)


def sweep(
    sweep: str | Path,
    out: str | Path,
    *,
    replicates: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    engine: str = "ensemble",
    allow_rules: bool = False,
) -> Swept:
    """Run a sweep into a folder, or go on with one that was stopped there.

    Parameters
    ----------
    sweep : one that comes along (``entente.sweeps()``), or a scenario file with a table [sweep].
    out : its folder: a new one, or that of the same sweep, stopped before, or finished: then nothing is run.
    replicates : a point; left out: as the file says.
    workers : threads (or processes, for the reference); left out: one a core. The results do not depend on it.
    cluster : 'tcp://host:port' of a Dask scheduler, whose workers do it instead; the results are the same.
    progress : called with (units done, units in all); a unit is one replicate of one point, with all its designs.
    engine : 'ensemble', or 'reference' for the Mesa model.
    allow_rules : run the Python file that a scenario with [rules] names; without it, such a scenario is refused.

    Raises InputError for anything that makes no sense; KeyboardInterrupt if it is stopped, and what is finished stays.

    >>> import entente, tempfile
    >>> found = entente.sweep("first", tempfile.mkdtemp() + "/mine", replicates=1, workers=1)
    >>> len(found.points), len(found.frame("members"))
    (54, 216)
    """
    from scenarios.sweeps.build import load_sweep_file
    from scenarios.sweeps.run import run_sweep

    scenario = load_sweep_file(sweep)
    folder, manifest = run_sweep(scenario, out, replicates, workers, cluster, progress, engine, allow_rules)
    return Swept(folder, manifest)


def load_sweep(folder: str | Path) -> Swept:
    """A stored sweep; StoredFileError, which names the file, if the folder holds none, or a damaged one."""
    from scenarios.sweeps.stored import load

    return Swept(*load(folder))
