"""A country's view on runs made up by hand: what the numbers are called, and what is left out."""

import math
import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.actor import VIEW
from results.brief.brief import ASSUMED, FOUND, OPEN, TAGS
from results.brief.country import TOPICS, countries, country
from results.brief.country_hosts import COMMAND
from results.brief.country_phrases import MOST_WORDS, balance, halves, posts
from results.brief.country_table import COLUMNS
from results.brief.wording import count_words
from scenarios.swap_runs import IN, OUT, Swaps, benefit_of
from sim.errors import InputError
from tests.results import synthetic

N = 20
TODAY = SimpleNamespace(baseline="adhoc")  # all that a view reads of a comparison
DESIGNS = ("none", "adhoc", "rotating", "static:UK", "igo:OECD")
LIKE_TODAY = {"welfare": 10.0, "dues": 0.0, "influence": 0.2, "access": 1.0, "exposure": 1.0, "membership": 1.0}


@cache
def plain(designs):
    """Runs without any cost of a secretariat."""
    runs = synthetic.runs(N, designs)
    return replace(runs, series=runs.series.assign(cost=0.0))


def made(values, designs=DESIGNS, network=()):
    """Runs in which every state has ``LIKE_TODAY`` but for what ``values`` says: (state, design, outcome) -> number(s).

    network : rows of (design, a, b, type, share, strength).
    """
    runs = plain(designs)
    states = runs.states.copy()
    for meta in VIEW:
        states[meta.name] = LIKE_TODAY.get(meta.name, 0.0)
    for (state, design, outcome), value in values.items():
        there = (states["state"] == state) & (states["design"] == design)
        states.loc[there, outcome] = value
    columns = ["design", "a", "b", "type", "share", "strength"]
    return replace(runs, states=states, network=pd.DataFrame(network, columns=columns))


def view(runs, actor="UK", swaps=None):
    return country(runs, TODAY, swaps, actor)


def said(found, topic):
    return " ".join(sentence.text for sentence in found.paragraph if sentence.label == topic)


def spread(level, sure=1.0, by=0.01):
    """(N,) numbers around a level, above it in a share ``sure`` of the replicates."""
    signs = np.where(np.arange(N) < round(sure * N), 1, -1)
    return level + by * signs


# ---- what a gain is called ----------
NONE_BETTER = (
    "No design with a secretariat is best for UK more often than today's ad hoc lead [open, in {} of 100 simulated"
)
LITTLE = "Little changes for UK: even a secretariat at the OECD, most often best, typically "
GAINS = [
    (10.0, 10.2, "UK gains most with a secretariat at the OECD", "2% more net benefit than today [in 100 of 100"),
    (10.0, 10.19, f"{LITTLE}adds less than 2% to its net benefit [in 100 of 100 simulated futures]", ""),
    (10.0, 10.0, NONE_BETTER.format(25), ""),
    (10.0, 9.0, NONE_BETTER.format(33), ""),
    (-1.0, -0.62, "UK gains most", "a net loss 38% smaller than today"),
    (-1.0, -0.99, f"{LITTLE}changes its net loss by less than 2% [in 100 of 100", ""),
    (-1.0, 1.0, "UK gains most", "a net benefit instead of a net loss"),
    (1.0, 3.0, "UK gains most", "3 times the net benefit of today"),
]


@pytest.mark.parametrize(("today", "then", "start", "size"), GAINS)
def test_a_gain_by_its_size(today, then, start, size):
    level = dict.fromkeys([("UK", design, "welfare") for design in DESIGNS], today)
    text = said(view(made(level | {("UK", "igo:OECD", "welfare"): then})), "Gain")
    assert text.startswith(start)
    assert size in text


def test_a_balance_without_a_sign_has_no_size():
    today = spread(0.0, 0.5, 1.0)
    level = {("UK", d, "welfare"): today for d in DESIGNS}
    text = said(view(made(level | {("UK", "igo:OECD", "welfare"): today + 0.5})), "Gain")
    assert "more net benefit than today" in text
    assert "%" not in text


