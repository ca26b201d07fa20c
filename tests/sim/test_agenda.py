"""The agenda: who pulls it where, and who has a voice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim.rules.agenda import (
    agenda_step,
    agenda_target,
    list_voices,
    mandate_of,
    move_agenda,
    set_influence,
    with_outsiders,
)
from sim.rules.metrics import powers_held
from tests.sim.arrays import filled
from tests.worlds import design_values, world

SHARE = st.floats(0.0, 1.0)
NO_ONE, FIRST = np.array([0.0, 0.0]), np.array([1.0, 0.0])
MANDATE = np.array([0.5, 0.5, 0.0, 0.0])
TASTE = np.eye(5)[[4, 3]]
FOUR = (0.25, 0.25, 0.25, 0.25, 0)  # a mandate of the four founding themes


def target_of(themes, pull, host, voice):
    """Where the agenda of two states is heading."""
    w = world(
        2, host=host, preference=TASTE, design=design_values(mandate_breadth_themes=themes, host_agenda_pull=pull)
    )
    return filled(agenda_target, 5, w, voice)


@pytest.mark.parametrize(
    ("themes", "pull", "host", "voice", "target"),
    [
        pytest.param(4.0, 1.0, NO_ONE, NO_ONE, FOUR, id="nobody holds it: the mandate"),
        pytest.param(4.0, 1.0, FIRST, NO_ONE, (0, 0, 0, 0, 1), id="the host takes all"),
        pytest.param(4.0, 0.5, FIRST, NO_ONE, (0.125, 0.125, 0.125, 0.125, 0.5), id="the host takes half"),
        pytest.param(4.0, 1.0, FIRST / 2, NO_ONE, (0.125, 0.125, 0.125, 0.125, 0.5), id="half held in a country"),
        pytest.param(4.0, 0.0, FIRST, FIRST, (0.125, 0.125, 0.125, 0.125, 0.5), id="a member's voice and the mandate"),
        pytest.param(2.0, 0.0, NO_ONE, NO_ONE, (0.5, 0.5, 0, 0, 0), id="a narrow mandate"),
        pytest.param(16.0, 0.0, NO_ONE, NO_ONE, (0.0625, 0.0625, 0.0625, 0.0625, 0.75), id="a broad mandate"),
    ],
)
def test_agenda_target(themes, pull, host, voice, target):
    assert tuple(target_of(themes, pull, host, voice)) == target


@given(
    st.floats(1.0, 18.0),
    SHARE,
    hnp.arrays(float, 2, elements=st.floats(0.0, 0.5)),
    hnp.arrays(float, 2, elements=SHARE),
)
def test_an_agenda_stays_a_distribution(themes, pull, host, voice):
    target = target_of(themes, pull, host, voice)
    assert target.min() >= 0.0
    assert target.sum() == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize(
    ("industry", "civil", "target"),
    [
        pytest.param(0.0, 0.0, [0.5, 0.5, 0.0, 0.0], id="nobody pulls from outside"),
        pytest.param(0.25, 0.0, [0.375, 0.375, 0.0, 0.25], id="industry to its theme"),
        pytest.param(0.25, 0.25, [0.25, 0.25, 0.25, 0.25], id="civil society to its own"),
    ],
)
def test_outsiders_pull_the_agenda(industry, civil, target):
    pulled = MANDATE.copy()
    with_outsiders(pulled, industry, civil, 3, 2)
    assert pulled.tolist() == target


def test_the_agenda_moves_a_part_of_the_way_each_month():
    agenda = np.array([1.0, 0.0])
    agenda_step(agenda, np.array([0.0, 1.0]), 4.0)
    assert agenda.tolist() == [0.75, 0.25]


# ---- voices ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("themes", "mandate"),
    [
        pytest.param(1.0, (0, 1, 0, 0, 0), id="measurement and evaluation alone"),
        pytest.param(2.0, (0.5, 0.5, 0, 0, 0), id="then frontier risk research"),
        pytest.param(2.5, (0.4, 0.4, 0.2, 0, 0), id="guidance by half"),
        pytest.param(4.0, FOUR, id="the founding mandate"),
        pytest.param(8.0, (0.125, 0.125, 0.125, 0.125, 0.5), id="four others"),
    ],
)
def test_a_mandate_of_so_many_themes_is_one(themes, mandate):
    assert tuple(filled(mandate_of, 5, themes)) == pytest.approx(mandate, rel=1e-15)


@given(st.floats(1.0, 18.0), st.floats(0.0, 0.01))
def test_a_mandate_is_a_distribution_that_moves_smoothly(themes, more):
    one, other = filled(mandate_of, 5, themes), filled(mandate_of, 5, themes + more)
    assert one.min() >= 0.0 and one.sum() == pytest.approx(1.0, rel=1e-12)
    assert np.abs(one - other).max() <= more + 1e-12
    assert other[:2].sum() <= one[:2].sum() + 1e-12


@pytest.mark.parametrize(
    ("tier", "host", "bought", "voice"),
    [
        pytest.param((1, 1, 0), (0.0, 0.0, 0.0), 1.0, [0.5, 0.5, 0.0], id="members equally"),
        pytest.param((1, 2, 0), (0.0, 0.0, 0.0), 1.0, [1.0, 0.0, 0.0], id="partners have none"),
        pytest.param((0, 0, 0), (0.0, 0.0, 0.0), 1.0, [0.0, 0.0, 0.0], id="nobody"),
        pytest.param((1, 1, 0), (0.0, 0.0, 1.0), 0.0, [0.5, 0.5, 0.0], id="a host that pays nothing buys nothing"),
        pytest.param((1, 1, 0), (0.0, 0.0, 1.0), 1.0, [0.0, 0.0, 1.0], id="a host that pays all has it all"),
        pytest.param((1, 1, 0), (0.5, 0.0, 0.0), 0.5, [0.625, 0.375, 0.0], id="half of the powers, half paid"),
    ],
)
def test_voices(tier, host, bought, voice):
    w = world(3, tier=tier, host=host, dues_host=bought)
    assert filled(list_voices, 3, w).tolist() == voice
    assert powers_held(w) == sum(host)


@pytest.mark.parametrize(
    ("pull", "host", "influence"),
    [
        pytest.param(0.0, (1.0, 0.0), [0.25, 0.75], id="without pull: by voice"),
        pytest.param(1.0, (1.0, 0.0), [1.0, 0.0], id="the host alone"),
        pytest.param(1.0, (0.0, 0.0), [0.25, 0.75], id="nobody holds the secretariat"),
        pytest.param(0.5, (1.0, 0.0), [0.625, 0.375], id="half and half"),
    ],
)
def test_influences(pull, host, influence):
    w = world(2, host=host, design=design_values(host_agenda_pull=pull))
    set_influence(w, np.array([0.25, 0.75]))
    assert w.influence.tolist() == influence


@given(
    SHARE, SHARE, hnp.arrays(float, 4, elements=st.floats(0.0, 0.25)), hnp.arrays(int, 4, elements=st.integers(0, 2))
)
def test_a_month_leaves_shares_that_add_up(pull, bought, host, tier):
    design = design_values(host_agenda_pull=pull, mandate_breadth_themes=4.0)
    w = world(4, tier=tier, host=host, preference=0.2, dues_host=bought, design=design, agenda=0.2)
    move_agenda(w)
    assert w.agenda.sum() == pytest.approx(1.0) and w.agenda.min() >= 0.0
    held = host.sum()
    whole = 1.0 if (tier == 1).any() else pull * held + (1.0 - pull * held) * bought * held
    assert w.influence.sum() == pytest.approx(whole) and w.influence.min() >= 0.0
