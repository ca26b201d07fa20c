"""The evidence table as a result: all claims with what became of them, a data frame, and what a notebook shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from results.inline.html import Shown, html
from results.inline.pictures import Bar, bars
from results.studies.evidence.table import Row, counts, rows

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Evidence:
    """Every claim of the sources by its id, with what carries it, what was expected and what was found."""

    rows: dict[str, Row]

    def __getitem__(self, claim: str) -> Row:
        return self.rows[claim]

    def __len__(self) -> int:
        return len(self.rows)

    def frame(self) -> pd.DataFrame:
        """A row a claim: id, kind, status, finding, mechanism, expectation, reason, note, claim, source."""
        import pandas as pd

        told = ("id", "kind", "status", "finding", "mechanism", "expectation", "reason", "note")
        rows = [{**{name: getattr(row, name) for name in told}, "claim": row.claim.claim, "source": row.claim.citation}
                for row in self.rows.values()]  # fmt: skip
        return pd.DataFrame(rows)

    def _repr_html_(self) -> str:
        found = list(self.rows.values())
        by_kind = counts(found)
        statuses = list(next(iter(by_kind.values())))
        table = [[kind, *(str(of[s]) for s in statuses)] for kind, of in by_kind.items()]
        marks = [Bar(s, 0.0, n, n) for s in statuses for n in (sum(of[s] for of in by_kind.values()),)]
        picture = bars(marks, "claims", "evidence", "What became of the claims", "Number of claims by status.")
        lines = [
            f"{len(found)} claims of the sources. 'Assumed by construction': one rule makes it, so that it restates an "
            "assumption. 'Emergent': several rules pull against each other; its sign was written down before."
        ]
        notes = ["One claim: [id], such as ['W13']. All: .frame()."]
        return html(Shown("What became of the claims", lines, ["Kind", *statuses], table, picture=picture, notes=notes))


def evidence() -> Evidence:
    """The evidence table; InputErrors with all that does not fit together in its files."""
    return Evidence(dict(rows()))
