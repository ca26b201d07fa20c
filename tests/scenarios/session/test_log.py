"""A session is a log: it goes through texts, links and files as it is; order, numbers, other logs made of it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.session.kept import session_file
from scenarios.session.log import Log, log_of_link, started
from scenarios.session.read import session_of
from sim.errors import EntenteError, InputError
from tests.scenarios.session.logs import CHOICES, logs

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["", "US", "2027-01", "rotating@", "0.5*a.toml + 0.5*adhoc", " x.toml ", "../x", "\x1b[2J"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


# ---- there and back --------------------------------------------------------------------------------------------------
@given(logs())
def test_text_link_and_file_give_the_same_log_again(log):
    assert Log.of(json.loads(log.text())) == log
    assert log_of_link(log.link()) == log == session_of(log.link())


def test_a_saved_file_is_read(tmp_path):
    log = started().with_choice(event={"date": "2026-05", "kind": "exit", "actor": "US", "note": "\u00e4 <b>"})
    (file := tmp_path / "a.json").write_text(session_file(log, log.base().adopt_month + 3))
    assert session_of(file) == log


@given(logs())
def test_choices_stand_in_the_order_of_their_months_and_within_one_in_that_in_which_they_were_made(log):
    assert [(c.month, c.number) for c in log.choices] == sorted((c.month, c.number) for c in log.choices)


@given(logs(least=1))
def test_what_is_made_of_a_log(log):
    month = log.choices[0].month
    assert log.until(month).choices == ()
    assert log.until(log.base().end_month + 1) == log
    assert all(choice.decision is None for choice in log.levers().choices)
    assert [c for c in log.choices if c.decision is None] == list(log.levers().choices)
    number = log.choices[-1].number
    assert [c.number for c in log.without(number).choices] == [c.number for c in log.choices if c.number != number]
    assert log.under("adhoc").choices == log.choices


def test_events_of_one_month_stand_in_the_scenario_in_the_order_of_the_log():
    log = started()
    for size in (0.3, 0.1, 0.2):
        log = log.with_choice(event={"date": "2026-05", "kind": "salience", "size": size})
    assert [event.size for event in log.played().events] == [0.3, 0.1, 0.2]


# ---- what is refused -------------------------------------------------------------------------------------------------
@settings(max_examples=300)
@given(st.data())
def test_nonsense_ends_in_a_message_and_in_nothing_else(data):
    content = started().plain()
    if data.draw(st.booleans()):
        one = data.draw(CHOICES)
        kind = next(iter(one))
        one[kind][data.draw(st.sampled_from([*one[kind], "more"]))] = data.draw(JUNK)
        content["choices"] = [{"number": data.draw(st.sampled_from([1, 0, True, "1"])), **one}]
    else:
        content[data.draw(st.sampled_from([*content, "more"]))] = data.draw(JUNK)
    try:
        log = Log.of(content)
    except EntenteError as error:
        assert str(error) and "Traceback" not in str(error)
    else:
        assert Log.of(log.plain()) == log


@given(JUNK)
def test_what_is_no_log_is_refused(content):
    with pytest.raises(EntenteError):
        Log.of(content)


@given(st.text(max_size=40))
def test_what_is_no_link_is_refused(text):
    with pytest.raises(InputError, match="play:"):
        log_of_link("play:" + text)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_damaged_link_is_refused(at):
    link = started().link()
    place = at % len(link)
    broken = link[:place] + ("x" if link[place] != "x" else "y") + link[place + 1 :]
    for wrong in (broken, link[:-3], link + "a"):
        with pytest.raises(EntenteError):
            log_of_link(wrong)


FILES = ["mine.toml", " mine.toml ", "0.5*mine.toml + 0.5*rotating", "mine.TOML@staff_fte=3", "./mine.toml"]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("where", ["design", "later", "merger"])
def test_no_file_is_read_as_a_design(file, where, tmp_path, monkeypatch):
    """Not even one that is there and makes sense."""
    (tmp_path / "mine.toml").write_text('[design]\nbase = "rotating"\nname = "mine"\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EntenteError):
        if where == "design":
            started(design=file)
        elif where == "later":
            started().with_choice(design={"date": "2026-05", "design": file})
        else:
            started().with_choice(event={"date": "2026-05", "kind": "merger", "design": file})


@pytest.mark.parametrize("name", ["mine.toml", "/etc/passwd", "../teaching", "real", ""])
def test_no_file_is_read_as_a_scenario(name):
    with pytest.raises(EntenteError):
        started(scenario=name)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"event": {"date": "2040-01", "kind": "salience"}}, "out of play"),
        ({"event": {"date": "2026-05", "kind": "exit", "actor": "Amerika"}}, "unknown actor"),
        ({"decision": {"date": "2026-05", "act": "pace", "actor": "US"}}, "nobody who decides"),
        ({"fields": {"date": "2026-05", "values": {"staff_fte": 5000.0}}}, "out of its range"),
        ({"fields": {"date": "2026-05", "values": {"seat_share": 0.5}}}, "exceed it|no host"),
        ({"design": {"date": "2026-05", "design": "static:Anthropic"}}, "cannot be the host"),
        ({"event": {"date": "2026-05", "kind": "salience"}, "by": "nobody"}, "no such seat"),
        ({"event": {"date": "2026-05", "kind": "salience", "note": "x" * 501}}, "too long"),
        ({"event": {"date": "2026-05", "kind": "merger", "design": "adhoc", "actor": "US"}}, "takes none"),
        ({}, "of one kind"),
    ],
)
def test_a_choice_that_cannot_be_says_why(choice, said):
    with pytest.raises(EntenteError, match=said):
        started().with_choice(**choice)


def test_a_number_stands_once_and_a_choice_that_is_not_there_cannot_be_left_out():
    one = {"number": 1, "event": {"date": "2026-05", "kind": "salience"}}
    with pytest.raises(EntenteError, match="stands twice"):
        started().with_choices([one, one])
    with pytest.raises(InputError, match="no such choice"):
        started().without(1)
