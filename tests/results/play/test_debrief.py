"""The debrief of a session: who would leave, luck, questions, and the report that is made of it."""

import json
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.play.debrief.debrief import debrief_of, debrief_with, summary
from results.play.debrief.leaving import leaving_of, told
from results.play.debrief.plain import plain
from results.play.debrief.report import report
from results.play.debrief.seat_ledger import seats_of
from results.play.debrief.standing import NEITHER, _better
from results.play.differences import HEADLINES, losers
from results.play.runs import cut
from results.stability.deviations import LEAVE
from results.stability.finder import WINDOW
from scenarios.schema import load_scenario
from scenarios.session.log import Log, started
from scenarios.session.replay import record_of
from sim.months import month_index
from tests.results.play.a_session import END, ROSTER


def test_what_a_state_would_gain_by_leaving_is_what_two_whole_runs_say(log):
    at = month_index("2028-01")
    found = leaving_of(log, at, elsewhere=0)
    record = record_of(cut(log, at))
    assert found.members == int((record.states["tier"][-1] > 0).sum()) and found.window == WINDOW
    longer = Log.of(log.until(at).plain() | {"scenario": load_scenario("teaching").changed(end="2029-12").link()})
    as_it_is = record_of(longer).states["welfare"]
    rows = slice(at - record.start, at - record.start + WINDOW)
    assert rows.stop == len(as_it_is)
    for one in found.of(LEAVE):
        out = {"date": "2028-01", "actor": ROSTER.label(one.deviation.actor), "act": "join", "choice": False}
        left = record_of(longer.with_choice(decision=out)).states["welfare"]
        gain = (left - as_it_is)[rows, one.deviation.actor].mean()
        assert one.gain == pytest.approx(gain) and gain > 0


def test_other_draws_are_counted_where_the_same_can_be_done(debrief):
    assert debrief.leaving.paying
    for one in debrief.leaving.paying:
        assert 0 <= one.elsewhere <= one.possible <= debrief.leaving.draws
        assert told(one, ROSTER)[0].isupper()


def test_a_run_stands_among_the_futures_as_its_world_and_its_choices_make_it(debrief, changes):
    assert debrief.standing.replicates == 16
    for one in debrief.standing.places:
        if np.isfinite(one.played + one.own):
            assert one.own == changes.own.outcomes[one.meta.name]
            assert 0.5 / 16 <= one.own_better_than <= 1 - 0.5 / 16, "the world itself is one of the futures"
    harm = debrief.standing.of("harm")
    assert harm.made_by != NEITHER and harm.better_than < harm.own_better_than


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12), st.floats(-5, 5))
def test_more_is_better_or_worse_as_the_outcome_has_it(others, value):
    members, harm = (next(m for m in HEADLINES if m.name == n) for n in ("members", "harm"))
    up, down = (_better(value, np.array(others), meta) for meta in (members, harm))
    assert up + down == pytest.approx(1.0) and 0 <= up <= 1


def test_the_courses_are_those_of_the_months_played(debrief, changes):
    assert debrief.standing.months[-1] == END - 1
    assert debrief.standing.courses["members"].shape == (3, len(changes.played.record.months))


def test_there_are_five_questions_and_each_rests_on_something_that_happened(debrief, changes):
    assert len(debrief.questions) == 5 and len({one.asks for one in debrief.questions}) == 5
    assert [one.about for one in debrief.questions][:2] == ["the largest effect", "who pays"]
    assert "an incident of severity 3 at Anthropic" in debrief.questions[0].facts
    assert losers(changes.together.states)[0].name in debrief.questions[1].facts
    assert all(one.asks.endswith("?") for one in debrief.questions)


@pytest.mark.parametrize("design", ["none", "rotating", "static:Singapore"])
def test_of_a_run_without_choices_there_are_five_too(design):
    found = debrief_of(started("teaching", design, 3), month_index("2026-07"), replicates=4)
    assert len(found.questions) == 5
    assert summary(found)[0] == "Nothing was chosen: this is the model's own play."


@pytest.fixture(scope="module")
def page(debrief):
    return report(debrief)


def test_the_same_session_makes_the_same_bytes(log, page):
    again = debrief_of(log, END, replicates=16, people={"US": "<i>Ada</i> & Co"})
    assert report(again) == page


def test_the_report_stands_by_itself(page):
    assert page.count("<h1>") == 1 and "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page), "it asks for nothing"
    assert "url(http" not in page and "@import" not in page


def test_names_of_people_are_escaped_and_only_there_if_they_are_wanted(page, debrief):
    assert "&lt;i&gt;Ada&lt;/i&gt; &amp; Co" in page and "<i>Ada" not in page
    nameless = debrief_with(debrief.changes, seats_of(debrief.changes), debrief.leaving, debrief.standing)
    assert "Ada" not in report(nameless)


def test_the_report_tells_every_choice_and_how_to_make_it_again(page, changes):
    from html import unescape

    text = unescape(page)
    for one in changes.single:
        assert one.what in text and one.label in text
    assert changes.log.link() in text and changes.log.played().link() in text


def test_plain_data_are_json_without_holes(debrief):
    found = json.loads(json.dumps(plain(debrief), allow_nan=False))
    assert [one["choice"] for one in found["choices"]] == [choice.plain() for choice in debrief.changes.log.choices]
    assert found["seats"][0]["person"] == "<i>Ada</i> & Co" and len(found["questions"]) == 5
    assert any(one["played"] is None for one in found["standing"]) == any(
        np.isnan(one.played) for one in debrief.standing.places
    )
