"""Numbers of one run on what is shared, with whom and at which risk; pure functions of the record."""

from __future__ import annotations

import numpy as np

from results.studies.evidence.common import (
    CHOSEN,
    NAN,
    mean_rate,
    pair_rates,
    rank_correlation,
    rates_of,
    rivalry_of,
    told,
)
from results.studies.evidence.indicators import WINDOW
from scenarios.sharing_modes import sharing_modes
from sim.catalogue import CATEGORIES, CATEGORY_INDEX, DANGER, PRE_DEPLOYMENT, SENSITIVE, SENSITIVITY
from sim.record import Record
from sim.rules.pairs import MOSTLY
from sim.rules.shocks import RIVAL

LOW = np.array([k not in SENSITIVE for k in range(len(CATEGORIES))])
TRUST_BUILDING = np.array([c.key in ("verification", "shared_protocols") for c in CATEGORIES])  # R2


# ---- sharing ----------------------------------------------------------------------------------------------------
@told("correlation")
def sensitivity_slope(record: Record) -> float:
    """Rank correlation of sensitivity with the rate of sharing, over categories that are a choice."""
    rates = rates_of(record, record.network_shares + record.bilateral_shares)
    return rank_correlation(SENSITIVITY[CHOSEN], rates[CHOSEN])


@told("share")
def incompatible_gap(record: Record) -> float:
    """Sharing across incompatible data regimes less that across compatible ones."""
    legal = record.roster.legal
    return mean_rate(pair_rates(record, legal <= 0.0)) - mean_rate(pair_rates(record, legal > 0.0))


@told("categories")
def categories_taken(record: Record) -> float:
    """Categories that a member gives to the network, of those that only members give."""
    given = CHOSEN.copy()
    given[PRE_DEPLOYMENT] = False
    return float(rates_of(record, record.network_shares)[given].sum())


@told("share", needs="decisions")
def worthwhile_share(record: Record) -> float:
    """Gifts of members to the network in which the giver gains."""
    offices = record.roster.n_states
    gains = [d.gain for d in record.decisions if d.kind == "pool" and d.taken and d.actor < offices]
    return float(np.mean(np.array(gains) > 0.0)) if gains else NAN


@told("share")
def sharing_after_incident(record: Record) -> float:
    """Sharing between partners from January to June 2027."""
    inside = (record.months >= WINDOW[0]) & (record.months < WINDOW[1])
    asked, taken = record.bilateral_shares[inside].sum(axis=(0, 1))
    return float(taken / asked) if asked > 0 else NAN


@told("share")
def rival_sharing(record: Record) -> float:
    """Sharing between offices that are rivals and have a channel."""
    return mean_rate(pair_rates(record, rivalry_of(record) >= RIVAL))


def _gap(record: Record, pairs: np.ndarray) -> float:
    rates = pair_rates(record, pairs)
    return mean_rate(rates, LOW) - mean_rate(rates, ~LOW)


@told("share")
def rival_gap(record: Record) -> float:
    """Between rivals with a channel: sharing of what is hardly sensitive less that of what is."""
    return _gap(record, rivalry_of(record) >= RIVAL)


@told("share")
def rival_gap_excess(record: Record) -> float:
    """That gap between rivals less the same gap between all others."""
    return rival_gap(record) - _gap(record, rivalry_of(record) < RIVAL)


@told("share")
def rival_first(record: Record) -> float:
    """Between rivals: sharing of verification and shared protocols less that of the other categories."""
    rates = pair_rates(record, rivalry_of(record) >= RIVAL)
    return mean_rate(rates, TRUST_BUILDING) - mean_rate(rates, ~TRUST_BUILDING)


@told("correlation")
def withheld_slope(record: Record) -> float:
    """Rank correlation of sensitivity with the share of pairs that withhold, over categories."""
    return rank_correlation(SENSITIVITY[CHOSEN], sharing_modes(record)[CHOSEN, 2])


@told("classes")
def classes_used(record: Record) -> float:
    """Of shared, case by case and withheld, those with a twentieth of pairs and categories."""
    return float((sharing_modes(record)[CHOSEN].mean(axis=0) >= 0.05).sum())


@told("changes")
def class_changes(record: Record) -> float:
    """Changes of class from year to year, summed over categories, through the network."""
    counts = record.network_shares[record.months >= record.adopted]
    years = np.array([counts[k : k + 12].sum(axis=0) for k in range(0, len(counts) - 11, 12)])
    rate = years[..., 1] / np.maximum(years[..., 0], 1.0)
    classes = (rate >= MOSTLY).astype(int) - (rate <= 1.0 - MOSTLY)
    return float((classes[1:] != classes[:-1]).sum())


# ---- risks ------------------------------------------------------------------------------------------------------
def _register_risks() -> None:
    for score, words in (
        ("danger", "advances dangerous capabilities"), ("sensitive", "reveals sensitive information"),
        ("opportunity", "gives an opportunity for harm"),
    ):  # fmt: skip
        scores = np.array([getattr(c, score) for c in CATEGORIES])

        def risk(record: Record, scores: np.ndarray = scores) -> float:
            flows = record.pair_shares.sum(axis=(0, 1))
            return float(flows @ scores / flows.sum()) if flows.sum() > 0 else NAN

        risk.__name__ = f"risk_{score}"
        risk.__doc__ = f"mean over all that is shared between two actors: {words}"
        told("score")(risk)


_register_risks()


@told("index/month")
def transfer_to_distant(record: Record) -> float:
    """Dangerous information that reaches states in the lowest quarter of UN votes."""
    ideal, offices = record.roster.ideal, record.roster.n_states
    far = ideal <= np.nanquantile(ideal, 0.25)
    return float((record.pair_shares[:, :offices][:, far] @ DANGER).sum())


# ---- order of feasibility ---------------------------------------------------------------------------------------
def _over(record: Record, better: str, worse: str | None) -> float:
    rates = rates_of(record, record.network_shares + record.bilateral_shares)
    other = rates[CATEGORY_INDEX[worse]] if worse else float(record.after("safe_share").mean())
    return float(rates[CATEGORY_INDEX[better]] - other)


@told("share")
def research_over_protocols(record: Record) -> float:
    """Rate of sharing safety research less that of common protocols, which two must agree on as on standards."""
    return _over(record, "best_practices", "shared_protocols")


@told("share")
def research_over_incidents(record: Record) -> float:
    """Rate of sharing safety research less that of incident reports."""
    return _over(record, "best_practices", "incident_reports")


@told("share")
def protocols_over_limits(record: Record) -> float:
    """Rate of sharing common protocols less the share of firms that restrain themselves."""
    return _over(record, "shared_protocols", None)


@told("share")
def incidents_over_limits(record: Record) -> float:
    """Rate of sharing incident reports less the share of firms that restrain themselves."""
    return _over(record, "incident_reports", None)
