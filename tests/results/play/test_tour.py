"""What the tour says of the world, against the engine: after a later calibration it still cannot lie."""

import numpy as np
import pytest

from results import chronicle
from results.play.debrief.changed import change_between
from results.play.futures.ensemble import runs_of
from results.play.kit import tour_luck as luck_words
from results.play.kit import tour_words as words
from results.play.kit.moments import is_rich
from results.play.kit.tour_plot import LEVERS, MONTHS, SEED, first_seed, plot
from results.play.membership import membership
from results.play.runs import run_of
from results.play.world.state import state_at
from scenarios.session.replay import record_of
from sim.outcomes import compute

DAYS = "incident_response_days"


@pytest.fixture(scope="module")
def tour():
    return plot()


def test_its_seed_is_the_first_that_is_found():
    assert first_seed() == SEED


def test_its_session_has_something_to_show(tour):
    assert is_rich(tour.record, MONTHS)
    assert tour.works <= tour.struck < tour.answered
    assert tour.incident.days < tour.incident.by_hand


def test_actors_are_told_as_they_stand(tour):
    state = state_at(tour.record, tour.record.adopted)
    for actor in state.actors:
        said = " ".join(words.about(tour, actor.node))
        if actor.kind != "firm":
            assert ("It is not in the network." in said) == (actor.since is None)
        tied = any(actor.node in (tie.a, tie.b) for tie in state.ties)
        assert ("It has no tie to anybody." in said) != tied


def test_membership_is_told_apart_from_the_record(tour):
    """In every month, of every state: as the run has it, and never as if a made-up exit were on record."""
    record = tour.record
    for month in range(record.adopted, record.adopted + 30):
        for actor in state_at(record, month).actors[: record.roster.n_states]:
            said = " ".join(membership(record, actor.node, month))
            assert ("It is not in the network." in said) == (actor.since is None)
            on_record = record.roster.member_from[actor.node] < month
            assert ("On record it joined" in said) == (actor.since is None and on_record)
            made_up = (actor.since is None and on_record) or (actor.since or 0) > record.start
            assert ("made" in said) == made_up, said


def test_rivals_have_no_tie(tour):
    """The step on ties says so."""
    roster, state = tour.record.roster, state_at(tour.record, tour.record.adopted)
    a, b = np.unravel_index(np.argmax(np.triu(roster.rivalry, 1)), roster.rivalry.shape)
    assert (a, b) not in [(tie.a, tie.b) for tie in state.ties]
    assert roster.rivalry[a, b] >= 0.5
    assert all(words.tie_words(roster, tie) for tie in state.ties) and state.ties


def test_the_first_year_adds_up(tour):
    year = words.first_year(tour)
    assert year.opened == sum(opened for _, opened, _ in year.kinds) > 0
    assert year.finished == sum(done for _, _, done in year.kinds) <= year.opened


def test_months_are_told_in_the_chronicles_words(tour):
    lines = {f"{line.text}." for line in chronicle.lines(tour.record)}
    told = [words.month_told(tour.record, month) for month in range(tour.record.adopted, tour.works + 1)]
    assert any(set(month) <= lines for month in told)
    assert all(set(month) <= lines or len(month) == 1 for month in told)


def test_the_incident_is_told_as_it_was(tour):
    said = " ".join(words.incident_told(tour.record, tour.incident))
    assert tour.record.roster.label(int(tour.incident.firm)) in said
    assert f"{tour.incident.days:.1f}".removesuffix(".0") in " ".join(words.answer_told(tour.record, tour.incident))


@pytest.mark.parametrize("lever", LEVERS, ids=lambda one: one.key)
def test_a_lever_changes_something_and_only_from_its_month_on(tour, lever):
    pulled = record_of(tour.pulled(lever.key))
    change = change_between(run_of(tour.pulled(lever.key)), run_of(tour.log), tour.record.roster)
    assert change.first is not None and change.first >= tour.record.adopted
    assert words.answers(tour.record, pulled, tour.record.adopted) or change.moved
    assert not words.answers(tour.record, tour.record, tour.record.adopted)


