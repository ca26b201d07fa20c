"""What a secretariat costs a year, and a state's part of it: in posts, and translated into US dollars.

The rules (``sim.rules.dues``) make a cost of utility from the posts of the secretariat itself and the price of a post,
and divide it as dues; divided by that price again it is posts. Posts that hosts lend are no dues.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from results.brief.post_price import Price, price
from results.numbers import interval, missing, two
from scenarios.queries import Tables, tables_of
from sim.parameters import RECORDS

A_YEAR = 12  # months: the last ones of a run, by when a design works
_PRICE = "post_cost"  # the parameter


@dataclass(frozen=True)
class Dues:
    """Posts paid for in the last year of the runs: median and 90% interval over the replicates.

    design : of the comparison.  who : '' for the whole secretariat, or a state.
    posts : what is asked for; of a state, its share of the cost since the decision, in posts of the last year.
    share : that share (median); None of the whole, and where there is no cost.
    """

    design: str
    who: str
    posts: float
    low90: float
    high90: float
    share: float | None
    price: Price

    @property
    def words(self) -> str:
        """'32 posts, about 8.5 million US dollars a year (2.8 to 13)'."""
        if self.posts == 0:
            what = "dues" if self.who else "posts"
            return f"no {what} in most futures ({self.span})" if self.high90 > 0 else f"no {what}"
        posts = f"{two(self.posts)} post{'' if two(self.posts) == '1' else 's'}"
        return f"{posts}, about {self.money}"

    @property
    def money(self) -> str:
        """The median in money, with the range of what a post costs."""
        return self.price.money(self.posts)

    @property
    def about(self) -> str:
        """The median in money, without that range: '0.65 million US dollars a year'."""
        return self.price.about(self.posts)

    @property
    def span(self) -> str:
        """The 90% interval of the posts."""
        return f"{interval(self.low90, self.high90, digits=2)} posts"

    def to_json(self) -> dict[str, Any]:
        """In plain types; the price of a post once a table, see ``Price``."""
        data = {name: value for name, value in asdict(self).items() if name != "price"}
        millions = {f"millions_{end}": self.posts * getattr(self.price, end) for end in ("central", "low", "high")}
        return data | millions


def secretariat(runs: Any) -> dict[str, Dues]:
    """Design -> what its secretariat costs a year; empty where the runs do not say (``unknown``)."""
    found = _costs(runs)
    if found is None:
        return {}
    return {str(design): _dues(str(design), "", own["posts"]) for design, own in found.groupby("design", sort=False)}


def of_states(runs: Any, posts: pd.DataFrame | None = None) -> dict[str, dict[str, Dues]]:
    """State (label) -> design -> its dues; all states at once. Empty where the runs do not say.

    posts : what ``posts_of_states`` found, where that is at hand.
    """
    found = posts_of_states(runs) if posts is None else posts
    told: dict[str, dict[str, Dues]] = {}
    for (state, design), own in found.groupby(["state", "design"], sort=False):
        told.setdefault(str(state), {})[str(design)] = _dues(str(design), str(state), own["own"], own["share"])
    return told


def posts_of_states(runs: Any) -> pd.DataFrame:
    """A row a state, design and replicate: 'share' of the cost since the decision (NaN without cost), and 'own' posts.

    Empty where the runs do not say (``unknown``).
    """
    found = _costs(runs)
    if found is None:
        return pd.DataFrame(columns=["state", "design", "replicate", "share", "own"])
    with tables_of(runs, "states") as tables:
        paid = tables.frame("SELECT state, design, replicate, dues FROM states")
    both = paid.merge(found, on=["design", "replicate"])
    both["share"] = np.where(both["cost"] > 0, both["dues"] / both["cost"].where(both["cost"] > 0, 1.0), np.nan)
    both["own"] = both["share"].fillna(0.0) * both["posts"]
    return both[["state", "design", "replicate", "share", "own"]]


def unknown(runs: Any) -> str:
    """Why the dues of these runs cannot be told in posts; '' where they can."""
    if any(event.kind == "parameter" and event.parameter == _PRICE for event in getattr(runs.scenario, "events", ())):
        return f"the scenario changes {_PRICE} within the run, so that dues cannot be told in posts"
    with tables_of(runs, "series") as tables:
        if not {"cost", "month"} <= set(tables.columns("series")):
            return "these runs kept no monthly cost of the secretariat"
    return ""


def _costs(runs: Any) -> pd.DataFrame | None:
    """A row a design and replicate: cost (utility a month, mean since the decision), posts (mean of the last year)."""
    if unknown(runs):
        return None
    sql = (
        "SELECT design, replicate, avg(cost) FILTER (month >= ?) AS cost, avg(cost) FILTER (month > ?) AS last "
        "FROM series GROUP BY design, replicate"
    )
    with tables_of(runs, "runs", "series", "draws") as tables:
        order = {design: k for k, design in enumerate(tables.designs())}
        last = int(tables.frame("SELECT max(month) AS month FROM series")["month"].iloc[0])
        decided = min(_decided(runs), last)
        found = tables.frame(sql, [decided, max(last - A_YEAR, decided - 1)])
        found = found.merge(_prices(tables), on="replicate")
    found["posts"] = found["last"] / found["price"]
    found = found[found["design"].isin(order)]
    return found.sort_values(["design", "replicate"], key=lambda c: c.map(order) if c.name == "design" else c)


def _decided(runs: Any) -> int:
    from sim.months import month_index

    return month_index(str(runs.scenario.adopt))


def _prices(tables: Tables) -> pd.DataFrame:
    """A row a replicate: 'price', utility a post and month, as drawn or as the model has it."""
    drawn = tables.frame("SELECT * FROM draws")
    return pd.DataFrame({"replicate": drawn["replicate"], "price": drawn.get(_PRICE, RECORDS[_PRICE].value)})


def _dues(design: str, who: str, posts: pd.Series, share: pd.Series | None = None) -> Dues:
    low, median, high = np.quantile(posts.to_numpy(float), [0.05, 0.5, 0.95])
    part = float("nan") if share is None else float(share.median())
    return Dues(design, who, float(median), float(low), float(high), None if missing(part) else part, price())
