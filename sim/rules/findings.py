"""Findings: what finished casework brings to light, and what that is worth to those who hear of it (W19).

A finding is worth what information of its kind from another office would be: the benefit of its category, as far as it
is new to who hears it. Members hear all of it, partners and outsiders their part.
"""

from __future__ import annotations

import numpy as np

from sim import design as D
from sim.catalogue import BENEFIT, CASE_KINDS, CATEGORY_INDEX
from sim.jit import rule
from sim.rules.metrics import enjoyed, tier_share

# Category of what a finished case brings to light (reading, as the categories that ties carry); other kinds nothing.
FINDINGS = {
    "joint_test": "evaluation_methods", "joint_research": "best_practices", "standard": "evaluation_standards",
    "working_group": "best_practices",
}  # fmt: skip
WORTH = np.array([BENEFIT[CATEGORY_INDEX[FINDINGS[k.key]]] if k.key in FINDINGS else 0.0 for k in CASE_KINDS])
YEAR = 12.0  # months: what a year's plan brings to light, a month


@rule
def add_finding(w, kind, theme):
    """What a finished case brings to light on its theme, into the average of a year, ``w.findings`` (themes,)."""
    if theme >= 0:
        w.findings[theme] += WORTH[kind] / YEAR


@rule
def age_findings(w):
    """A month of that average passes, in place."""
    for t in range(w.findings.shape[0]):
        w.findings[t] -= w.findings[t] / YEAR


@rule
def news_of(w, j):
    """What the month's findings would be worth to state j (utility) if it heard all of them; 0 without an office."""
    if w.status[j] == 0:
        return 0.0
    total = 0.0
    for t in range(w.findings.shape[0]):
        total += w.findings[t] * (1.0 - w.knowledge[j, t])
    return total


@rule
def heard(w, j):
    """What state j has of the month's findings (utility): all as a member, else what is not for members only (W19)."""
    return enjoyed(w.design[D.EXCLUDABILITY], tier_share(w, w.tier[j])) * news_of(w, j)


@rule
def members_news(w, i, own_tier):
    """What state i has of the month's findings (utility) by being in the network at ``own_tier``, not outside."""
    return w.design[D.EXCLUDABILITY] * tier_share(w, own_tier) * news_of(w, i)
