"""The three sentences: short, tagged, led by what is found, the same for the same numbers, whatever the comparison."""

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from results.brief.brief import ASSUMED, FOUND, NOT_APART, OPEN, TAGS
from results.brief.compose import MOST
from results.brief.hinges import hinge, short_words
from results.brief.sentences import sentences_of, what_it_brings, what_it_costs
from sim.design import FIELD_NAMES
from sim.parameters import BEHAVIOUR_NAMES, UNCERTAIN_NAMES
from tests.results.brief.made_up import facts, quick, shifted

POOL = (
    "none", "rotating", "static:US", "static:UK", "chair:Switzerland", "igo:OECD", "igo:UN", "support", "fastlane:OECD",
    "rotating@staff_fte=8", "0.5*rotating + 0.5*chair:Switzerland", "0.2*igo:UN + 0.3*static:UK + 0.5*support",
    "a design of somebody's own with a name that goes on and on and on, and then some more of it", "x" * 90,
)  # fmt: skip
OUTCOMES = (
    "members", "members_without_institute", "regions", "sensitive_pooled", "incident_response_days",
    "multi_year_completion", "influence_gini", "harm", "acceptability", "time_to_output_months", "mandate_distance",
)  # fmt: skip


def words(text):
    """Words as a reader counts them: numbers in digits are none."""
    return [word for word in re.split(r"\s+", text) if re.search(r"[^\W\d_]", word)]


@st.composite
def comparisons(draw):
    """Facts of any comparison: designs, outcomes, sizes, values that are missing, tags or none."""
    designs = draw(st.lists(st.sampled_from(POOL), unique=True, max_size=6))
    outcomes = draw(st.lists(st.sampled_from(OUTCOMES), unique=True, min_size=1))
    size = draw(st.integers(1, 24))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    values = {}
    for design in ("adhoc", *designs):
        spread = draw(st.sampled_from((0.0, 0.01, 0.3, 2.0)))
        shift = draw(st.sampled_from((-3.0, -0.6, 0.0, 0.2, 5.0)))
        values[design] = {
            o: np.abs(0.5 + shift * rng.choice([0, 1, -1]) + spread * rng.normal(size=size)) for o in outcomes
        }
        for outcome in draw(st.lists(st.sampled_from(outcomes), max_size=2)):
            values[design][outcome] = np.full(size, np.nan)
    tags = draw(st.none() | st.just({}))
    if tags is not None:
        tags = {(o, d): draw(st.sampled_from(TAGS)) for o in outcomes for d in designs}
    first = draw(st.lists(st.sampled_from(outcomes), unique=True, max_size=3))
    return quick(values, tags, {d: draw(st.integers(0, 40)) for d in values}, first)


@settings(max_examples=40)
@given(comparisons())
def test_sentences_are_short_tagged_and_led_by_what_is_found(found):
    sentences = sentences_of(found)
    assert len(sentences) == 3 and sentences == sentences_of(found)
    for sentence in sentences:
        assert 1 <= len(words(sentence.plain)) <= MOST, sentence.plain
        assert sentence.plain[0].isupper() and sentence.plain.endswith(".") and not sentence.plain.endswith("..")
        assert "_" not in sentence.text and "nan" not in words(sentence.text) and "@" not in sentence.text
        for clause in sentence.clauses:
            assert clause.tag in TAGS or not (clause.designs or clause.outcome)
            likely = re.search(r"\blikely\b", clause.text)
            assert not likely or (clause.tag == FOUND and "in this model" in sentence.plain.lower() and not found.few)
    for sentence in sentences[:2]:
        are_found = [clause.tag == FOUND for clause in sentence.clauses]
        assert are_found == sorted(are_found, reverse=True)


@settings(max_examples=25)
@given(comparisons())
def test_a_gain_that_is_told_is_clear_and_large_enough(found):
    if not found.designs or not found.of(found.heads, found.designs):
        return
    for clause in what_it_brings(found):
        for design in clause.designs:
            effect = found.effect(clause.outcome, design)
            assert effect.is_gain and abs(effect.diff) >= effect.least and effect.tag == clause.tag


# ---- the first sentence ----------
def test_what_is_found_leads_however_small_and_likelihood_is_only_told_of_it():
    values = shifted(("members", "influence_gini"), {"igo:UN": {"members": 1.0, "influence_gini": -8.0}})
    tags = {("members", "igo:UN"): FOUND, ("influence_gini", "igo:UN"): ASSUMED}
    first, second = what_it_brings(facts(values, tags))
    assert first.text == "In this model a secretariat at the UN would very likely bring more members (about one)"
    assert (first.tag, first.chance) == (FOUND, "better in all simulated futures")
    assert (second.before, second.text, second.tag) == (
        "; ",
        "it would leave influence less uneven (by three quarters)",
        ASSUMED,
    )


