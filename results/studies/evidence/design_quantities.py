"""Numbers of a run that the rows on secretariat designs need beyond the model's outcomes."""

from __future__ import annotations

import numpy as np

from results.studies.evidence.contrast import quantity
from sim.catalogue import CASE_KINDS, LONG_WORK_MONTHS, SENSITIVE, THEMES
from sim.months import month_index
from sim.outcomes import PROJECT_MONTHS
from sim.record import Record


@quantity("index 0-1", "chance that two staff-months of finished work are on different themes")
def theme_spread(record: Record) -> float:
    """W2: over the themed cases finished since the secretariat works; NaN if none is."""
    cases = record.cases
    cases = cases[(cases["theme"] >= 0) & (cases["finished"] >= record.works_from)]
    if not cases.size:
        return float("nan")
    work = np.bincount(cases["theme"], weights=cases["work"], minlength=len(THEMES))
    return float(1.0 - ((work / work.sum()) ** 2).sum())


@quantity("ratio", "cases finished in the first quarter of each of the secretariat's years against the quarter before")
def turn_of_year(record: Record) -> float:
    """W4: where a chair of one year hands over; the same months where nothing is handed over."""
    finished, first = record.series["finished"], record.works_from - record.start
    turns = [t for t in range(first + 12, len(finished) - 4, 12)]
    before = sum(finished[t - 2 : t + 1].sum() for t in turns)  # a month's count is of cases finished in the one before
    after = sum(finished[t + 1 : t + 4].sum() for t in turns)
    return float(after / before) if before > 0 else float("nan")


@quantity(
    "months", "mean time to finish a multi-year project; one still open counts with its age, one given up is left out"
)
def long_project_months(record: Record) -> float:
    """W4: of those opened under the new secretariat two years or more before the end (the slowest are given up)."""
    end, cases = record.months[-1] + 1.0, _long_projects(record)
    cases = cases[np.isnan(cases["withdrawn"])]
    if not cases.size:
        return float("nan")
    return float((np.where(np.isnan(cases["finished"]), end, cases["finished"]) - cases["opened"]).mean())


@quantity("share", "multi-year projects that were given up without a result")
def given_up(record: Record) -> float:
    """W5: of those opened under the new secretariat two years or more before the end."""
    cases = _long_projects(record)
    return float((~np.isnan(cases["withdrawn"])).mean()) if cases.size else float("nan")


def _long_projects(record: Record) -> np.ndarray:
    long = np.array([kind.work >= LONG_WORK_MONTHS for kind in CASE_KINDS])
    cases = record.cases[long[record.cases["kind"]] & (record.cases["opened"] >= record.works_from)]
    return cases[cases["opened"] + PROJECT_MONTHS <= record.months[-1] + 1.0]


def _service_time(record: Record, since: float, until: float) -> float:
    """Mean months of service a staff-month of work, over cases begun in the months [since, until)."""
    cases = record.cases
    cases = cases[(cases["started"] >= since) & (cases["started"] < until) & ~np.isnan(cases["finished"])]
    cases = cases[(cases["work"] > 0) & (cases["finished"] - cases["started"] > 0)]
    if not cases.size:
        return float("nan")
    return float(np.median((cases["finished"] - cases["started"]) / cases["work"]))


@quantity("months per staff-month", "service time of the secretariat's first two years")
def service_time_early(record: Record) -> float:
    """W6: from the start of the work to its end, a unit of work."""
    return _service_time(record, record.works_from, record.works_from + 24.0)


@quantity("months per staff-month", "service time of the run's last two years")
def service_time_late(record: Record) -> float:
    """W6: the same, at the end."""
    return _service_time(record, record.months[-1] - 23.0, np.inf)


@quantity("states", "states reached, mean of the secretariat's first year")
def first_year_reach(record: Record) -> float:
    """W10: members and states drawn in by outreach."""
    first = record.works_from - record.start
    return float(record.series["reach"][first : first + 12].mean())


@quantity("share", "influence on the agenda of the one who pays most")
def largest_payer_influence(record: Record) -> float:
    """W11: mean since the decision; NaN if nobody pays."""
    dues = record.states_after("dues").sum(axis=0)
    if dues.max() <= 0:
        return float("nan")
    return float(record.states_after("influence").mean(axis=0)[int(dues.argmax())])


@quantity("share", "sensitive information given to the network, of the choices that members made")
def sensitive_rate(record: Record) -> float:
    """W12, W15b: categories from incident reports upwards, since the secretariat works."""
    counts = record.network_shares[record.months >= record.works_from][:, list(SENSITIVE)].sum(axis=(0, 1))
    return float(counts[1] / counts[0]) if counts[0] > 0 else float("nan")


@quantity("states", "members in the last year that were none at the decision")
def newcomers(record: Record) -> float:
    """W18: mean over the last twelve months."""
    tier = record.states["tier"] > 0
    outside = ~tier[max(0, record.adopted - record.start)]
    return float(tier[-12:, outside].sum(axis=1).mean())


@quantity("states", "members in 2027 less members at the decision")
def members_by_2028(record: Record) -> float:
    """W18: how the network does in the year before the merger."""
    members, year = record.series["members"], month_index("2027-01") - record.start
    return float(members[year : year + 12].mean() - members[record.adopted - record.start])


@quantity("share", "influence on the agenda of the United States and the United Kingdom together")
def us_uk_influence(record: Record) -> float:
    """W17: mean since the decision."""
    both = [record.roster.find("US"), record.roster.find("UK")]
    return float(record.states_after("influence").mean(axis=0)[both].sum())
