"""What is on record about offices, firms and pairs, as a run lives it until the end of 2025 and a year on."""

import numpy as np
import pytest

from scenarios.rosters import load_roster
from sim.model import CooperationModel
from sim.months import NEVER, month_index
from tests.model.conftest import config_of

ROSTER = load_roster("real")
US, UK, FRANCE, KENYA, AUSTRALIA, CHINA = (
    ROSTER.find(name) for name in ("US", "UK", "France", "Kenya", "Australia", "China")
)


@pytest.fixture(scope="module", params=[1, 2])
def months(request):
    """By month: staff, status, standing, and the trust of the US in China with whether they have a channel."""
    model, found = CooperationModel(config_of("real", "adhoc", end="2026-12", seed=request.param)), {}
    w = model.world
    while model.running:
        model.step()
        channel = w.ties[US, CHINA] != 0 or (w.tier[US] > 0 and w.tier[CHINA] > 0)
        kept = w.staffing.copy(), w.status.copy(), w.standing.copy(), float(w.trust[US, CHINA]), bool(channel)
        found[w.month - 1] = (*kept, float(w.rivalry[US, CHINA]))
    return found


def test_capacity_follows_the_record(months):
    size = {month: months[month_index(month)][0] for month in ("2025-01", "2025-02", "2025-12", "2026-12")}
    assert size["2025-02"][US] < 0.85 * size["2025-01"][US], "the cuts of February 2025"
    for now in size.values():
        assert now[FRANCE] < 0.5 * now[US] < now[UK] and now[KENYA] < 0.2
    assert size["2025-12"][UK] > size["2025-01"][UK], "the UK's institute grows"
    opened = ROSTER.founded[AUSTRALIA]
    assert months[opened - 1][1][AUSTRALIA] == 1 and months[opened][1][AUSTRALIA] == 2


def test_standing_follows_the_record(months):
    for month, (_, _, standing, *_) in months.items():
        assert np.array_equal(standing, (ROSTER.frontier_from <= month) & (month < ROSTER.frontier_until))
    assert (ROSTER.frontier_until == NEVER).all() and months[month_index("2026-12")][2].all()


def test_trust_between_rivals_stands_until_there_is_a_channel_or_a_dialogue(months):
    before = None
    for _, _, _, trust, channel, rivalry in months.values():
        if channel:
            return
        if before is not None and rivalry == before[1]:
            gap = 1.0 - before[0]
            assert trust == before[0] or trust == pytest.approx(before[0] + 0.15 * gap), (
                "a dialogue closes 0.15 of the gap"
            )
        before = trust, rivalry
