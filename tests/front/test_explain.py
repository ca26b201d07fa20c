"""Receipts: found, added up, and given their evidence."""

import csv
import json
import math
import re
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results import decision_list, explain, explanation
from results.changes import changed
from results.evidence import claims, lookup
from sim import parameters
from sim.catalogue import CARRIES, CATEGORIES
from sim.config import ScheduledEvent
from sim.design import FIELD_NAMES
from sim.errors import InputError
from sim.receipts import TERMS
from sim.record import EVENT_DTYPE
from tests.front.conftest import decide, event, make_record


def numbers(found):
    return [f.number for f in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, list(range(1, 11))),
        ({"actor": "Aland"}, [1, 5, 8, 10]),
        ({"actor": "aaa"}, [1, 5, 8, 10]),
        ({"actor": "Fab Labs"}, [9]),
        ({"actor": "Aland", "partner": "Bland"}, [1]),
        ({"actor": "Aland", "partner": "network"}, [8, 10]),
        ({"act": "join"}, [3, 4, 10]),
        ({"month": "2025-04"}, [6, 7]),
        ({"month": "2025-04", "actor": "Cland"}, [7]),
    ],
)
def test_decisions_are_found_with_their_number_in_the_run(record, wanted, found):
    assert numbers(explain.find(record, **wanted)) == found


@pytest.mark.parametrize(
    ("wanted", "parts"),
    [
        ({"actor": "Alund"}, ["unknown actor", "'Aland'"]),
        ({"act": "dael"}, ["unknown act", "deal, share, join, consent, pace", "'deal'"]),
        ({"month": "2031-01"}, ["outside the run", "2024-12 to 2025-07"]),
        ({"month": "soon"}, ["not a date", "YYYY-MM"]),
        (
            {"actor": "Bland", "act": "pace"},
            ["no decision", "Bland has 2 on 'deal', 0 on 'share', 1 on 'join'"],
        ),
    ],
)
def test_what_cannot_be_found_says_what_there_is(record, wanted, parts):
    with pytest.raises(InputError) as error:
        explain.find(record, **wanted)
    assert all(part in str(error.value) for part in parts)


def test_a_run_without_decisions_says_so(without_reasons):
    with pytest.raises(InputError, match="kept no decisions"):
        explain.find(without_reasons)


@pytest.mark.parametrize("number", [0, 11, -1])
def test_a_number_outside_the_run_is_refused(record, number):
    with pytest.raises(InputError, match="allowed: 1 to 10"):
        explain.explain(record, number)


def test_a_number_that_does_not_match_the_filters_is_refused(record):
    found = explain.find(record, act="join")
    assert numbers(explain.among(found, 4)) == [4]
    with pytest.raises(InputError, match="allowed: 3, 4, 10"):
        explain.among(found, 5)


@pytest.mark.parametrize("number", range(1, 11))
def test_every_receipt_adds_up_to_the_last_bit(record, number):
    found = explain.explain(record, number)
    assert found.adds_up
    total = 0.0
    for term in explain.to_json(record.roster, found)["terms"]:
        total += term["value"]
    assert total == record.decisions[number - 1].gain


@pytest.mark.parametrize("number", range(1, 11))
def test_the_printed_terms_add_up_to_the_last_digit_where_all_are_asked_for(record, number):
    text = explanation.render(explain.explain(record, number), exact=True)
    act = record.decisions[number - 1].act
    total = 0.0
    for term in TERMS[act]:
        (line,) = [
            line
            for line in text.splitlines()
            if line.startswith(f"  {term.name}  ") or line.startswith(f"  {term.name:<4} ")
        ][:1]
        total += float(line.removeprefix(f"  {term.name}").split()[0])
    (last,) = [line for line in text.splitlines() if line.startswith("  = gain")]
    assert total == float(last.split()[2])
    assert "exactly" in text


@given(st.lists(st.floats(-3, 3), min_size=len(TERMS["deal"]), max_size=len(TERMS["deal"])))
def test_rounded_terms_add_up_as_printed_or_it_is_said_that_they_do_not(terms):
    record = make_record()
    record.decisions[0] = decide(19, "deal", "sign", 0, 1, 0b11, terms)
    found = explain.explain(record, 1)
    lines = explanation.render(found).splitlines()
    start = lines.index("What acting gains, term by term (utility):") + 1
    end = next(k for k, line in enumerate(lines) if line.startswith("  = gain"))
    printed = [Decimal(m[1]) for line in lines[start:end] if (m := re.match(r"  [a-z ]+?  +([+-][0-9.]+)  ", line))]
    gain, said = Decimal(lines[end].split()[2]), " ".join(lines[end:])
    assert len(printed) == sum(value != 0 for value in terms)
    assert ("rounded: the terms as printed add up to" in said) == (sum(printed) != gain)
    assert abs(gain - Decimal(found.total)) <= Decimal("0.005") and abs(sum(printed) - gain) < Decimal("0.06")