@pytest.mark.parametrize(("sure", "clear"), [(1.0, True), (0.9, True), (0.8, False), (0.6, False)])
def test_a_gain_is_clear_by_the_rule_of_the_comparison(sure, clear):
    text = said(view(made({("UK", "igo:OECD", "welfare"): spread(10.0, sure, 0.5)})), "Gain")
    assert ("gains most with" in text) == clear
    assert ("No gain is clear for UK: a secretariat at the OECD, most often best, brings 5% more" in text) != clear
    assert f"in {round(100 * sure)} of 100" in text


def test_a_gain_that_hardly_counts_is_passed_over_for_a_surer_one_that_does():
    often = {("UK", "igo:OECD", "welfare"): np.where(np.arange(N) < 11, 10.1, 9.5)}
    text = said(view(made(often | {("UK", "static:UK", "welfare"): 9.0})), "Gain")
    assert text.startswith("UK hardly gains: even a secretariat at the OECD, most often best, typically adds less than")
    assert "of 100" not in text
    larger = {("UK", "igo:OECD", "welfare"): 10.1}  # best in 9, the own seat in 6 by more
    larger[("UK", "static:UK", "welfare")] = np.where(np.arange(N) < 9, 9.0, 10.3)
    larger[("UK", "rotating", "welfare")] = np.where(np.arange(N) < 15, 9.0, 10.5)
    text = said(view(made(larger)), "Gain")
    assert (
        "UK: a fixed secretariat of its own, surest to help, brings 3% more net benefit than today [open, in 55 of"
        in text
    )


@pytest.mark.parametrize(("level", "told"), [(11.0, True), (10.15, False), (9.0, False)])
def test_no_secretariat_is_told_where_it_brings_most(level, told):
    found = view(made({("UK", "rotating", "welfare"): 10.05, ("UK", "none", "welfare"): level}))
    assert ("No secretariat at all would bring it most, 10% more net benefit than today" in said(found, "Gain")) == told
    assert said(found, "Cost") == "It pays no dues and lends no posts, today or then [assumed]."
    lent = view(
        made(
            {
                ("UK", "none", "welfare"): level,
                ("UK", "rotating", "welfare"): 10.05,
                ("UK", "rotating", "posts_lent"): 0.8,
            }
        )
    )
    start = "With a rotating secretariat, otherwise most often best, it" if told else "For that it"
    assert said(lent, "Cost") == f"{start} pays no dues but lends one post [assumed]."


def test_who_is_outside_is_told_first_what_it_has_there():
    outside = {("Kenya", d, "membership"): 0.0 for d in DESIGNS}
    loss = {("Kenya", d, "welfare"): -0.1 for d in DESIGNS} | {("Kenya", "igo:OECD", "welfare"): -0.05}
    found = view(made(outside | loss), "Kenya")
    loss = "From outside Kenya <& co> has a net loss, as harm from AI outweighs what reaches it"
    assert found.paragraph[0].text == f"{loss}; today it is never a member."
    assert "a net loss 50% smaller than today, little beside what a member has [" in said(found, "Gain")
    assert said(found, "Staying") == ""
    few = {("Kenya", d, "membership"): 0.23 for d in DESIGNS} | {("Kenya", d, "welfare"): 8.0 for d in DESIGNS}
    text = said(view(made(few), "Kenya"), "Outside")
    assert "has 80% of a typical member's net benefit; today it is a member in 23 of 100 months" in text


# ---- costs ----------
BETTER = ("UK", "igo:OECD", "welfare")
COSTS = [
    (
        (0.24, 1.0),
        (0.15, 0.36),
        "For that it pays no dues, with less say over the agenda and fewer posts lent [assumed].",
    ),
    ((1.8, 1.0), (0.2, 0.21), "For that it pays no dues but lends two posts [assumed]."),
    ((0.0, 0.8), (0.5, 0.2), "For that it pays no dues, with more say over the agenda and fewer posts lent [assumed]."),
    ((0.0, 0.0), (0.5, 0.2), "It pays no dues and lends no posts, today or then [assumed]."),
]


