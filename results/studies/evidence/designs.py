"""Experiments of the rows on secretariat designs (W1 to W18, W28).

Rows on international organisations stand in ``organisations``, the sides in ``design_sides``.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from results.studies.evidence import organisations
from results.studies.evidence.contrast import (
    Contrast,
    Experiment,
    Found,
    Study,
    Values,
    derived,
    level,
    mean_of,
    side,
)
from results.studies.evidence.design_sides import (
    ALIKE,
    EQUAL,
    FIXED,
    HOSTS,
    TURNING,
    against,
    lever,
    polarised,
    preset,
    presets,
)
from results.studies.evidence.judge import TIE

# ---- rotation and permanence (W1 to W6, W8) -------------------------------------------------------------------------
ALIKE_HOSTS = {f"a fixed seat in {host} ({EQUAL})": at for host, at in FIXED.items()}
ROTATION: tuple[Experiment, ...] = (
    *against("W1", TURNING, "a turning seat", ALIKE_HOSTS, "influence_gini", -1),
    *against("W1", preset("rotating"), "rotating", presets("static:US", "static:UK"), "influence_gini", -1, False),
    *against(
        "W2",
        TURNING,
        "a turning seat",
        {label: at for label, at in ALIKE_HOSTS.items() if at in (FIXED["US"], FIXED["UK"])},
        "theme_spread",
        1,
        floor=2,
    ),
    *against("W2", preset("rotating"), "rotating", presets("static:US", "static:UK"), "theme_spread", 1, False, 2),
    *against("W3a", TURNING, "a turning seat", ALIKE_HOSTS, "agenda_volatility", 1),
    *against("W3a", preset("rotating"), "rotating", presets("static:UK"), "agenda_volatility", 1, False),
    *against("W3b", TURNING, "a turning seat", ALIKE_HOSTS, "mandate_distance", 0),
    *against("W3b", preset("rotating"), "rotating", presets("static:UK", "igo:OECD"), "mandate_distance", 0, False),
    Contrast("W4", FIXED["UK"], TURNING, "turn_of_year", -1, f"a turning seat against a fixed one in UK ({EQUAL})",
             floor=2),
    Contrast("W4", FIXED["UK"], TURNING, "long_project_months", 1,
             f"a turning seat against a fixed one in UK ({EQUAL})"),
    *against("W4", preset("rotating"), "rotating", presets("static:UK"), "long_project_months", 1, False),
    Contrast("W5", TURNING, FIXED["UK"], "multi_year_completion", 1,
             f"a fixed seat in UK against a turning one ({EQUAL})", floor=4),
    *against("W5", preset("static:UK"), "static:UK", presets("rotating", "adhoc"), "multi_year_completion", 1, floor=4),
    *against("W5", preset("static:UK"), "static:UK", presets("igo:OECD", "igo:UN"), "multi_year_completion", 1, False),
    *against("W5", preset("static:UK"), "static:UK", presets("none"), "multi_year_completion", 1, False),
    Contrast("W5", TURNING, FIXED["UK"], "given_up", -1,
             f"a fixed seat in UK against a turning one ({EQUAL})", False, 4),
    *against("W5", preset("static:UK"), "static:UK", presets("rotating", "adhoc"), "given_up", -1, False, 4),
    Contrast("W5", side(TURNING.design.replace("staff_fte=8", "staff_fte=4"), setup_months=0),
             side(FIXED["UK"].design.replace("staff_fte=8", "staff_fte=4"), setup_months=0), "multi_year_completion", 1,
             "the same with four posts", False, 4),
    *against("W8", side(f"chair:US@{ALIKE}", setup_months=0), "a fixed seat in US with a turning chair",
             {f"a turning seat ({EQUAL})": TURNING}, "mandate_distance", -1),
    *against("W8", side(f"chair:US@{ALIKE}", setup_months=0), "a fixed seat in US with a turning chair",
             {f"a fixed seat in US ({EQUAL})": FIXED["US"]}, "perceived_bias", -1),
    *against("W8", preset("chair:US"), "chair:US", presets("rotating"), "mandate_distance", -1, False),
    *against("W8", preset("chair:US"), "chair:US", presets("static:US"), "perceived_bias", -1, False),
    *against("W8", preset("chair:US"), "chair:US", presets("rotating"), "agenda_volatility", -1, False),
)  # fmt: skip


def _late_less_early(values: Values) -> list[Found]:
    """Service time of the last two years less that of the first two, under one seat."""
    at = FIXED["UK"]
    early, late = values[at, "service_time_early"], values[at, "service_time_late"]
    part = "the last two years against the first two, a fixed seat in UK"
    return [Found(part, "service_time_late", late - early, -1, level=mean_of(early))]


TENURE: tuple[Experiment, ...] = (
    Study("W6", (FIXED["UK"],), ("service_time_early", "service_time_late"), _late_less_early, floor=2),
    Contrast("W6", *lever("static:UK", "learning_rate_per_year=0", "learning_rate_per_year=0.1"), "service_time_late",
             -1, "learning 10% a year against none", False),
)  # fmt: skip

# ---- one host, and which (W7, W7a) ----------------------------------------------------------------------------------
CALM, TORN = 1.0, 1.5


def _single_host(values: Values) -> list[Found]:
    """What polarisation costs a single host, and whether more than it costs an international organisation."""
    found = []
    for name in ("members", "regions"):
        loss = {d: values[polarised(d, TORN), name] - values[polarised(d, CALM), name] for d in POLAR}
        for host in ("US", "EU"):
            found.append(
                Found(f"static:{host}, polarisation {TORN:g} against {CALM:g}", name, loss[f"static:{host}"], -1)
            )
            extra = loss[f"static:{host}"] - loss["igo:UN"]
            found.append(Found(f"the same, less what igo:UN loses (static:{host})", name, extra, -1, False))
    return found


POLAR = ("static:US", "static:EU", "igo:UN")
HOST_QUANTITIES = (
    "members", "regions", "sensitive_pooled", "incident_response_days", "multi_year_completion", "influence_gini",
    "harm", "model_access",
)  # fmt: skip
LESS_IS_BETTER = ("incident_response_days", "influence_gini", "harm")
RANKED = {host: preset(f"static:{host}") for host in (*HOSTS, "EU", "Japan", "Kenya")}


NOT_LED = derived(
    "outcomes_not_led", "outcomes", "headline outcomes, of those in which hosts differ, led by another host"
)
ALIKE_SHARE = derived("hosts_alike", "share", "pairs of hosts that give equal values of an outcome in a replicate")
AGREEMENT = derived("rank_agreement", "correlation", "mean rank correlation of the hosts between two outcomes")


def _hosts(values: Values) -> list[Found]:
    """How far one host leads and rankings agree, by replicate; then the host with the best median of each outcome."""
    names = list(RANKED)
    table = {q: np.column_stack([values[RANKED[host], q] for host in names]) for q in HOST_QUANTITIES}
    good = {q: -rows if q in LESS_IS_BETTER else rows for q, rows in table.items()}
    replicates = range(len(values[RANKED[names[0]], HOST_QUANTITIES[0]]))
    of = f"of {len(names)} hosts"
    found = [
        Found(f"the host that leads most, {of} (0: it is best at all)", NOT_LED,
              [not_led(np.array([good[q][r] for q in HOST_QUANTITIES])) for r in replicates], 0),
        Found(f"rankings {of} (1: one ranking for all outcomes)", AGREEMENT,
              [agreement(np.array([good[q][r] for q in HOST_QUANTITIES])) for r in replicates], 0),
    ]  # fmt: skip
    for q in HOST_QUANTITIES:
        medians = np.nanmedian(good[q], axis=0)
        top = int(medians.argmax())
        name = names[top] if (medians == medians[top]).sum() == 1 else f"{names[top]} (shared with others)"
        others = np.delete(table[q], top, axis=1).mean(axis=1)
        part = f"best median: {name}, against the mean of the other hosts"
        found.append(Found(part, q, table[q][:, top] - others, 0, False, mean_of(others)))
        alike = [share_alike(row) for row in table[q][:, : len(HOSTS)]]
        found.append(Found(f"pairs of {', '.join(HOSTS)} that are equal in {q}", ALIKE_SHARE, alike, decides=False))
    return found


def share_alike(values: np.ndarray) -> float:
    """Share of the pairs of hosts with equal values of an outcome; NaN if a host has none."""
    if np.isnan(values).any():
        return float("nan")
    a, b = np.triu_indices(len(values), 1)
    return float((np.abs(values[a] - values[b]) <= TIE).mean())


def _told_apart(scores: np.ndarray) -> np.ndarray:
    """The outcomes (rows) in which the hosts (columns) all have a value and are not all alike."""
    return scores[~np.isnan(scores).any(axis=1) & (np.ptp(np.nan_to_num(scores), axis=1) > 0)]


def not_led(scores: np.ndarray) -> float:
    """Outcomes in which the hosts differ, less those that the host leading most leads (alone or with others)."""
    scores = _told_apart(scores)
    if not len(scores):
        return float("nan")
    return float(len(scores) - (scores == scores.max(axis=1, keepdims=True)).sum(axis=0).max())


def agreement(scores: np.ndarray) -> float:
    """Mean Spearman correlation of the hosts' ranks over pairs of outcomes, ties at their mean rank."""
    ranks = [((row[:, None] > row).sum(axis=1) - (row[:, None] < row).sum(axis=1)) / 2.0 for row in _told_apart(scores)]
    if len(ranks) < 2:
        return float("nan")
    pairs = np.corrcoef(ranks)[np.triu_indices(len(ranks), 1)]
    return float(pairs.mean())