def test_an_answer_against_interest_is_told_with_its_chance(record):
    record.decisions[0] = replace(record.decisions[0], taken=False)
    said = " ".join(str(explain.explain(record, 1)).split())
    assert "Answer: refuses, against its interest, by chance: 22% likely." in said
    data = explain.to_json(record.roster, explain.explain(record, 1))
    assert data["against_interest"] is True and data["likely"] == pytest.approx(0.2244, abs=1e-4)


def test_a_chance_and_a_draw_that_print_alike_are_told_exactly(record):
    d = record.decisions[6]
    found = explain.explain(record, 7)
    record.decisions[6] = replace(d, draw=found.chance + 1e-4)
    assert "Drawn: 0.0" in " ".join(str(explain.explain(record, 7)).split())


def test_a_receipt_that_does_not_add_up_is_not_hidden(record):
    record.decisions[0] = replace(record.decisions[0], gain=1.0)
    found = explain.explain(record, 1)
    assert not found.adds_up
    assert "NOT the recorded gain, 1.0" in " ".join(explanation.render(found).split())


def test_chance_draw_and_answer_agree(record):
    found = explain.explain(record, 7)
    assert found.chance == pytest.approx(1 / (1 + math.exp(0.6 / 0.25)))
    text = explanation.render(found)
    assert "Decision 7, 2025-04: Cland considers a first deal with Bland: testing." in text
    assert "Drawn: 90%, not below the chance: refuses." in text.replace("\n", " ")
    assert "Drawn: 0.900000, not" in explanation.render(found, exact=True).replace("\n", " ")


def test_parameters_behind_the_terms_have_their_value_in_this_run(record):
    record.params[parameters.INDEX["leak_rate"]] = 0.33
    values = explain.explain(record, 7).values
    assert values["leak_rate"]["value"] == 0.33
    assert values["leak_rate"]["status"] == "assumed"
    assert "load" not in values  # its term is nil here


def test_a_parameter_that_an_event_changed_has_its_value_of_then(record):
    """Decision 1 is of month 19, decision 5 of month 21: both rest on the cost of a tie."""
    changed = replace(record, scheduled=(ScheduledEvent(21, "parameter", size=1.25, parameter="tie_cost"),))
    before, after = (explain.explain(changed, number).values["tie_cost"] for number in (1, 5))
    assert before == explain.explain(record, 1).values["tie_cost"]
    assert (after["value"], after["status"]) == (1.25, "changed by the scenario in 2025-03")


def test_a_forced_decision_is_marked_and_its_chance_still_told(record):
    record = replace(record, decisions=[replace(record.decisions[0], forced=True, taken=False)])
    found = explain.explain(record, 1)
    assert found.answer == "refuses (forced)" and explain.to_json(record.roster, found)["forced"] is True
    said = " ".join(str(found).split())
    assert "the decision was forced: refuses (forced)" in said and "Chance of acting" in said


def test_levers_are_those_of_the_arm_that_was_in_force(record):
    before, after = explain.explain(record, 3).values, explain.explain(record, 10).values
    assert after["perceived_neutrality"]["status"] == "design"
    assert before["perceived_neutrality"]["status"] == "secretariat in force before 2025-02"
    assert before["perceived_neutrality"]["value"] == 0.45 != after["perceived_neutrality"]["value"]


def test_evidence_is_cited_with_claim_and_source(record):
    data = explain.to_json(record.roster, explain.explain(record, 1))
    assert json.loads(json.dumps(data)) == data
    cited = {entry["id"]: entry for entry in data["evidence"]}
    assert {key for term in data["terms"] for key in term["evidence"]} == set(cited)
    assert cited["W19"]["source"].endswith("The Future Society, November 2024")


def test_the_whole_list_has_a_line_for_every_decision(record):
    lines = decision_list.listing(record.roster, explain.find(record)).splitlines()
    assert len(lines) == len(record.decisions)
    first = "1 2025-01 Aland considers a first deal with Bland: joint research, exchange: agrees (+0.310)"
    assert " ".join(lines[0].split()) == first


def test_the_short_list_has_what_changed_something_by_what_it_is_about(record):
    """Both consents to the tie, an application, an exit; the tie of December ends by nobody's recorded refusal."""
    assert changed(record) == {1, 2, 3, 10}
    text = decision_list.short_listing(record.roster, explain.find(record), changed(record))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    heads = [line for line in lines if line.endswith(":") and line[0] != " "]
    assert heads == ["Membership and votes:", "Deals:"]
    assert [int(line.split()[0]) for line in lines if line[:7].strip().isdigit()] == [3, 10, 1, 2]
    assert lines[-2] == "6 changed nothing. --all lists them;"


