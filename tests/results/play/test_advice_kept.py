"""With the rule's advice or against it, and what each seat did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.play.advised import RACE, UTILITY, unit_of, wants
from results.play.debrief.changed import changes_of
from results.play.seats.advice import advice
from results.wording import WORDS
from scenarios.schema_decisions import SHARED
from scenarios.session.log import SECRETARIAT
from scenarios.session.replay import record_of
from sim import outcomes
from sim.months import month_label
from tests.results.play.a_session import END, FIRST, ROSTER, START


@pytest.fixture(scope="module")
def decided():
    """Decisions of the model's own play that can be taken in a seat, and its record with receipts."""
    record = record_of(START, decisions=True)
    keys = {place: key for key, place in SHARED.items()}
    kinds = {"share": "share", "pool": "pool", "join": "join", "stay": "join", "pace": "pace", "renew": "renew"}
    found = []
    for d in record.decisions:
        if d.month >= FIRST and d.kind in kinds and (d.kind not in ("share", "pool") or d.item in keys):
            item = {"item": keys[d.item]} if d.kind in ("share", "pool") else {}
            partner = {"partner": record.roster.label(d.partner)} if d.kind in ("share", "renew") else {}
            actor = record.roster.label(d.actor)
            found.append((d, {"date": month_label(d.month), "actor": actor, "act": kinds[d.kind], **item, **partner}))
    return found


@settings(max_examples=10)
@given(st.data())
def test_a_decision_as_the_rule_takes_it_changes_no_number(decided, data):
    d, plain_ = data.draw(st.sampled_from(decided))
    same = changes_of(START.with_choice(plain_["actor"], decision=plain_ | {"choice": bool(d.taken)}), d.month + 1)
    (one,) = same.single
    assert one.advice is not None and not one.advice.otherwise and one.idle == one.advice.words
    assert (
        one.advice.is_against == (d.taken != wants(d.gain)) == one.advice.words.startswith("Against the rule's advice")
    )
    if d.kind not in ("join", "stay"):  # by force one stays in its tier, by the rule it may change it
        assert not one.change.is_number and one in same.slight
    other = changes_of(START.with_choice(plain_["actor"], decision=plain_ | {"choice": not d.taken}), d.month + 1)
    (one,) = other.single
    assert one.advice is not None and one.advice.otherwise and one.advice.is_against == (d.taken == wants(d.gain))


def test_whoever_follows_the_advice_that_the_seat_shows_is_never_told_to_be_against_it():
    """Of every decision of a year in which the rule itself went against its advice by chance, and of some others."""
    record = record_of(START, decisions=True)
    nodes = range(ROSTER.n_states + ROSTER.n_firms)
    offers = [
        o for m in range(FIRST, FIRST + 12) for node in nodes for o in advice(record, node, m) if len(o.parts) == 1
    ]

    def does(offer):
        return record.decisions[offer.parts[0].number - 1].taken

    odd = [o for o in offers if does(o) != o.parts[0].wants]
    assert odd
    for offer in (*odd[:8], *offers[::25]):
        chosen = next(o for o in offer.options if o.decisions[0]["choice"] == offer.parts[0].wants)
        log = START.with_choice(offer.actor, decision=chosen.decisions[0])
        (one,) = changes_of(log, offer.month + 1).single
        assert not one.advice.is_against, (offer.key, one.advice.words)
        assert ("by chance" in one.advice.words) == (does(offer) != offer.parts[0].wants)


def test_a_pace_is_told_in_the_units_of_the_race(decided):
    d, plain_ = next((d, p) for d, p in decided if d.kind == "pace")
    against = START.with_choice(plain_["actor"], decision=plain_ | {"choice": not wants(d.gain)})
    (one,) = changes_of(against, d.month + 1).single
    assert RACE in one.advice.words and "utility" not in one.advice.words
    assert unit_of("pace") == RACE and {unit_of(kind) for kind in WORDS if kind != "pace"} == {UTILITY}


def test_a_seat_has_its_own_choices_and_what_they_did_together(log, debrief):
    assert [seat.actor for seat in debrief.seats] == ["US", "Anthropic", SECRETARIAT]
    us, firm, body = debrief.seats
    assert len(us.choices) == 2 and us.person == "<i>Ada</i> & Co"
    without = log
    for one in us.choices:
        without = without.without(one.choice.number)
    welfare = [outcomes.state_outcomes(record_of(kept))["welfare"][us.node] for kept in (without, log)]
    assert [us.own.before, us.own.after] == welfare
    assert firm.own is None and firm.own_firm is not None and firm.own_firm.safe[1] > firm.own_firm.safe[0]
    assert body.own is None and body.own_firm is None and body.node == -1
    assert us.node not in {one.node for one in (*us.gained, *us.lost)}


def test_a_deal_that_the_other_side_does_not_sign_is_said_to_be_none():
    deal = {"date": "2026-06", "actor": "Singapore", "act": "deal", "partner": "Kenya", "item": "testing"}
    (one,) = changes_of(START.with_choice("Singapore", decision=deal), END).single
    record = record_of(START.with_choice("Singapore", decision=deal))
    signed = record.ties_end[ROSTER.find("Singapore"), ROSTER.find("Kenya")] != 0
    assert signed != ("Kenya did not sign" in one.advice.words)