@pytest.mark.parametrize(("lent", "say", "words"), COSTS)
def test_what_it_pays_lends_and_says(lent, say, words):
    values = {BETTER: 11.0}
    for k, design in enumerate(("igo:OECD", "adhoc")):
        values |= {("UK", design, "posts_lent"): lent[k], ("UK", design, "influence"): say[k]}
    assert said(view(made(values)), "Cost") == words


POSTS = [(0.0, "no posts"), (0.1, "hardly any posts"), (0.24, "hardly any posts"), (0.25, "half a post"),
         (0.9, "one post"), (1.5, "one and a half posts"), (2.6, "two and a half posts"), (4.0, "four posts"),
         (9.7, "nine and a half posts"), (10.4, "10 posts"), (math.nan, "no posts")]  # fmt: skip


@pytest.mark.parametrize(("number", "words"), POSTS)
def test_posts_are_whole_or_half(number, words):
    assert posts(number) == words


def test_dues_in_posts_are_those_of_the_table():
    runs = synthetic.runs(8)
    found = view(runs, "UK")
    dues = found.table[found.table["outcome"] == "dues"].set_index("design")
    assert all(
        re.fullmatch(r"posts a year, a post about .* US dollars a year \(.* to .*\)", unit) for unit in dues["unit"]
    )
    cost = next(sentence for sentence in found.paragraph if sentence.label == "Cost")
    then = dues.loc[cost.clauses[0].designs[0]]
    assert halves(then["diff"]) > 0
    assert f"pays more than today: {then['value']} posts in all, about " in cost.text


# ---- with whom ----------
HELD = [(d, "US", "UK", "research", 1.0, 0.6) for d in DESIGNS]
MANY = [(f"{a}", "UK", b, kind, 1.0, 0.5) for a in ("igo:OECD",) for b in ("Japan", "EU", "Canada", "Singapore")
        for kind in ("research", "testing", "exchange")]  # fmt: skip
TIES = [
    ([], "Hardly any, today or then [open]."),
    ([(d, who, "UK", "research", 0.4, 0.6) for d in DESIGNS for who in ("US", "Japan")],
     "None is the same in most futures, today or then, but it has about one in each [open]."),
    (HELD, "The same with every design: US [open]."),
    ([*HELD, ("igo:OECD", "UK", "Kenya", "exchange", 0.5, 0.2)],
     "With a secretariat at the OECD it gains Kenya <& co> (exchange)."),
    ([row for row in HELD if row[0] != "igo:OECD"], "With a secretariat at the OECD it loses US (joint research)."),
    ([*HELD, ("rotating", "UK", "Japan", "testing", 0.9, 0.2)], "The same: US [open]."),
    ([*HELD, *MANY], "It gains Japan (joint research, exchange, testing), EU ("),
    ([*HELD, ("igo:OECD", "UK", "OpenAI", "testing", 1.0, 0.2)], "The same with every design: US [open]."),
]  # fmt: skip


@pytest.mark.parametrize(("network", "words"), TIES)
def test_ties_that_change_and_those_that_do_not(network, words):
    runs = made({("UK", "igo:OECD", "welfare"): 11.0}, network=network)
    assert said(view(runs), "Partners").startswith(words)


# ---- who hosts ----------
def test_other_hosts_from_the_best_to_the_worst():
    designs = (*DESIGNS, "static:US", "static:Switzerland", "chair:Switzerland")
    values = {
        ("UK", "igo:OECD", "welfare"): 10.4,
        ("UK", "static:US", "welfare"): 9.0,
        ("UK", "static:UK", "welfare"): 8.0,
    }
    text = "The OECD suits it better than US, the two furthest apart, by 14% of today's net benefit [in 100 of 100]."
    assert said(view(made(values, designs)), "Other hosts") == text
    values = {("UK", "chair:Switzerland", "welfare"): 10.1, ("UK", "static:Switzerland", "welfare"): 9.95}
    close = said(view(made(values, designs)), "Other hosts")
    most = "Switzerland with a rotating chair and Switzerland alone, the two furthest apart, differ by less than 2%."
    assert close == f"Who else hosts hardly matters: {most}"