# ---- no secretariat, an ad hoc lead, absorption (W16 to W18), duties (W28) ----------------------------------------
ARRANGED = presets("rotating", "static:UK", "igo:OECD")
SCATTERED, GATHERED = (side(f"adhoc@lead_share={share}") for share in (0, 1))
MERGED = side("adhoc", "absorption")


def _decline(values: Values) -> list[Found]:
    """Members in the year before the merger against those at the decision."""
    return [Found("the year before the merger against the month of the decision", "members_by_2028",
                  values[MERGED, "members_by_2028"], -1)]  # fmt: skip


WITHOUT: tuple[Experiment, ...] = (
    *against("W16", preset("none"), "none", ARRANGED, "duplicated", 1),
    *against("W16", preset("none"), "none", ARRANGED, "harmonisation", -1),
    *against("W17", preset("adhoc"), "adhoc", presets("rotating", "igo:OECD"), "influence_gini", 1),
    *against("W17", preset("adhoc"), "adhoc", presets("none"), "finished", 1),
    *against("W17", preset("adhoc"), "adhoc", presets("rotating", "igo:OECD"), "finished", 1, False),
    *against("W17", preset("adhoc"), "adhoc", presets("rotating"), "us_uk_influence", 1, False),
    Contrast("W18", SCATTERED, GATHERED, "newcomers", -1, "work held by the largest members, not by nobody"),
    Study("W18", (MERGED,), ("members_by_2028",), _decline),
    Contrast("W18", side("adhoc"), MERGED, "newcomers", 1, "merged into the OECD in 2028 against going on as adhoc"),
    level("W28", side("rotating"), ("duties_done",), "preset rotating, from the decision to 2030"),
    level("W28", side("static:UK"), ("duties_done",), "preset static:UK, from the decision to 2030"),
    level("W28", side("igo:UN"), ("duties_done",), "preset igo:UN, from the decision to 2030"),
)  # fmt: skip

ROWS: tuple[Experiment, ...] = (
    *ROTATION,
    *TENURE,
    Study("W7", tuple(polarised(d, p) for d, p in product(POLAR, (CALM, TORN))), ("members", "regions"), _single_host),
    Study("W7a", tuple(RANKED.values()), HOST_QUANTITIES, _hosts),
    *organisations.ROWS,
    *WITHOUT,
)