def test_where_nothing_changed_the_first_ones_are_listed(record, monkeypatch):
    monkeypatch.setattr(decision_list, "MOST", 2)
    found = explain.find(record, act="deal", month="2025-04")
    assert "None of them changed anything:" in decision_list.short_listing(record.roster, found, changed(record))
    text = decision_list.short_listing(record.roster, explain.find(record), ())
    assert "8 more changed nothing" in text and text.count("considers") == 2


def test_what_changes_is_what_differs_from_the_last_choice_in_the_matter(record):
    """Sharing: nothing new in the first month; then begun, gone on, ended. A new matter changes something if taken."""
    record.decisions = [
        decide(month, "share", "share", 0, partner, 2, (0.1,), taken=taken)
        for month, partner, taken in ((18, 1, True), (19, 1, False), (20, 1, False), (21, 1, True), (19, 2, True))
    ]
    record.decisions += [decide(20, "share", "share", 0, 2, 3, (0.1,), taken=False)]
    record.decisions += [decide(month, "pace", "pace", 3, -1, -1, (1.0,), taken=True) for month in (18, 19)]
    assert changed(record) == {2, 4, 5}


def test_votes_that_carried_changed_something(record):
    record.decisions = [decide(23, "consent", "consent", v, 2, 1, (0.1,), taken=taken) for v, taken in ((0, 1), (1, 0))]
    assert changed(record) == {1}
    record.events = np.array([event(23, "reject", 2, amount=0.5)], dtype=EVENT_DTYPE)
    assert changed(record) == {2}


def test_a_refused_renewal_changed_something_if_the_tie_ended(record):
    record.decisions = [decide(23, "deal", "renew", 1, 0, -1, (-0.1,), taken=False)]
    assert changed(record) == {1}
    record.decisions = [decide(21, "deal", "renew", 0, 3, -1, (-0.1,), taken=False)]
    assert changed(record) == set()


def test_every_kind_of_decision_has_words_of_its_own(record):
    text = decision_list.listing(record.roster, explain.find(record))
    assert "Aland considers renewing its tie with Fab: renews" in text
    assert "Aland considers sharing pre-deployment results through the network: withholds" in text
    assert "Fab considers its pace: races" in text
    assert "Aland considers staying in the network as a member: leaves" in text


def test_a_vote_and_more_types_have_words_of_their_own(record):
    record.decisions += [
        decide(20, "consent", "consent", 0, 1, 2, {"cooperation": 0.3, "dues": 0.1}),
        decide(22, "deal", "extend", 0, 1, 0b101000, {"further types": 0.2}, draw=0.99),
    ]
    text = decision_list.listing(record.roster, explain.find(record))
    assert "Aland considers letting Bland into the network as a partner: consents" in text
    assert "Aland considers more types of deal with Bland: guidelines, compute: refuses" in text
    vote = explain.explain(record, 11)
    assert vote.adds_up and {"network_benefit", "crowding", "post_cost"} & set(vote.values) == {
        "network_benefit", "post_cost",
    }  # fmt: skip
    assert explain.to_json(record.roster, vote)["item"] == "partner"
    assert "lasting" in vote.values and "noise 0.25 (what is not lasting of it)" in " ".join(str(vote).split())
    assert "lasting" not in explain.explain(record, 8).values  # sharing is chosen with all of it


def test_the_exposure_of_several_types_is_split_by_what_they_carry(record):
    record.decisions[6] = decide(22, "deal", "sign", 2, 1, 0b110000, {"exposure": -0.7}, draw=0.9)
    risks = explain.explain(record, 7).risks
    carried = [CATEGORIES[CARRIES[kind]] for kind in (4, 5)]
    whole = 3.0 * sum(c.sensitivity for c in carried)
    assert sum(risks.values()) == pytest.approx(-0.7, rel=1e-12)
    assert risks["danger"] == pytest.approx(-0.7 * sum(c.danger for c in carried) / whole, rel=1e-12)


# ---- the tables behind it ----------
def table(name):
    text = files("results").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_claim_has_a_source_and_is_short():
    assert len(claims()) == len(table("claims.csv")) == 63
    for claim in claims().values():
        assert claim.id[0] == claim.source
        assert claim.claim.endswith(".")
        assert len(claim.claim) <= 160


def test_every_term_cites_known_claims_and_known_numbers():
    inputs = {(row["act"], row["term"]): row for row in table("term_inputs.csv")}
    assert set(inputs) == {(act, term.name) for act, terms in TERMS.items() for term in terms}
    for act, terms in TERMS.items():
        for term in terms:
            assert lookup(term.evidence)
            row = inputs[act, term.name]
            assert set(row["parameters"].split()) <= set(parameters.NAMES)
            assert set(row["levers"].split()) <= set(FIELD_NAMES)


def test_an_unknown_claim_is_refused():
    with pytest.raises(InputError, match="unknown evidence id"):
        lookup(["W99"])