def test_it_is_said_if_nothing_found_is_clear():
    values = shifted(("members",), {"igo:UN": {"members": 3.0}})
    (only,) = what_it_brings(facts(values, {("members", "igo:UN"): ASSUMED}))
    assert only.text.startswith("No found effect is clear; by assumption a secretariat at the UN would bring")


def test_without_swapped_runs_nothing_is_tagged_found_or_assumed():
    values = shifted(("members",), {"igo:UN": {"members": 3.0}})
    tags = {clause.tag for sentence in sentences_of(facts(values)) for clause in sentence.clauses}
    assert tags <= {NOT_APART, ASSUMED, OPEN, ""}  # posts are put in, whatever was taken apart
    assert what_it_brings(facts(values))[0].tag == NOT_APART


def test_a_sure_effect_that_is_too_small_to_matter_is_none():
    values = shifted(("members",), {"igo:UN": {"members": 0.4}})
    (only,) = what_it_brings(facts(values, {}))
    assert only.text == "No design is clearly better than today by enough to matter in any of 1 main outcomes"
    assert what_it_brings(facts(shifted(("members",), {"igo:UN": {"members": 0.6}}), {}))[0].designs == ("igo:UN",)


def test_most_designs_are_told_together_and_two_names_begin_once():
    outcomes, gain = ("members",), {"members": 2.0}
    many = {design: gain for design in ("igo:UN", "igo:OECD", "static:US")}
    assert "every design would" in what_it_brings(facts(shifted(outcomes, many)))[0].text
    few = {"igo:UN": gain, "igo:OECD": gain, "static:US": {}, "static:UK": {}, "rotating": {}}
    assert "a secretariat at the UN or the OECD would" in what_it_brings(facts(shifted(outcomes, few)))[0].text


def test_having_no_secretariat_is_no_gain_unless_nothing_else_is_compared():
    gain = {"influence_gini": -5.0}
    both = what_it_brings(facts(shifted(("influence_gini",), {"none": gain, "rotating": {}})))
    assert not both[0].designs
    alone = what_it_brings(facts(shifted(("influence_gini",), {"none": gain})))
    assert "having no secretariat would leave influence" in alone[0].text


# ---- the second sentence ----------
def test_costs_are_losses_first_then_posts_and_set_up():
    values = shifted(("members", "harm"), {"igo:UN": {"members": 3.0, "harm": 5.0}})
    loss, effort = what_it_costs(facts(values), ["igo:UN"])
    assert loss.text == "A secretariat at the UN would raise expected harm, typically by about half"
    assert effort.text == "it would need five more posts (1.3 million dollars a year)" or "posts" in effort.text
    assert effort.tag == ASSUMED


def test_losses_of_other_designs_come_last():
    values = shifted(("members",), {"igo:UN": {"members": 3.0}, "static:US": {"members": -3.0}})
    found = what_it_costs(facts(values), ["igo:UN"])
    assert [clause.designs for clause in found] == [("igo:UN",), ("static:US",)]
    assert found[1].text == "a fixed secretariat in US would leave fewer members, typically about three"


# ---- the third sentence ----------
def open_values(size=40):
    rng = np.random.default_rng(4)
    base, turn = rng.normal(10, 1, size), rng.normal(size=size)
    return {"adhoc": {"members": base}, "rotating": {"members": base + 3 * turn}}, turn


def test_what_is_open_names_the_outcome_and_what_turns_the_order():
    values, turn = open_values()
    text = sentences_of(facts(values, {}, {"polarisation": turn}))[2].text
    assert text.startswith("It is open whether more states join [open, better in ")
    assert text.endswith("; that hangs most on how rival the blocs are [assumed].")


def test_what_hangs_on_nothing_that_was_drawn_is_not_said_to_hang_on_anything():
    values, _ = open_values()
    rng = np.random.default_rng(9)
    (only,) = sentences_of(facts(values, {}, {"noise": rng.normal(size=40)}))[2].clauses
    assert only.tag == OPEN


def test_what_separates_a_few_pairs_only_is_no_hinge_nor_is_that_of_an_outcome_that_is_not_named():
    values, turn = open_values()
    rng = np.random.default_rng(11)
    others = {
        design: {"members": values["adhoc"]["members"] + 3 * rng.normal(size=40)}
        for design in ("static:US", "static:UK", "chair:Switzerland", "igo:OECD", "igo:UN")
    }
    (only,) = sentences_of(facts(values | others, {}, {"polarisation": turn}))[2].clauses
    assert "hangs" not in only.text
    for own in values.values():
        own["harm"] = own["members"]
    clear = {design: {**own, "members": 10.0 + 5 * (design == "rotating") + 0 * turn} for design, own in values.items()}
    assert "harm is less" in sentences_of(facts(clear, {}, {"polarisation": turn}))[2].text
    assert hinge(facts(clear, {}, {"polarisation": turn}), ["members"]) == ""


