"""The secretariat's work at the beginning of a month: cases by kind that wait, are begun or have just ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.catalogue import CASE_KINDS
from sim.months import DAYS
from sim.record import Incident, Record


@dataclass(frozen=True)
class Work:
    """Cases of one kind.

    kind : its key in ``catalogue.CASE_KINDS``.  name : in words.
    waiting : open, no work done on them yet.  under_way : begun and not finished.
    oldest : months since the oldest open one was opened, NaN if none is open.
    done, ended : finished, or closed without a result, in the last month.
    """

    kind: str
    name: str
    waiting: int
    under_way: int
    oldest: float
    done: int
    ended: int

    @property
    def open(self) -> int:
        """Cases that are neither finished nor closed."""
        return self.waiting + self.under_way


def work_of(record: Record, month: int) -> tuple[Work, ...]:
    """The kinds of case of which any is open, or has ended in the last month, in the order of the catalogue."""
    cases = record.cases[record.cases["opened"] < month]
    done, closed = cases["finished"] < month, cases["withdrawn"] < month  # NaN: neither
    stands = ~done & ~closed
    begun = stands & (cases["started"] < month)
    ages = np.where(stands, month - cases["opened"], np.nan)
    just_done = done & (cases["finished"] >= month - 1)
    just_closed = closed & (cases["withdrawn"] >= month - 1)
    found = []
    for place, kind in enumerate(CASE_KINDS):
        own = cases["kind"] == place
        row = Work(
            kind.key, kind.name, int((own & stands & ~begun).sum()), int((own & begun).sum()),
            float(np.max(ages[own & stands], initial=-np.inf)) if (own & stands).any() else float("nan"),
            int((own & just_done).sum()), int((own & just_closed).sum()),
        )  # fmt: skip
        if row.open or row.done or row.ended:
            found.append(row)
    return tuple(found)


def incidents_open(record: Record, month: int) -> tuple[Incident, ...]:
    """Incidents that have happened and are not answered at the beginning of a month."""
    happened = [Incident(*row) for row in record.incidents.tolist() if row[0] < month]
    return tuple(found for found in happened if not found.time + found.days / DAYS < month)
