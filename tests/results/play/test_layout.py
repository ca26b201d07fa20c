"""Where actors stand: apart from each other, firms at home, and nobody jumps."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.play.world.layout import LEAST, WIDTH, by_region
from results.play.world.tie_layout import TieLayout
from results.play.world.tie_list import ties_until
from results.world_regions import COLUMNS
from scenarios.session.log import started
from scenarios.session.plan import roster_of
from scenarios.session.replay import record_of
from sim.months import NEVER
from sim.record import FORMED, LAPSED, TIE_LOG_DTYPE

NAMES = [name for column in COLUMNS for name in column] + ["Atlantis"]
MONTHS = 24


@st.composite
def rosters(draw):
    """6 to 60 actors in any regions, with firms anywhere."""
    states = draw(st.integers(3, 40))
    firms = draw(st.integers(max(0, 6 - states), 20))
    regions = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=len(NAMES), unique=True)))
    region = np.array(draw(st.lists(st.integers(0, len(regions) - 1), min_size=states, max_size=states)))
    home = np.array(draw(st.lists(st.integers(0, states - 1), min_size=firms, max_size=firms)), dtype=int)
    return SimpleNamespace(
        n_states=states, n_firms=firms, regions=regions, region=region, firm_home=home,
        firm_home2=np.full(firms, -1), ties=(), member_from=np.full(states, NEVER),
    )  # fmt: skip


@st.composite
def runs(draw):
    """Ties that come and go among the actors of a roster."""
    roster = draw(rosters())
    n = roster.n_states + roster.n_firms
    pairs = st.tuples(st.integers(0, roster.n_states - 1), st.integers(0, n - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    start, log = np.zeros((n, n), dtype=np.int64), []
    for a, b in draw(st.lists(pairs, max_size=40)):
        start[a, b] = start[b, a] = 1
    for month in range(MONTHS):
        for a, b in draw(st.lists(pairs, max_size=3)):
            log.append((month, a, b, 2, FORMED) if draw(st.booleans()) else (month, a, b, -1, LAPSED))
    return SimpleNamespace(
        roster=roster, start=0, months=np.arange(MONTHS), ties_start=start, tie_log=np.array(log, dtype=TIE_LOG_DTYPE)
    )


def _least(places):
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    return gaps[~np.eye(len(places), dtype=bool)].min()


def _inside(layout):
    x, y = layout.places.T
    return x.min() > 0 and x.max() + layout.room <= WIDTH + 1 and y.min() > 0 and y.max() < layout.height


@settings(max_examples=60)
@given(rosters())
def test_by_region_nobody_is_near_another(roster):
    layout = by_region(roster)
    assert _least(layout.places) >= LEAST and _inside(layout)
    assert layout.room >= 90  # px: a name of a dozen letters
    assert by_region(roster).places.tobytes() == layout.places.tobytes()


@settings(max_examples=40)
@given(rosters())
def test_by_region_all_stand_in_the_box_of_their_region(roster):
    layout = by_region(roster)
    boxes = {box.name: box for box in layout.regions}
    homes = [*range(roster.n_states), *roster.firm_home.tolist()]
    for (x, y), home in zip(layout.places, homes, strict=True):
        box = boxes[roster.regions[int(roster.region[home])]]
        assert box.x < x < box.x + box.width and box.y < y < box.y + box.height
    tops = sorted(layout.regions, key=lambda box: (box.x, box.y))
    for above, below in itertools.pairwise(tops):
        assert above.x != below.x or above.y + above.height < below.y


@settings(max_examples=40, deadline=None)
@given(runs())
def test_by_ties_nobody_is_near_another_or_jumps(record):
    found = TieLayout(record)
    places = [found.at(month).places for month in range(MONTHS + 1)]
    step = found.lattice.step
    for before, after in itertools.pairwise(places):
        assert _least(after) >= LEAST
        moved = np.hypot(*(after - before).T)
        assert moved.max() <= step and (moved > 0).sum() <= 6
    assert _inside(found.at(MONTHS))


@settings(max_examples=20, deadline=None)
@given(runs(), st.integers(1, MONTHS - 1))
def test_by_ties_a_month_rests_on_nothing_later(record, month):
    ended = SimpleNamespace(**{**vars(record), "tie_log": record.tie_log[record.tie_log["month"] < month]})
    one, other = TieLayout(record), TieLayout(ended)
    one.at(MONTHS)
    assert one.at(month).places.tobytes() == other.at(month).places.tobytes()


@pytest.mark.parametrize("month", [0, 36, 72])
def test_by_ties_partners_stand_nearer_than_others(month):
    record = record_of(started("default"))
    at = record.start + month
    places = TieLayout(record).at(at).places
    gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    ties = ties_until(record, at).standing
    linked = sorted({node for tie in ties for node in (tie.a, tie.b)})
    partners = np.mean([gaps[tie.a, tie.b] for tie in ties])
    others = gaps[np.ix_(linked, linked)]
    assert partners < 0.8 * others[others > 0].mean()


def test_firms_stand_near_their_home():
    roster = roster_of(started("default").base())
    places = by_region(roster).places
    for f, home in enumerate(roster.firm_home):
        gaps = np.hypot(*(places - places[home]).T)
        assert gaps[roster.n_states + f] < 0.6 * gaps.mean(), roster.label(roster.n_states + f)
