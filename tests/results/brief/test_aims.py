"""Whom to choose for an aim, and when that begins to pay."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from results.brief.aims import aims_of
from results.brief.brief import ASSUMED, FOUND, NOT_APART, OPEN, Aim, Clause
from results.brief.effects import facts_of
from results.brief.pairs import pairs_of
from results.brief.pays import first_months, length, pays_of
from results.comparison import compare
from sim.months import month_index
from tests.results.brief.made_up import experiment, shifted


def aim(values, tags=None):
    """The one aim of an experiment with one outcome."""
    runs = experiment(values)
    found = facts_of(runs, compare(runs))
    found.tags.update(tags or {})
    (one,) = aims_of(found, pairs_of(runs, found.heads))
    return one


def test_the_best_design_is_named_with_its_size_tag_and_chance():
    values = shifted(("members",), {"igo:UN": {"members": 4.0}, "rotating": {"members": 2.0}})
    found = aim(values, {("members", "igo:UN"): ASSUMED})
    care, _, choose = found.text.partition(", ")
    assert care == "If you care most about a large network"
    assert choose == "choose a secretariat at the UN: it would bring more members, typically about four."
    assert (found.designs, found.tag, found.chance) == (("igo:UN",), ASSUMED, "better in all simulated futures")


def test_designs_that_differ_by_too_little_to_matter_are_a_tie():
    values = shifted(("members",), {"igo:UN": {"members": 4.2}, "igo:OECD": {"members": 4.0}, "rotating": {}})
    found = aim(values)
    assert found.designs == ("igo:UN", "igo:OECD")
    assert "a secretariat at the UN or the OECD (no clear difference that matters): the first would" in found.text


def test_what_another_one_beats_clearly_is_not_chosen_though_it_is_best_more_often():
    base = np.full(40, 10.0)
    often = base + np.where(np.arange(40) < 6, 9.0, 2.0)  # best in 6 of 40, beaten by 'steady' in the others
    values = {"adhoc": {"members": base}, "igo:UN": {"members": often}, "igo:OECD": {"members": base + 4}}
    assert aim(values).designs == ("igo:OECD",)


def test_what_the_best_one_does_not_clearly_beat_is_named_however_small_its_own_gain_is():
    rng = np.random.default_rng(5)
    base = rng.normal(10, 1, 40)
    best = np.where(np.arange(40) < 30, 0.8, -0.6)  # beats 'small' in 30 of 40 futures only
    values = {
        "adhoc": base, "igo:UN": base + 0.6 + best, "igo:OECD": base + 0.3,
        "rotating": base + np.where(np.arange(40) < 30, -0.5, 0.5), "static:US": base - 9.0,
    }  # fmt: skip
    found = aim({design: {"members": own} for design, own in values.items()})
    assert found.designs[0] == "igo:UN" and set(found.designs[1:]) == {"igo:OECD", "rotating"}


def test_what_more_futures_could_change_is_close_and_comes_after_what_they_could_not():
    base = np.random.default_rng(6).normal(10, 1, 40)
    often = base + np.where(np.arange(40) < 34, 8.0, -1.0)
    near = {"adhoc": {"members": base}, "igo:UN": {"members": often}}
    alone = aim(near)
    assert (
        alone.designs == ("igo:UN",) and alone.close and alone.chance == "close, better in 85 of 100 simulated futures"
    )
    both = aim(near | {"igo:OECD": {"members": base + np.where(np.arange(40) < 34, 7.9, 9.0)}})
    assert both.designs[0] == "igo:OECD" and not both.close


def test_many_that_are_equally_good_are_counted():
    gain = {"members": 4.0}
    found = aim(shifted(("members",), dict.fromkeys(("igo:UN", "igo:OECD", "static:US", "static:UK"), gain)))
    assert len(found.designs) == 4 and " or two more (no clear difference that matters)" in found.text


def test_where_no_design_is_clearly_better_the_nearest_is_named():
    rng = np.random.default_rng(2)
    base = rng.normal(10, 1, 40)
    found = aim({"adhoc": {"members": base}, "rotating": {"members": base + np.where(np.arange(40) < 28, 2.0, -2.0)}})
    assert (
        not found.designs
        and "(the nearest is a rotating secretariat, better in 70 of 100 simulated futures)" in found.text
    )
    small = aim(shifted(("members",), {"rotating": {"members": 0.1}}))
    assert not small.designs and "no design is better than today by enough to matter (the nearest is" in small.text
    assert (small.tag, found.tag) == (NOT_APART, OPEN)


def test_where_every_design_is_worse_today_is_kept():
    found = aim(shifted(("members",), {"rotating": {"members": -4.0}}), {("members", "rotating"): FOUND})
    assert "stay with today's ad hoc lead: every design is clearly worse" in found.text and found.tag == FOUND


def test_having_no_secretariat_is_told_beside_the_best_one():
    values = shifted(("influence_gini",), {"none": {"influence_gini": -9.0}, "igo:UN": {"influence_gini": -5.0}})
    found = aim(values)
    assert found.designs == ("igo:UN",) and "; no secretariat at all would do better still." in found.text


# ---- when it pays ----------
NOTHING = Clause("nothing is clear")


@given(arrays(float, st.tuples(st.integers(1, 8), st.integers(0, 12)), elements=st.sampled_from((-1.0, 0.0, 1.0))))
def test_it_pays_from_the_first_month_after_which_it_is_always_clearly_better(differences):
    shares = [np.mean(np.where(column == 0, 0.5, column > 0)) for column in differences.T]
    wanted = next((m for m in range(len(shares)) if all(share > 0.8 for share in shares[m:])), None)
    base = np.full(differences.shape, 7.0)
    assert first_months(base + differences, base, 1) == wanted
    assert first_months(base - differences, base, -1) == wanted


def paying(from_month, led=NOTHING):
    """What is said of a design with two more members from some months after the decision on, and of harm."""
    months = np.arange(month_index("2025-12"), month_index("2030-12") + 1)
    late = months - month_index("2026-01") >= from_month
    frames = [
        pd.DataFrame({"design": d, "replicate": r, "month": months, "members": 10.0 + k * late, "harm": 1.0})
        for k, d in enumerate(("adhoc", "igo:UN", "igo:OECD")) for r in range(4)
    ]  # fmt: skip
    runs = experiment(
        shifted(("members", "harm"), {"igo:UN": {"members": 2.0}, "igo:OECD": {"members": 2.0}}),
        series=pd.concat(frames),
    )
    aims = [Aim("a large network", "members", ("igo:UN",), ""), Aim("less harm", "harm", (), "")]
    aims += [Aim("even influence", "influence_gini", (), ""), Aim("few leaks", "leaks", (), "")]
    return pays_of(runs, facts_of(runs, compare(runs)), aims, led)


def test_months_count_from_the_decision():
    members, harm, _ = paying(14)
    assert members.months == 14 and "from March 2027 on, 14 months after the decision" in members.text
    assert harm.months is None and harm.design == "" and "no design becomes clearly better" in harm.text


def test_what_comes_too_late_is_said():
    assert paying(60)[0].months is None
    assert "a secretariat at the UN does not become clearly better within the five years" in paying(60)[0].text


def test_the_design_of_the_first_clause_is_dated_in_its_outcome_and_a_larger_group_is_not():
    led = Clause("", outcome="members", designs=("igo:OECD",))
    assert [(one.outcome, one.design) for one in paying(14, led)][:3] == [
        ("members", "igo:UN"), ("members", "igo:OECD"), ("harm", "")
    ]  # fmt: skip
    for other in (replace(led, outcome="harm"), replace(led, designs=("igo:OECD", "a", "b"))):
        assert "a secretariat at the OECD" not in " ".join(
            one.text for one in paying(14, other) if one.outcome == "members"
        )


def test_aims_without_a_monthly_series_are_named():
    last = paying(14)[-1]
    assert last.text == "Not dated, as no monthly numbers are kept: even influence and few leaks."
    assert (last.outcome, last.design, last.months) == ("", "", None)


def test_months_and_years_in_words():
    assert [length(n) for n in (12, 60, 18, 1)] == ["one year", "five years", "18 months", "one month"]