def test_two_open_outcomes_of_which_one_hangs_on_something_say_which():
    values, turn = open_values()
    rng = np.random.default_rng(12)
    for own in values.values():
        own["harm"] = own["members"] if own is values["adhoc"] else own["members"][::1] * 0 + 10 + rng.normal(size=40)
    found = facts(values, {}, {"polarisation": turn})
    assert hinge(found, ["harm", "members"]) == "membership hangs most on how rival the blocs are"
    assert hinge(found, ["members"]) == "that hangs most on how rival the blocs are"


# ---- few futures, near the line ----------
def test_from_few_futures_that_is_said_first_and_no_likelihood_word():
    values = shifted(("members",), {"igo:UN": {"members": 3.0}}, size=19)
    (only,) = what_it_brings(facts(values, {("members", "igo:UN"): FOUND}))
    assert only.text == "From only 19 futures, a secretariat at the UN would bring more members, typically about three"
    (only,) = what_it_brings(facts(values, {("members", "igo:UN"): ASSUMED}))
    assert only.text.startswith("From only 19 futures, no found effect is clear; by assumption a secretariat")
    (null,) = what_it_brings(facts(shifted(("members",), {"igo:UN": {}}, size=1), {}))
    assert null.text.startswith("From only one future, no design is clearly better") and null.tag == OPEN
    (many,) = what_it_brings(facts(shifted(("members",), {"igo:UN": {"members": 3.0}}, size=20), {}))
    assert "only" not in many.text


def near_the_line():
    """Members better in 34 of 40 futures with the UN: 2 Monte Carlo errors reach below 80 of 100."""
    values = shifted(("members", "harm"), {"igo:UN": {}, "igo:OECD": {}})
    values["igo:UN"]["members"] = values["adhoc"]["members"] + np.where(np.arange(40) < 34, 8.0, -1.0)
    return values


def test_what_more_futures_could_change_is_told_as_close_where_nothing_else_is():
    values = near_the_line()
    (only,) = what_it_brings(facts(values, {("members", "igo:UN"): FOUND}))
    assert only.label == "found, close, better in 85 of 100 simulated futures"
    values["igo:OECD"]["harm"] = values["adhoc"]["harm"] - 2.0
    (other,) = what_it_brings(facts(values, {("members", "igo:UN"): FOUND}))
    assert other.outcome == "harm" and "close" not in other.label
    values["igo:UN"]["harm"] = values["adhoc"]["harm"] + np.where(np.arange(40) < 34, 8.0, -1.0)
    assert [clause.outcome for clause in what_it_costs(facts(values), ["igo:UN"])] == ["harm", ""]
    assert what_it_costs(facts(values), ["igo:UN"])[0].chance.startswith("close, worse in 85 of 100")


def test_a_group_is_told_with_the_range_of_its_chances():
    values = shifted(("members",), {"igo:UN": {"members": 3.0}, "igo:OECD": {"members": 2.0}})
    values["igo:OECD"]["members"][:1] -= 9.0
    (only,) = what_it_brings(facts(values, {}))
    assert only.chance == "better in 98 to 100 of 100 simulated futures" and "typically two to three" in only.text


def test_what_cannot_differ_enough_is_not_open():
    values = shifted(("members",), {"rotating": {"members": 0.1}})
    assert sentences_of(facts(values, {}))[2].text.startswith("No main outcome is left open")


def test_one_design_alone_is_said_to_be_alone():
    sentences = sentences_of(facts(shifted(("members",), {})))
    assert "there is no other to compare with it" in sentences[0].text
    assert all(clause.tag == "" for sentence in sentences for clause in sentence.clauses)


def test_all_that_is_drawn_has_a_few_plain_words():
    assert set(short_words()) == {*BEHAVIOUR_NAMES, *UNCERTAIN_NAMES, *FIELD_NAMES}
    assert [text for text in short_words().values() if len(text.split()) > 6 or "_" in text] == []


def test_another_baseline_is_named():
    values = shifted(("members",), {"igo:UN": {}, "rotating": {}})
    text = sentences_of(facts(values, baseline="rotating"))[0].text
    assert text.startswith("No design is clearly better than a rotating secretariat in any of")
