"""The tables of a comparison: what it says, and the runs behind it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from results import analogues, sizes
from results.actor import actor_view, view_metas
from results.brief.chances import EDGES, RULE
from results.export import readable
from results.export.columns import columns_of
from results.export.source import Source
from results.export.table import Pieces, Table, whole
from results.why.explained import explained
from sim.design import FIELDS

if TYPE_CHECKING:
    import pandas as pd

_CELLS = ("n", "median", "low90", "high90", "p_best", "regret")
_RUNS = {
    "runs": ("table", "Runs", "One row a run. Outcomes that do not apply are empty."),
    "states": ("states", "Jurisdictions", "Means over the months from the decision on."),
    "series": ("series", "Months", "One row a month of a run, of the first replicates."),
    "network": ("network", "Ties at the end", "How often each tie stands at the end, and how much its pair shares."),
    "sharing": ("sharing", "Sharing by category", "Pairs of offices by what they decide on a category of information."),
    "draws": ("draws", "Draws", "What was drawn in each replicate; all designs meet the same."),
}  # name here -> name in ``Runs.tables``, title, note
_LONG = ("runs", "states", "series", "network", "draws")


def tables(found: Source) -> list[Table]:
    """All tables of a comparison, those that say most first."""
    made = [_answer(found), _differences(found), _pairs(found), _marginals(found)]
    made += [_shares(found)] if found.swaps is not None else []
    made += [_countries(found), _analogues(found), _sizes(found), _flips(found), _changes(found), _designs(found)]
    made += [_of_runs(found, name) for name in _RUNS if _RUNS[name][0] in found.runs.tables]
    return made + ([_of_swaps(found, name) for name in ("swaps", "levers")] if found.swaps is not None else [])


# ---- what the runs say ----------
def _answer(found: Source) -> Table:
    def make() -> pd.DataFrame:
        import pandas as pd

        brief = found.brief
        rows = [
            ("sentence", sentence.label, clause.text, clause.tag, clause.chance, clause.outcome, clause.designs)
            for sentence in brief.sentences
            for clause in sentence.clauses
        ]
        rows += [("aim", one.aim, one.text, one.tag, one.chance, one.outcome, one.designs) for one in brief.aims]
        rows += [("pays", "", one.text, "", "", one.outcome, (one.design,)) for one in brief.pays]
        rows += [("warning", "", text, "", "", "", ()) for text in brief.warnings]
        return pd.DataFrame(rows, columns=["part", "label", "text", "tag", "chance", "outcome", "designs"])

    columns = columns_of("answer", ["part", "label", "text", "tag", "chance", "outcome", "designs"])
    note = f"{found.brief.reading} {found.brief.calibration}"
    return Table("answer", "The answer", note, columns, whole(make), partial(readable.answer, found))


def _differences(found: Source) -> Table:
    base = found.comparison.baseline
    keys = ("outcome", "title", "unit", "design", "name", "against")
    make = lambda: _told(found, found.pairs.frame[found.pairs.frame["against"] == base])  # noqa: E731
    note = (
        f"Each design against {base}, on the same draws, replicate by replicate. 90%: nine of ten replicates lie "
        f"there; 50%: the middle half. ▲ ▼: {RULE}; ≈: neither; ◆: the same where neither is better in itself. "
        f"(close): another draw of as many replicates might change the mark. {EDGES[:1].upper()}{EDGES[1:]}."
    )
    columns = columns_of("pairs", [*keys, *_numbers(found)])
    sheets = partial(readable.differences, found)
    return Table("differences", f"Differences from {base}", note, columns, whole(make), sheets)


def _pairs(found: Source) -> Table:
    keys = ("outcome", "title", "unit", "design", "name", "against")
    note = (
        "Every design against every other, on the same draws. In a matrix: in how many of 100 simulated futures the "
        "design of the row is better than that of the column, which is numbered as the rows are; equal ones count "
        f"half. {EDGES[:1].upper()}{EDGES[1:]}."
    )
    columns = columns_of("pairs", [*keys, *_numbers(found)])
    make = lambda: _told(found, found.pairs.frame)  # noqa: E731
    return Table(
        "pairs", "Every design against every other", note, columns, whole(make), partial(readable.matrices, found)
    )


def _numbers(found: Source) -> list[str]:
    """The columns of the pairs that are not names."""
    return [name for name in found.pairs.frame.columns if name not in ("outcome", "design", "against")]


def _marginals(found: Source) -> Table:
    columns = columns_of("cells", ["outcome", "title", "unit", "design", "name", *_CELLS])
    note = (
        "Each design by itself: its median, and where nine of ten replicates lie. Most of that spread is that of the "
        "unknown world, which all designs share: designs are told apart by their differences, not by these intervals."
    )
    make = lambda: _told(found, found.comparison.cells)[[c.name for c in columns]]  # noqa: E731
    return Table("marginals", "Each design by itself", note, columns, whole(make), partial(readable.marginals, found))


def _told(found: Source, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows an outcome and design with the outcome's title and unit and the design's plain name beside their keys."""
    metas = {meta.name: meta for meta in found.comparison.metas}
    own = frame.reset_index(drop=True)
    own.insert(1, "title", [metas[name].title for name in own["outcome"]])
    own.insert(2, "unit", [metas[name].unit for name in own["outcome"]])
    own.insert(4, "name", [found.names[design].long for design in own["design"]])
    return own


