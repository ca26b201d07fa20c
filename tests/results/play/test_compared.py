"""What may be put side by side, what it is called, and its numbers."""

import pytest

from results.play.beside.compared import choosable, compared, design_words, sides
from results.play.beside.numbers import NOT_YET, SAME, now, so_far
from results.play.runs import cut, numbers_of
from results.play.world.state import state_at
from scenarios.designs import parse_design
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import EntenteError
from sim.months import month_index

LOG = started("teaching", "rotating", 7).with_choice(event={"date": "2026-03", "kind": "exit", "actor": "US"})


def test_designs_of_two_and_three_and_of_one_against_the_sessions_own():
    assert [(one.letter, one.log.design) for one in compared(LOG, ["adhoc", "igo:OECD", "none"])] == [
        ("A", "adhoc"), ("B", "igo:OECD"), ("C", "none"),
    ]  # fmt: skip
    assert [one.log.design for one in compared(LOG, ["igo:OECD"])] == ["rotating", "igo:OECD"]
    assert [one.log.design for one in compared(LOG)] == ["rotating", "adhoc"]
    assert [one.log.design for one in compared(LOG.under("adhoc"))] == ["adhoc", "rotating"]
    assert all(one.log.choices == LOG.choices for one in compared(LOG, ["adhoc", "igo:OECD"]))


def test_with_and_without_a_choice():
    played, without = compared(LOG, without=["1"])
    assert (played.log, without.log) == (LOG, LOG.without(1))
    assert "2026-03" in without.about and "the United States leaves the network" in without.about
    assert (played.left_out, without.left_out) == (0, 1)


def test_columns_say_which_choices_are_in_them():
    for one in compared(LOG, ["adhoc", "igo:OECD"]):
        assert one.title.endswith(", with one choice")
        assert one.about.endswith("The session's choice is in it: 2026-03, the United States leaves the network and "
                                  "ends its ties.")  # fmt: skip
    bare = compared(LOG.without(1), ["adhoc", "igo:OECD"])
    assert not any("choice" in one.title + one.about for one in bare)


def test_a_choice_is_told_as_what_it_does_and_a_design_against_the_first():
    """The sign of each change: with a choice less without it, and the other design less the first."""
    played, without = compared(LOG, without=["1"])
    assert (sides(played, without).own, sides(played, without).heading) == (played, "A against B")
    first, other = compared(LOG, ["adhoc", "igo:OECD"])
    assert (sides(first, other).own, sides(first, other).heading) == (other, "B against A")
    at = month_index("2026-04")
    states = [state_at(record_of(one.log), at) for one in (played, without)]
    members = now(states, [True])[0]
    assert int(members.values[1]) - int(members.values[0]) == 1 and members.changes == ("−1",)  # it makes one leave
    assert now(states)[0].changes == ("+1",)
    runs = [numbers_of(cut(one.log, month_index("2028-06"))).outcomes for one in (played, without)]
    for own, turned in zip(so_far(runs, 2), so_far(runs, 2, [True]), strict=True):
        assert own.values == turned.values
        assert ("better" in own.changes[0]) == ("worse" in turned.changes[0])


@pytest.mark.parametrize(("asked", "said"), [
    ({"designs": ["adhoc", "adhoc"]}, "named twice"),
    ({"designs": ["adhoc", "none", "rotating", "igo:UN"]}, "not so many"),
    ({"designs": ["Rotatign"]}, "unknown design"),
    ({"designs": ["rotating"]}, "named twice"),
    ({"designs": ["x.toml"]}, "a file"),
    ({"without": ["7"]}, "no such choice"),
    ({"without": ["x"]}, "not the number"),
    ({"without": ["\u0663"]}, "not the number"),
    ({"without": ["1", "1", "1"]}, "not so many"),
    ({"designs": ["adhoc"], "without": ["1"]}, "not both"),
])  # fmt: skip
def test_what_cannot_be_put_side_by_side_says_why(asked, said):
    with pytest.raises(EntenteError, match=said):
        compared(LOG, **asked)


def test_designs_in_words():
    roster = LOG.roster()
    assert design_words("igo:OECD", roster) == "A secretariat at the OECD: unit inside the OECD."
    assert "posts of the secretariat itself (8 full-time posts)" in design_words("static:US@staff_fte=8", roster)
    assert design_words("0.5*adhoc + 0.5*igo:UN", roster).startswith("A mix of")


@pytest.mark.parametrize("scenario", ["teaching", "default"])
def test_every_design_that_may_be_chosen_is_one_and_has_a_name_of_its_own(scenario):
    log = started(scenario)
    known = choosable(log)
    assert "rotating" in known and len(set(known.values())) == len(known) > 8
    assert all(parse_design(text, log.roster()) for text in known)


# ---- numbers ---------------------------------------------------------------------------------------------------------
def test_numbers_of_equal_runs_are_the_same_and_of_others_have_signs():
    at = month_index("2028-06")
    mine, theirs = (state_at(record_of(log), at) for log in (LOG, LOG.without(1)))
    assert not any(row.differs for row in now([mine, mine]))
    members = now([theirs, mine])[0]
    assert members.values == (str(theirs.members), str(mine.members)) and members.changes[0] in (SAME, "−1", "+1")
    runs = [numbers_of(cut(log, at)).outcomes for log in (LOG.without(1), LOG)]
    assert all(row.changes == (SAME,) for row in so_far([runs[0], runs[0]], 2))
    assert any(row.differs for row in so_far(runs, 2))
    assert [row.name for row in so_far(runs, 2)] == [row.name for row in so_far(None, 2)]
    assert all(set(row.values) == {NOT_YET} for row in so_far(None, 3))