def test_where_no_other_host_is_clearly_better_none_is_named():
    """The medians have an order, but one is better than the other in 60 of 100 futures only."""
    values = {("UK", "igo:OECD", "welfare"): spread(10.5, 0.6, 1.0), ("UK", "static:US", "welfare"): 9.8}
    found = view(made(values, (*DESIGNS, "static:US")))
    assert said(found, "Other hosts") == "The runs cannot tell which other host suits it best [open]."
    assert "US" not in said(found, "Hosting")


def test_a_host_without_numbers_is_none_that_suits_it():
    values = {("UK", "static:US", "welfare"): float("nan"), ("UK", "igo:OECD", "welfare"): 10.4}
    words = "The only other host is the OECD, with 4% more net benefit than today [in 100 of 100]."
    assert said(view(made(values, (*DESIGNS, "static:US"))), "Other hosts") == words


@pytest.mark.parametrize(("level", "words"), [
    (10.4, "The only other host is the OECD, with 4% more net benefit than today [in 100 of 100]."),
    (10.1, "With the only other host, the OECD, its net benefit hardly changes."),
])  # fmt: skip
def test_the_only_other_host(level, words):
    assert said(view(made({BETTER: level})), "Other hosts") == words


def test_without_another_host_none_is_told():
    assert said(view(made({}, ("adhoc", "rotating", "static:UK"))), "Other hosts") == ""


HOSTS = [
    (
        12.0,
        10.0,
        1.0,
        "Yes: it would have most of the say and have more net benefit than with the OECD, by 21% of today's",
    ),
    (9.0, 10.0, 1.0, "No: it would have less net benefit than with the OECD, by 9% of today's"),
    (9.85, 10.0, 1.0, "No, but it hardly matters: its net benefit changes by less than 2%"),
    (10.0, 10.0, 0.6, "The runs cannot tell: as host it has more net benefit than with the OECD, but not clearly"),
]


@pytest.mark.parametrize(("own", "other", "sure", "words"), HOSTS)
def test_whether_hosting_pays(own, other, sure, words):
    values = {("UK", "static:UK", "welfare"): spread(own, sure, 0.1), ("UK", "igo:OECD", "welfare"): other}
    values |= {("UK", "static:UK", "influence"): 0.59}
    text = said(view(made(values)), "Hosting")
    assert text.startswith(words)
    assert f"in {round(100 * max(sure, 1 - sure))} of 100" in text


def test_a_host_pays_for_its_posts():
    runs = synthetic.runs(8)
    found = view(runs, "UK")
    due = found.table[found.table["outcome"] == "dues"].set_index("design").loc["static:UK", "median"]
    text = said(found, "Hosting")
    assert text.startswith(("No", "Yes", "The runs cannot tell"))
    assert (f"No: it would pay for {posts(due)} and have less" in text) == text.startswith("No:")


@pytest.mark.parametrize(("own", "start"), [(12.0, "Yes, but"), (8.0, "No:"), (10.0, "The runs cannot tell:")])
def test_a_host_that_is_no_member_holds_no_seat(own, start):
    values = {("UK", d, "membership"): 0.12 for d in DESIGNS} | {("UK", "static:UK", "welfare"): own}
    text = f"{start} only a member can hold the seat, which it would then be in 12 of 100 months."
    assert said(view(made(values)), "Hosting") == text


def test_without_a_run_as_host_the_command_is_told():
    text = said(view(made({("Kenya", "igo:OECD", "welfare"): 11.0}), "Kenya"), "Hosting")
    command = "entente compare --designs adhoc,static:Kenya,igo:OECD --replicates 20 --seed 7 --for Kenya"
    assert text == f"The runs cannot tell: none had Kenya <& co> as host; this would: `{command}`."


