"""A second definition of every outcome, in NumPy, on the record: what the compiled rules are compared with."""

from __future__ import annotations

import numpy as np

from sim.catalogue import CASE_INDEX, CASE_KINDS, CATEGORIES, LONG_WORK_MONTHS, TIE_TYPES
from sim.record import LAPSED, Record

NAN = float("nan")
MEAN = ("sensitive_pooled", "harm", "finished", "backlog", "memory", "frontier_share", "shared_network", "leaks",
        "shared_bilateral", "model_access", "duplicated", "harmonisation", "safe_share", "projects_ended")  # fmt: skip
LAST = {"members": "members", "members_without_institute": "members_without_institute", "regions": "regions",
        "reach_states": "reach", "mandate_distance": "mandate_distance", "office_ties": "office_ties",
        "firm_ties": "firm_ties", "rival_ties": "rival_ties", "pooled_knowledge": "pooled_knowledge"}  # fmt: skip


def mean(values) -> float:
    return float(np.mean(values)) if np.size(values) else NAN


def median(values) -> float:
    return float(np.median(values)) if np.size(values) else NAN


def gini(values) -> float:
    """Half the mean difference over the mean."""
    if not np.size(values):
        return NAN
    total = np.abs(np.subtract.outer(values, values)).mean()
    return float(total / (2 * np.mean(values))) if np.sum(values) > 0 else 0.0


def apart(p, q) -> float:
    return float(0.5 * np.abs(p / p.sum() - q / q.sum()).sum()) if p.sum() > 0 and q.sum() > 0 else NAN


def outcomes_in_numpy(r: Record) -> dict[str, float]:
    found = {name: mean(r.after(name)) for name in MEAN}
    found |= {name: mean(r.series[series][-12:]) for name, series in LAST.items()}
    return found | _casework(r) | _powers(r) | _network(r)


def _casework(r: Record) -> dict[str, float]:
    c, end, inc = r.cases, r.months[-1] + 1.0, r.incidents[r.incidents[:, 1] >= 1.0]
    ends = np.where(np.isnan(c["finished"]), end, c["finished"])
    multi = np.array([k.work >= LONG_WORK_MONTHS for k in CASE_KINDS])[c["kind"]] & (c["opened"] + 24 <= end)
    standard = (c["kind"] == CASE_INDEX["standard"]) & (c["opened"] >= r.works_from) & (c["opened"] + 12 <= end)
    found = {}
    for suffix, since in (("", r.adopted), ("_working", r.works_from)):
        days = inc[inc[:, 0] >= since, 2]
        found[f"incident_response_days{suffix}"] = median(days[~np.isnan(days)])
        found[f"multi_year_completion{suffix}"] = mean(~np.isnan(c["finished"][multi & (c["opened"] >= since)]))
    waiting = r.series["finished"][(r.months >= r.adopted) & (r.months < r.works_from)]
    working = r.series["finished"][r.months >= r.works_from]
    forgone = len(waiting) * (mean(working) - (mean(waiting) if len(waiting) else 0.0))
    speed = r.series["speed"]
    moved = [t for t in range(3, len(speed) - 3)
             if r.months[t] > r.works_from and np.abs(r.host[t] - r.host[t - 1]).sum() > 0.5]  # fmt: skip
    manned, at_work = r.after("posts")[1:].sum(), r.after("at_work")[1:].sum()
    return found | {
        "utilisation": float(at_work / manned) if manned > 0 else NAN,
        "time_to_output_months": median((ends - c["opened"])[standard & np.isnan(c["withdrawn"])]),
        "duties_done": float(len({CASE_KINDS[k].duty for k in c["kind"][~np.isnan(c["finished"])]})),
        "transition_months": float(r.works_from - r.adopted),
        "transition_cost": forgone,
        "throughput_dip": mean([speed[t : t + 3].mean() / speed[t - 3 : t].mean() for t in moved
                                if speed[t - 3 : t].mean() > 0]),
    }  # fmt: skip


def _powers(r: Record) -> dict[str, float]:
    tier, dues, influence = r.states_after("tier") > 0, r.states_after("dues"), r.states_after("influence")
    host, kept = r.kept(r.host), r.agenda[r.months >= r.adopted]
    member, paid, gdp = tier.any(axis=0), dues.sum(axis=0), r.roster.gdp
    years = [dues[k : k + 12].sum(axis=0) for k in range(0, len(dues), 12)]
    degree = (r.ties_end > 0).sum(axis=1)[: r.roster.n_states]
    top = int(host.mean(axis=0).argmax())
    shares = [host.mean(axis=0)[top], *(x[top] / x.sum() if x.sum() > 0 else 0.0 for x in (paid, degree))]
    felt = ((1.0 - r.after("neutrality"))[:, None] * (host @ r.roster.rivalry))[tier]
    return {
        "influence_gini": gini(influence.mean(axis=0)[member | (influence > 0).any(axis=0)]),
        "contribution_gap": apart(paid, np.where(member | (paid > 0), gdp, 0.0)),
        "free_riding": apart(r.states_after("effort").sum(axis=0), np.where(member, gdp, 0.0)),
        "largest_payer_share": mean([y.max() / y.sum() for y in years if y.sum() > 0]),
        "perceived_bias": mean(felt),
        "agenda_volatility": mean(0.5 * np.abs(kept[12:] - kept[:-12]).sum(axis=1)) if len(kept) > 12 else NAN,
        "host_dependence": mean(shares) if shares[0] > 0 else 0.0,
    }


def _network(r: Record) -> dict[str, float]:
    masks, log = r.ties_end[np.triu(r.ties_end, 1) > 0], r.tie_log
    exists, kept = r.states["status"][-1] > 0, r.months >= r.adopted
    pairs = exists.sum() * (exists.sum() - 1) / 2
    counts = (r.network_shares + r.bilateral_shares)[kept].sum(axis=0)
    return {
        "density": float(r.series["office_ties"][-1] / pairs) if pairs else NAN,
        "types_per_tie": mean([int(mask).bit_count() for mask in masks]),
        "knowledge_gini": gini(r.states["knowledge"][-1][exists]),
        "lapses": float(((log["action"] == LAPSED) & (log["month"] >= r.adopted)).sum()),
        "false_confidence": mean(r.after("harmonisation") - r.after("pooled_knowledge")),
        **{f"type_{t.key}": mean((masks >> k) & 1) for k, t in enumerate(TIE_TYPES)},
        **{
            f"share_{c.key}": counts[q, 1] / counts[q, 0] if counts[q, 0] else NAN
            for q, c in enumerate(CATEGORIES)
            if not c.published
        },
    }
