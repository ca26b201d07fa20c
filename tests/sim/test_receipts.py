"""Receipts: every gain is the sum of its named terms from left to right, to the last bit."""

from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.receipts import TERMS
from sim.rules.admission import consent_gain, consent_terms
from sim.rules.deals import deal_gain, deal_terms
from sim.rules.membership import join_gain, join_terms
from sim.rules.pace import pace_gain, pace_terms
from sim.rules.sharing import share_gain, share_terms

RULES = {
    "deal": (deal_terms, 13, deal_gain),
    "share": (share_terms, 12, share_gain),
    "join": (join_terms, 18, join_gain),
    "consent": (consent_terms, 9, consent_gain),
    "pace": (pace_terms, 11, pace_gain),
}
NUMBERS = st.floats(-1e6, 1e6)


def test_every_act_with_a_receipt_has_a_rule():
    assert set(TERMS) == set(RULES)


@pytest.mark.parametrize("act", TERMS)
def test_the_rule_returns_as_many_terms_as_the_receipt_names(act):
    terms, arguments, _ = RULES[act]
    assert len(terms(*[0.5] * arguments)) == len(TERMS[act])


@pytest.mark.parametrize("act", TERMS)
@given(data=st.data())
def test_the_gain_is_the_sum_from_left_to_right(act, data):
    terms = tuple(data.draw(NUMBERS) for _ in TERMS[act])
    assert RULES[act][2](terms) == reduce(add, terms)


@pytest.mark.parametrize("act", TERMS)
def test_no_term_is_left_out_of_the_gain(act):
    count = len(TERMS[act])
    for position in range(count):
        only = tuple(0.75 if k == position else 0.0 for k in range(count))
        assert RULES[act][2](only) == 0.75


@pytest.mark.parametrize("act", TERMS)
def test_terms_have_names_of_their_own_a_meaning_and_evidence(act):
    names = [term.name for term in TERMS[act]]
    assert len(set(names)) == len(names)
    assert all(term.meaning and term.evidence for term in TERMS[act])