# ---- membership ----------
MEMBERS = [
    ({}, "It stays a member with every design, in at least 100 of 100 months [open]."),
    ({"static:UK": 0.97}, "It stays a member with every design, in at least 97 of 100 months [open]."),
    ({"static:UK": 0.9}, "It is outside more often with a fixed secretariat of its own: a member in 90 of 100 months, "
                         "today in 100 of 100."),
]  # fmt: skip


@pytest.mark.parametrize(("months", "words"), MEMBERS)
def test_membership_in_words(months, words):
    values = {("UK", design, "membership"): share for design, share in months.items()}
    assert said(view(made(values)), "Staying") == words


# ---- tags ----------
def swapped(lever_shares):
    """Swapped runs in which levers make these shares of the UK's gain of 1 with the OECD, from both ends."""
    gain, base = spread(1.0, 0.5, 0.001), np.full(N, 10.0)
    rows = []
    for r in range(N):
        for lever, share in lever_shares.items():
            rows.append((r, "igo:OECD", lever, OUT, base[r] + (1 - share) * gain[r], ""))
            rows.append((r, "igo:OECD", lever, IN, base[r] + share * gain[r], ""))
    frame = pd.DataFrame(rows, columns=["replicate", "design", "lever", "kind", benefit_of("UK"), "error"])
    return 10.0 + gain, Swaps(frame, pd.DataFrame(), N)


@pytest.mark.parametrize(("shares", "tag"), [({"a": 0.9, "b": 0.1}, ASSUMED), ({"a": 0.4, "b": 0.3, "c": 0.3}, FOUND)])
def test_a_gain_is_assumed_where_one_lever_makes_most_of_it(shares, tag):
    values, swaps = swapped(shares)
    runs = made({("UK", "igo:OECD", "welfare"): values}, ("adhoc", "igo:OECD"))
    clause = view(runs, swaps=swaps).paragraph[0].clauses[0]
    assert (clause.tag, clause.designs) == (tag, ("igo:OECD",))
    without = view(runs)
    assert without.paragraph[0].clauses[0].tag == ""
    assert without.sentences[-1] == "What has no tag was not taken apart."
    assert "[not taken apart" not in without.text and len(view(runs, swaps=swaps).sentences) < len(without.sentences)


def test_what_is_not_clear_is_open_though_its_mean_is():
    values, swaps = swapped({"a": 0.9, "b": 0.1})
    values = values - np.where(np.arange(N) % 3 == 0, 1.5, 0.0)  # worse in a third of the futures
    runs = made({("UK", "igo:OECD", "welfare"): values}, ("adhoc", "igo:OECD"))
    gain = next(one for one in view(runs, swaps=swaps).paragraph if one.label == "Gain").clauses[0]
    assert gain.tag == OPEN


# ---- all of them ----------
def test_every_jurisdiction_of_made_up_runs_has_a_view():
    runs = synthetic.runs(12)
    found = countries(runs, TODAY, None)
    assert list(found) == list(runs.roster.aliases)
    for one in found.values():
        check(one)
    assert found["UK"].to_json() == country(runs, TODAY, None, "UK").to_json()


POST = r"(half a|one|two|three|four|five|six|seven|eight|nine)( and a half)? post"
CHANCE = r"(just over |just under |fewer than |more than )?\d+ of 100"


def numbers_in(sentence):
    """How many numbers a sentence tells beside its chance: digits, and posts in words."""
    plain = re.sub(CHANCE, "1", sentence.plain.partition(COMMAND)[0])
    return len(re.findall(r"\d[\d.,]*", plain)) + len(re.findall(POST, plain))


