"""The table of what enters each term, checked against the rules: nothing that moves a term is missing from it."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from scenarios.designs import load_design
from scenarios.rosters import load_roster
from sim import parameters
from sim.config import RunConfig
from sim.design import FIELD_NAMES
from sim.model import CooperationModel
from sim.receipts import TERMS
from sim.rules.admission import appraise_consent
from sim.rules.deals import memorandum
from sim.rules.meetings import gains_of_tie, judge
from sim.rules.membership import set_benefits
from sim.rules.metrics import list_contacts, list_positive
from sim.rules.traits import turn_traits


@pytest.fixture(scope="module")
def model():
    """A world a year on, with a design in which every lever has something to move."""
    roster = load_roster("teaching")
    design = load_design("fastlane:OECD", roster).replace(
        host_agenda_pull=0.3, excludability=0.4, coupling_overlap=0.4, penalty=0.3, perceived_neutrality=0.5
    )
    config = RunConfig(
        roster=roster, design=design, baseline=design, params=parameters.default_values(), start="observed", end=60,
        adopt=18, seed=1, keep_decisions=True,
    )  # fmt: skip
    made = CooperationModel(config)
    for _ in range(12):
        made.step()
    w = made.world
    w.host[0] = 0.5
    w.tier[:] = 1
    w.tier[-1] = 0  # the last state may apply
    list_positive(w.tier, w.members)
    set_benefits(w)
    return made


ALL_BUT_ONE = 0b111110  # types of a first memorandum led by the other; of more types beside a tie


def deal_receipts(w, a, b):
    """Terms of keeping a tie with b, or of a first memorandum, for a; and those of more types beside a tie."""
    if w.ties[a, b]:
        return gains_of_tie(w, a, b)[0], judge(w, a, b, ALL_BUT_ONE & ~w.ties[a, b], -1)
    return judge(w, a, b, ALL_BUT_ONE | 1, 0), judge(w, a, b, *memorandum(w, a, b))


def receipts(model):
    """The terms of everything that could be decided now, by act, actor, partner and item."""
    w, found = model.world, {}
    model.decisions.clear()
    list_contacts(w)
    turn_traits(w)
    for maker in model.makers:
        for other in range(w.nodes):
            if other != maker.node and min(maker.node, other) < w.offices:
                for number, terms in enumerate(deal_receipts(w, maker.node, other)):
                    found["deal", maker.node, other, number] = terms
        maker.share()
        maker.pool()
    for state in model.states:
        for tier in (1, 2):
            found["join", state.node, -1, tier] = state.judge_membership(tier)[0]
            for other in range(w.offices):
                if state.tier == 1 and w.tier[other] == 0:
                    found["consent", state.node, other, tier] = appraise_consent(w, state.node, other, tier)
    for firm in model.firms:
        firm.choose_pace()
    for d in model.decisions:
        found[d.act, d.actor, d.partner, d.item] = d.terms
    return found


def moved(before, after):
    """(act, term) pairs in which a receipt changed."""
    return {
        (key[0], term.name)
        for key, values in before.items()
        if key in after
        for term, x, y in zip(TERMS[key[0]], values, after[key], strict=True)
        if x != y
    }


def changed(model, values, k, name):
    """The receipts with one number raised, or lowered where it would leave its range."""
    w = model.world
    kept, weight = float(values[k]), w.weight.copy()
    high = parameters.RECORDS[name].high if name in parameters.RECORDS else np.inf
    values[k] = 1.05 * kept + 0.001 if 1.05 * kept + 0.001 <= high or kept == high else 0.95 * kept
    if name == "firm_weight":
        w.weight[w.offices :] = values[k]
    try:
        return receipts(model)
    finally:
        values[k], w.weight = kept, weight


def test_everything_that_moves_a_term_is_in_the_table(model):
    text = files("results").joinpath("data", "term_inputs.csv").read_text(encoding="utf-8")
    rows = {(r["act"], r["term"]): r for r in csv.DictReader(text.splitlines())}
    before, missing, seen = receipts(model), set(), set()
    for column, names, values in (
        ("parameters", parameters.NAMES, model.world.p),
        ("levers", FIELD_NAMES, model.world.design),
    ):
        for k, name in enumerate(names):
            for term in moved(before, changed(model, values, k, name)):
                seen.add(term)
                if name not in rows[term][column].split():
                    missing.add((*term, name))
    assert missing == set()
    assert len(seen) >= 30  # not vacuous: nearly every term was moved by something
    assert {act for act, _ in seen} == set(TERMS)
