"""The result of an experiment: its tables, which are read when they are asked for, and what was run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.batch_tables import TABLES as FRAMES
from scenarios.held import Held
from scenarios.schema import Scenario
from sim.design import DesignPoint
from sim.roster import Roster

if TYPE_CHECKING:
    import pandas as pd


@dataclass(eq=False)
class Runs:
    """A finished (or interrupted) experiment.

    tables : the tables by name. As data frames:
        table : a row a replicate and design: outcomes, 'error' and 'stage' ('' if the run finished).
        states : a row a replicate, design and state (alias): ``sim.outcomes.state_outcomes``.
        series : a row a replicate, design and month (index, with its 'date' as 'YYYY-MM'): ``sim.record.SERIES``; the
            first replicates only.
        network : a row a design, pair of actors (``Roster.label``, a before b in the roster) and tie type (key):
            share of replicates in which the tie stands at the end; strength, the mean share of months in which that
            pair shared (0 to 1).
        sharing : a row a design and category (key): shares of pairs that share, decide case by case, withhold.
        draws : a row a replicate: what was drawn.
    designs : all designs of the tables at their central values, in their order; ``asked`` names those
        that were asked for (the baseline is always run).
    complete : False if it was interrupted; the tables then hold the replicates that were finished.
    note : what happened on the way that a reader must know, '' if nothing.
    engine : which engine made the runs; the tables are the same either way.
    command : the command line that made them, without folders of a machine; '' if none did.
    """

    tables: Mapping[str, Held]
    scenario: Scenario
    designs: list[DesignPoint]
    asked: list[str]
    roster: Roster
    seed: int
    behaviour_prior: str
    elapsed: float = 0.0
    complete: bool = True
    note: str = ""
    engine: str = "ensemble"
    command: str = ""

    @property
    def table(self) -> pd.DataFrame:
        """See ``tables``; ``column`` needs less memory."""
        return self.tables["table"].frame()

    @property
    def states(self) -> pd.DataFrame:
        """See ``tables``."""
        return self.tables["states"].frame()

    @property
    def series(self) -> pd.DataFrame:
        """See ``tables``."""
        return self.tables["series"].frame()

    @property
    def network(self) -> pd.DataFrame:
        """See ``tables``."""
        return self.tables["network"].frame()

    @property
    def sharing(self) -> pd.DataFrame:
        """See ``tables``."""
        return self.tables["sharing"].frame()

    @property
    def draws(self) -> pd.DataFrame:
        """See ``tables``."""
        return self.tables["draws"].frame()

    @property
    def failures(self) -> pd.DataFrame:
        """Design, replicate and error of the runs that failed."""
        columns: Sequence[str] = ["design", "replicate", "error"]
        return self.tables["table"].arrow(columns, where=[("error", "!=", "")]).to_pandas()

    @property
    def replicates(self) -> int:
        """Number of replicates in the tables."""
        return self.tables["draws"].rows

    @property
    def runs(self) -> int:
        """Number of runs in the tables, failed ones among them."""
        return self.tables["table"].rows


__all__ = ["FRAMES", "Runs"]
