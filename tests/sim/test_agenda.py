"""The agenda: who pulls it where, and who has a voice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sim import design as D
from sim import parameters
from sim.rules.agenda import (
    agenda_step,
    agenda_target,
    influences,
    mandate_breadth,
    next_agenda,
    voices,
    with_outsiders,
)
from tests.sim.arrays import filled

SHARE = st.floats(0.0, 1.0)
MANDATE = np.array([0.5, 0.5, 0.0, 0.0])
NOBODY, FIRST = np.array([0.0, 0.0]), np.array([1.0, 0.0])
TASTE = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])


@pytest.mark.parametrize(
    ("breadth", "pull", "host", "voice", "target"),
    [
        pytest.param(0.0, 1.0, NOBODY, NOBODY, (0.5, 0.5, 0, 0), id="nobody holds it: the mandate"),
        pytest.param(0.0, 1.0, FIRST, NOBODY, (0, 0, 1, 0), id="the host takes all"),
        pytest.param(0.0, 0.5, FIRST, NOBODY, (0.25, 0.25, 0.5, 0), id="the host takes half"),
        pytest.param(0.0, 1.0, FIRST / 2, NOBODY, (0.25, 0.25, 0.5, 0), id="half held in a country"),
        pytest.param(0.0, 0.0, FIRST, FIRST, (0.25, 0.25, 0.5, 0), id="a member's voice against the mandate"),
        pytest.param(1.0, 0.0, NOBODY, NOBODY, (0.25, 0.25, 0.25, 0.25), id="the broadest agenda is flat"),
        pytest.param(0.5, 0.0, NOBODY, NOBODY, (0.375, 0.375, 0.125, 0.125), id="half as broad"),
    ],
)
def test_agenda_target(breadth, pull, host, voice, target):
    assert tuple(filled(agenda_target, 4, MANDATE, breadth, pull, host, voice, TASTE)) == target


@given(SHARE, SHARE, hnp.arrays(float, 2, elements=st.floats(0.0, 0.5)), hnp.arrays(float, 2, elements=SHARE))
def test_an_agenda_stays_a_distribution(breadth, pull, host, voice):
    target = filled(agenda_target, 4, MANDATE, breadth, pull, host, voice, TASTE)
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
@pytest.mark.parametrize(("themes", "share"), [(1.0, 0.0), (18.0, 1.0), (9.5, 0.5)])
def test_a_mandate_is_flat_at_eighteen_themes(themes, share):
    assert mandate_breadth(themes) == share


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
    out = np.empty(3)
    voices(np.array(tier), np.array(host), bought, out)
    assert out.tolist() == voice


@pytest.mark.parametrize(
    ("pull", "host", "influence"),
    [
        pytest.param(0.0, (1.0, 0.0), [0.25, 0.75], id="without pull: by voice"),
        pytest.param(1.0, (1.0, 0.0), [1.0, 0.0], id="the host alone"),
        pytest.param(1.0, (0.0, 0.0), [0.25, 0.75], id="nobody holds the arm"),
        pytest.param(0.5, (1.0, 0.0), [0.625, 0.375], id="half and half"),
    ],
)
def test_influences(pull, host, influence):
    out = np.empty(2)
    influences(pull, np.array(host), np.array([0.25, 0.75]), out)
    assert out.tolist() == influence


@given(
    SHARE, SHARE, hnp.arrays(float, 4, elements=st.floats(0.0, 0.25)), hnp.arrays(int, 4, elements=st.integers(0, 2))
)
def test_a_month_leaves_shares_that_add_up(pull, bought, host, tier):
    design, agenda, influence = np.zeros(len(D.FIELDS)), np.full(5, 0.2), np.empty(4)
    design[D.PULL], design[D.BREADTH] = pull, 4.0
    next_agenda(parameters.default_values(), design, tier, host, np.full((4, 5), 0.2), bought, agenda, influence)
    assert agenda.sum() == pytest.approx(1.0) and agenda.min() >= 0.0
    held = host.sum()
    whole = 1.0 if (tier == 1).any() else pull * held + (1.0 - pull * held) * bought * held
    assert influence.sum() == pytest.approx(whole) and influence.min() >= 0.0