def check(one):
    """What holds of every view: few and short sentences, in their order, with one tag and two numbers each at most."""
    labels = [sentence.label for sentence in one.paragraph if sentence.label]
    assert labels == [topic for topic in TOPICS if topic in labels]
    assert 3 <= len(labels) <= 6
    words = [count_words(sentence.plain.partition(COMMAND)[0]) for sentence in one.paragraph]
    assert max(words) <= MOST_WORDS and sum(words) <= 120, one.sentences
    for sentence in one.paragraph:
        assert len([clause for clause in sentence.clauses if clause.label]) <= 1
        assert numbers_in(sentence) <= 2, sentence.text
    assert not {"nan", "inf"} & set(re.findall("[a-z]+", one.text))
    assert "utility" not in one.text
    assert {c.tag for s in one.paragraph for c in s.clauses} <= {*TAGS, ""}
    assert tuple(one.table.columns) == COLUMNS
    texts = one.table[["value", "span", "change", "change_span"]].to_numpy().ravel()
    assert not any("nan" in text or "e-" in text for text in texts)


LEVELS = st.sampled_from([-5.0, -0.1, 0.0, 0.05, 9.7, 9.9, 10.0, 10.1, 10.4, 30.0])
SHARES = st.sampled_from([0.0, 0.004, 0.2, 0.48, 0.9, 1.0])
OTHERS = {"membership": SHARES, "influence": SHARES, "posts_lent": st.sampled_from([0.0, 0.1, 0.3, 2.4, 12.0])}


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_whatever_the_numbers_a_paragraph_is_short(data):
    designs, kinds = synthetic.DESIGNS, st.lists(st.sampled_from(["research", "testing"]), max_size=2, unique=True)
    values = {("UK", d, "welfare"): spread(data.draw(LEVELS), data.draw(SHARES), 0.2) for d in designs}
    values |= {("UK", d, name): data.draw(drawn) for name, drawn in OTHERS.items() for d in designs}
    network = [(d, "UK", who, kind, data.draw(SHARES), 0.5)
               for d in designs[:3] for who in ("Japan", "Kenya", "EU") for kind in data.draw(kinds)]  # fmt: skip
    check(view(made(values, designs, network)))


def test_one_design_has_nothing_to_compare_and_no_numbers_that_are_none():
    found = view(made({}, ("adhoc",)))
    assert "Only today's ad hoc lead was run, so that there is nothing to compare for UK" in found.text
    assert "nan" not in found.text
    assert all(math.isnan(v) for v in found.table["diff"])


@pytest.mark.parametrize("actor", ["Atlantis", "OpenAI", "Germny"])
def test_nobody_and_firms_have_no_view(actor):
    with pytest.raises(InputError, match="allowed"):
        view(synthetic.runs(3), actor)


def test_who_acts_through_the_union_has_its_view():
    runs = synthetic.runs(6)
    german, union = (country(runs, TODAY, None, actor) for actor in ("deutschland", "EU"))
    assert german.sentences[0] == "Germany acts through EU in this roster, whose view this is."
    assert (german.asked, german.title, german.label) == ("Germany", "Germany, through the EU", "EU")
    assert german.sentences[1:3] == union.sentences[:2]
    pd.testing.assert_frame_equal(german.table, union.table)
    assert "--for Germany" in said(german, "Hosting")


# ---- any numbers ----------
numbers = st.floats(-1e3, 1e3).map(lambda x: round(x, 3))


@given(today=numbers, diff=numbers)
def test_a_balance_says_which_way_it_goes(today, diff):
    class Alone:
        """A country with a balance of its own."""

        def __init__(self):
            self.today, self.sign = today, (today > 0) - (today < 0)
            self.all = type("All", (), {"baseline": "adhoc"})

    text = balance(Alone(), diff)
    better = ("more", "times", "smaller", "benefit instead of a net loss")
    worse = ("less", "larger", "loss instead of a net benefit")
    up, down = any(word in text for word in better), any(word in text for word in worse)
    assert "nan" not in text
    assert not (up and diff < 0) and not (down and diff > 0)
    assert up or down or "same" in text or "no other" in text