def _shares(found: Source) -> Table:
    base = found.comparison.baseline

    def make() -> pd.DataFrame:
        outcomes = [meta.name for meta in found.heads]
        return _told(found, explained(found.runs, found.swaps, found.comparison, outcomes))

    names_ = ["outcome", "title", "unit", "design", "name", "lever", "share", "low", "high", "share_out", "share_in"]
    names_ += ["difference", "diff_low", "diff_high", "pairs", "verdict", "numbers"]
    note = (
        f"What each lever of a design makes of its mean difference from {base}: the same runs once more with the lever "
        "swapped. Assumed: one lever, that is what was put in, makes more than half of it."
    )
    columns = columns_of("shares", names_)
    return Table("shares", "What makes the differences", note, columns, whole(make), partial(readable.shares, found))


def _countries(found: Source) -> Table:
    metas = view_metas(found.runs.tables["states"].names)

    def pieces() -> Iterator[pd.DataFrame]:
        for state in found.runs.roster.aliases:
            view = actor_view(found.runs, state, found.comparison.baseline)
            view.insert(0, "state", state)
            view.insert(2, "unit", [{m.name: m.unit for m in metas}[name] for name in view["outcome"]])
            view.insert(4, "name", [found.names[design].long for design in view["design"]])
            yield view

    keys = ["state", "outcome", "unit", "design", "name"]
    cells = [name for name in found.comparison.cells.columns if name not in ("outcome", "design")]
    note = f"What each design means for a jurisdiction, and how it differs from {found.comparison.baseline} for it."
    columns = columns_of("cells", [*keys, *cells])
    return Table(
        "countries", "The view of each jurisdiction", note, columns, pieces, partial(readable.countries, found)
    )


def _analogues(found: Source) -> Table:
    checked = analogues.check(found.runs)
    note = f"{analogues.summary(checked)} {analogues.reach_note(found.runs.roster.n_states)}"
    columns = columns_of("analogues", list(checked.columns))
    sheets = partial(readable.as_it_is, "Beside real organisations", analogues.table(checked))
    return Table("analogues", "Beside real organisations", note, columns, whole(lambda: checked), sheets)


def _sizes(found: Source) -> Table:
    checked = sizes.check(found.runs)
    note = "Work by design beside what is known of real bodies: nothing here is a test."
    columns = columns_of("sizes", list(checked.columns))
    return Table(
        "sizes", "Work and size", note, columns, whole(lambda: checked), partial(readable.sizes, found, checked)
    )


def _flips(found: Source) -> Table:
    note = (
        "How often the order of two designs turns round from replicate to replicate, and on which unknown that hangs."
    )
    columns = columns_of("flips", list(found.comparison.flips.columns) or ["outcome", "first", "second"])
    make = lambda: found.comparison.flips  # noqa: E731
    return Table("flips", "Where the order turns round", note, columns, whole(make), partial(readable.flips, found))


def _changes(found: Source) -> Table:
    def make() -> pd.DataFrame:
        own = found.network.changes.copy()
        own.insert(1, "name", [found.names[design].long for design in own["design"]])
        return own

    note = "A tie stands under a design if it is there at the end of at least half of its runs."
    columns = columns_of("changes", ["design", "name", "a", "b", "types", "what", "share", "share_baseline"])
    return Table("changes", "Changes of the network", note, columns, whole(make), partial(readable.changes, found))


def _designs(found: Source) -> Table:
    def make() -> pd.DataFrame:
        import pandas as pd

        rows = [
            (field.name, point.name, found.names[point.name].long, point[field.name], field.unit, field.meaning)
            for field in FIELDS
            for point in found.runs.designs
        ]
        return pd.DataFrame(rows, columns=["field", "design", "name", "value", "unit", "meaning"])

    note = "Every field of every design at its central value. `entente designs NAME` says what each rests on."
    columns = columns_of("designs", ["field", "design", "name", "value", "unit", "meaning"])
    return Table("designs", "The designs in numbers", note, columns, whole(make), partial(readable.designs, found))


# ---- the runs themselves ----------
def _of_runs(found: Source, name: str) -> Table:
    key, title, note = _RUNS[name]
    held = found.runs.tables[key]
    pieces: Pieces = lambda: (piece.to_pandas() for piece in held.pieces())  # noqa: E731
    sheets = None if name in _LONG else partial(readable.sharing, found)
    return Table(name, title, note, columns_of(name, held.names), pieces, sheets)


def _of_swaps(found: Source, name: str) -> Table:
    title, note = {
        "swaps": ("Swapped runs", "Outcomes of the runs in which one lever was swapped."),
        "levers": ("Levers", "The fields of each lever in which a design differs from the baseline."),
    }[name]
    frame = getattr(found.swaps, name)
    return Table(name, title, note, columns_of(name, list(frame.columns)), whole(lambda: frame))
