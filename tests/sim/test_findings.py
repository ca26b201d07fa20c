"""Findings: what members, partners and outsiders have of what casework brings to light."""

import pytest

from sim.rules import findings
from sim.rules.membership import appraise_membership
from tests.worlds import design_values, world


def scene(tier, status=2, excludability=0.25):
    """One state, the network's findings worth 0.5 to it on one theme, of which it knows half."""
    return world(1, tier=tier, status=status, design=design_values(excludability=excludability),
                 findings=(1.0, 0.0, 0.0, 0.0, 0.0), knowledge=0.5, params={"partner_access": 0.5})  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "status", "found"),
    [
        pytest.param(1, 2, 0.5, id="a member hears all that is new to it"),
        pytest.param(2, 2, 0.5 * (1 - 0.25 * 0.5), id="a partner misses half of what is for members only"),
        pytest.param(0, 2, 0.5 * (1 - 0.25), id="an outsider misses what is for members only"),
        pytest.param(1, 0, 0.0, id="without an office nobody hears it"),
    ],
)
def test_what_is_heard(tier, status, found):
    assert findings.heard(scene(tier, status), 0) == found


@pytest.mark.parametrize(("tier", "more"), [(1, 0.125), (2, 0.0625)])
def test_what_is_for_members_only_counts_in_the_decision_by_openness(tier, more):
    assert findings.members_news(scene(0), 0, tier) == more
    w = scene(0)
    w.openness[0] = 0.5
    bare = scene(0)
    bare.openness[0], bare.findings[:] = 0.5, 0.0
    gained = appraise_membership(w, 0, tier)[3] - appraise_membership(bare, 0, tier)[3]
    assert gained == pytest.approx(0.5 * more)