def test_one_lever_answers_the_incident_otherwise(tour):
    what = [one.what for one in words.answers(tour.record, record_of(tour.pulled("desk")), tour.record.adopted)]
    assert any(tour.record.roster.label(int(tour.incident.firm)) in one for one in what)


def test_the_ring_is_the_world_that_was_seen(tour):
    (runs,) = runs_of(tour.log, replicates=8).values()
    assert runs.outcome(DAYS)[0] == compute(record_of(tour.log))[DAYS]


def test_many_worlds_are_judged_by_the_projects_rule():
    values = np.column_stack([np.arange(10.0), np.arange(10.0) - 1, np.arange(10.0)])
    first, better, same = luck_words.spreads(["a", "b", "c"], values, DAYS)
    assert first.sure == "" and first.middle == "4.5"
    assert better.verdict == "better" and "100%" in better.sure
    assert same.verdict == "no clear difference"


def test_the_first_lever_is_clear_in_many_worlds_and_another_is_not(tour):
    """The tour shows both, each in the words of its verdict."""
    logs = [tour.log, *(tour.pulled(lever.key) for lever in LEVERS)]
    values = np.column_stack([next(iter(runs_of(log, replicates=64).values())).outcome(DAYS) for log in logs])
    first, *others = luck_words.spreads(["none", *(lever.title for lever in LEVERS)], values, DAYS)
    assert others[0].verdict == "better"
    assert "no clear difference" in [one.verdict for one in others]
    for one in others:
        said = luck_words.judged(one, first, "days")
        assert f"{one.middle} days in the middle world, against {first.middle}" in said
        assert said.endswith("not clear.") == (one.verdict == "no clear difference")
    assert "more than 80 of 100" in luck_words.rule_told()
    alike = " ".join(luck_words.luck_told([first, *others], "days"))
    for one in others:
        assert (one.name in alike) == (one.verdict == "no clear difference")


def test_luck_is_said_to_matter_more_only_where_it_does():
    """Two designs that differ little beside luck; then one that moves all worlds, but is clear: nothing to say."""
    luck = np.arange(100.0)
    little = luck_words.spreads(["a", "b"], np.column_stack([luck, luck[::-1] + 1]), DAYS)
    assert little[1].verdict == "no clear difference" and "luck matters more" in luck_words.luck_told(little, "days")[0]
    much = luck_words.spreads(["a", "b"], np.column_stack([luck, luck + 1]), DAYS)
    assert much[1].verdict == "worse" and luck_words.luck_told(much, "days") == []
    wide = np.where(luck < 60, 0.0, 1000.0)
    same = luck_words.spreads(["a", "b"], np.column_stack([np.full(100, 500.0), wide]), DAYS)
    assert same[1].verdict == "no clear difference" and luck_words.luck_told(same, "days") == []


def test_an_incident_of_one_world_only_is_explained():
    both = words.Answer("May 2026, Alibaba", "3 days", "2 days")
    assert words.one_world_only([both]) == ""
    assert "dice are the same" in words.one_world_only([both, words.Answer("x", "does not happen", "2 days")])


def test_one_vote_decides(tour):
    vote = tour.vote
    row = vote.month - tour.record.start
    with_it, against = record_of(tour.voted(True)), record_of(tour.voted(False))
    assert with_it.states["tier"][row:, vote.applicant].any()
    assert not vote.decision.taken
    assert np.array_equal(against.series["members"], tour.record.series["members"])


def test_the_rules_sum_adds_up(tour):
    terms = words.vote_terms(tour)
    assert sum(value for _, value in terms) == pytest.approx(tour.vote.decision.gain, abs=1e-12)
    assert 0 < tour.vote.chance < 1
