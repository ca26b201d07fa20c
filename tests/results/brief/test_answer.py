"""The brief of a comparison as a whole: what it warns of, tags from swapped runs, plain types."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import entente
from results.brief.answer import brief_of
from results.brief.brief import ASSUMED, FOUND, TAGS
from results.brief.cautions import calibration_line, warnings_of
from results.brief.effects import SETUP, facts_of
from results.brief.sizes import by_part, counted, in_all, in_share, part, sizes, timed
from results.brief.tags import tags_in
from results.brief.wording import FURTHER, MEMBERSHIP, WORDS
from results.comparison import compare
from results.studies.evidence.relevant import relevant
from results.why.shares import ASSUMED as SURELY
from results.why.shares import FOUND as SEVERAL
from results.why.shares import MOSTLY, PERHAPS, TANGLED, TOLD_AS
from scenarios import posterior
from scenarios.sampling import FROM_POSTERIOR, FROM_RANGES
from sim.months import month_index
from sim.outcomes import ALL_OUTCOMES
from tests.results.brief.made_up import experiment, shifted


# ---- tags ----------
def test_only_what_the_annex_calls_found_is_found():
    verdicts = {"a": SURELY, "b": MOSTLY, "c": PERHAPS, "d": TANGLED, "e": SEVERAL}
    rows = [("members", d, lever, word) for d, word in verdicts.items() for lever in ("x", "y")]
    rows.append(("members", "f", "", "no clear difference"))
    found = tags_in(pd.DataFrame(rows, columns=["outcome", "design", "lever", "verdict"]))
    assert found == {("members", d): FOUND if d == "e" else ASSUMED for d in "abcde"}
    assert set(TOLD_AS.values()) <= set(TAGS)


# ---- a real one ----------
@pytest.fixture(scope="module")
def found():
    one = entente.compare("igo:OECD,none", "teaching", months=14, replicates=6, workers=1)
    one.make_swaps(1)
    return one


def test_a_brief_is_plain_data_the_same_every_time(found):
    brief = brief_of(found.runs, found.comparison, found.swaps)
    data = brief.to_json()
    assert json.loads(json.dumps(data, allow_nan=False)) == json.loads(json.dumps(data))
    assert brief_of(found.runs, found.comparison, found.swaps) == brief
    assert [one["text"] for one in data["sentences"]] == [sentence.text for sentence in brief.sentences]
    applies = [m.name for m in found.comparison.metas if m.headline and found.comparison.cell(m.name, "adhoc")["n"]]
    assert [aim.outcome for aim in brief.aims] == applies


def test_what_was_not_taken_apart_is_warned_of_and_how_to_do_it(found):
    told = brief_of(found.runs, found.comparison)
    assert any("--why" in text for text in told.warnings)
    assert not any("--why" in text for text in brief_of(found.runs, found.comparison, found.swaps).warnings)
    tags = {clause.tag for sentence in told.sentences for clause in sentence.clauses} | {aim.tag for aim in told.aims}
    assert FOUND not in tags and tags <= {*TAGS, ""}


def test_a_horizon_shorter_than_the_set_up_and_few_futures_are_warned_of(found):
    warnings = brief_of(found.runs, found.comparison, found.swaps).warnings
    assert any("a secretariat at the OECD" in text and "cannot show yet" in text for text in warnings)
    assert any(text.startswith("Only six futures were simulated") for text in warnings)


# ---- warnings ----------
def test_a_posterior_of_another_roster_is_warned_of_by_the_rule_of_the_check():
    runs = experiment(shifted(("members",), {"igo:UN": {"members": 2.0}}))
    said = []
    for roster, prior, own in (("teaching", "posterior", ""), ("real", "posterior", ""), ("teaching", "ranges", "")):
        runs.scenario = SimpleNamespace(**{**vars(runs.scenario), "roster": roster, "prior": prior, "posterior": own})
        said.append(
            any("made for the real roster" in text for text in warnings_of(runs, facts_of(runs, compare(runs))))
        )
    assert said == [True, False, False]


def test_posts_are_those_of_the_design_where_its_set_up_reaches_into_the_last_year():
    months = pd.period_range("2025-12", "2027-12", freq="M").astype(str)
    frames = [
        pd.DataFrame({"design": d, "replicate": r, "month": [month_index(m) for m in months], "cost": 0.0})
        for d in ("adhoc", "igo:UN") for r in range(40)
    ]  # fmt: skip
    found = {}
    for setup in (6.0, 20.0):
        values = shifted(("members",), {"igo:UN": {"members": 2.0}})
        for own in values.values():
            own[SETUP] = np.full(40, setup)
        runs = experiment(values, series=pd.concat(frames))
        runs.scenario = SimpleNamespace(**{**vars(runs.scenario), "end": "2027-12", "events": ()})
        found[setup] = facts_of(runs, compare(runs)).posts["igo:UN"]
        full = {point.name: point["staff_fte"] for point in runs.designs}["igo:UN"]
    assert found == {6.0: 0.0, 20.0: full} and full > 0


def warned(setup, end="2030-12"):
    values = shifted(("members",), {"igo:UN": {"members": 2.0}})
    for own in values.values():
        own[SETUP] = np.linspace(0, setup, 40)
    runs = experiment(values)
    runs.scenario = SimpleNamespace(**{**vars(runs.scenario), "end": end})
    return warnings_of(runs, facts_of(runs, compare(runs)), None)


def test_the_longest_set_up_that_was_drawn_counts():
    assert not any("set-up" in text for text in warned(48))
    assert any("less than a year after the longest set-up of a secretariat at the UN" in text for text in warned(49))
    assert any("before the set-up of a secretariat at the UN is over in every future" in text for text in warned(60))


def test_interrupted_and_failed_runs_are_warned_of():
    runs = replace(experiment(shifted(("members",), {"igo:UN": {}})), complete=False)
    comparison = replace(compare(runs), failed=2)
    warnings = warnings_of(runs, facts_of(runs, comparison), None)
    assert any("interrupted" in text for text in warnings) and any("Two runs failed" in text for text in warnings)


def test_calibration_in_one_line_without_names_of_parameters():
    line = calibration_line(FROM_POSTERIOR)
    assert line.startswith("Three of 26") and len(posterior.about().identified) == 3
    assert not any(name in line for name in posterior.about().identified)
    assert "all are assumptions" in calibration_line(FROM_RANGES)


# ---- words ----------
def test_every_headline_outcome_has_words_and_all_words_are_of_outcomes_with_a_size_that_matters():
    known = {outcome.name for outcome in ALL_OUTCOMES}
    assert {outcome.name for outcome in ALL_OUTCOMES if outcome.headline} <= set(WORDS) <= known
    assert {*FURTHER, *MEMBERSHIP} <= set(WORDS) <= set(relevant())


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (counted(sizes([2.0, 2.4], 10)), "about two"),
        (counted(sizes([0.6], 10)), "about one"),
        (counted(sizes([-3.2, -2.0], 10)), "two to three"),
        (timed("day")(sizes([-1.2], 20)), "by about one day"),
        (timed("month")(sizes([4.0, 6.0], 20)), "by four to six months"),
        (by_part(sizes([0.3], 1.0)), "by about a third"),
        (by_part(sizes([0.1, 0.2, 0.9], 1.0)), "by about a fifth"),
        (by_part(sizes([2.0], 1.0)), "to about three times as much"),
        (by_part(sizes([-1.0], 1.0)), "to almost nothing"),
        (by_part(sizes([-1.0], 0.0)), ""),
        (in_share(sizes([0.4, 0.5], 0.33)), "about twice the share"),
        (in_share(sizes([0.1, 0.2], 0.5)), "10 to 20 more of 100"),
        (in_share(sizes([-0.12], 0.5)), "about 12 fewer of 100"),
        (in_all(sizes([-0.3], 0.5)), "only about 20 of 100"),
        (in_all(sizes([0.5], 0.5)), "all"),
    ],
)  # fmt: skip
def test_sizes_in_words(told, wanted):
    assert told == wanted


def test_parts_are_the_nearest_ones():
    assert [part(x) for x in (0.04, 0.11, 0.34, 0.48, 1.0)] == [
        "a twentieth",
        "a tenth",
        "a third",
        "half",
        "nine tenths",
    ]
