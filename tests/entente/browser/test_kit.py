"""The teacher's kit without a browser: its data fit the model, and its pages say what was computed."""

import asyncio
import re
import threading

import pytest

from entente.browser.kit import made as made_module
from entente.browser.kit import pages, values
from entente.browser.kit.routes import minutes_of
from entente.browser.kit.scores import scores
from entente.browser.kit.sessions import MINUTES, common, session
from entente.browser.kit.values import fill, filled
from entente.browser.table import Records, Table
from entente.browser.work import Work
from results.evidence import claims
from results.play.kit.moments import rich_seed
from scenarios.session.log import started
from scenarios.session.replay import record_of
from scenarios.session.room import opened_room
from scenarios.session.seats import Seat
from sim.errors import InputError
from sim.months import month_index

SESSIONS = [str(one) for one in MINUTES]


@pytest.mark.parametrize("minutes", ["30", *(pytest.param(one, marks=pytest.mark.slow) for one in SESSIONS[1:])])
def test_the_seed_is_the_first_with_all_that_the_page_names(minutes):
    one = session(minutes)
    seats = tuple(seat.actor for seat in one.seats)
    found = rich_seed(one.scenario, one.design, one.months, one.wanted, one.after, seats, one.busy)
    assert one.seed == found


@pytest.mark.parametrize("minutes", SESSIONS)
def test_the_months_fit_into_the_minutes(minutes):
    one = session(minutes)
    steps = [k for k, step in enumerate(one.steps) if step.play]
    assert len(steps) == len(one.designs)
    for step in steps:
        assert one.minutes_of(step) >= one.months * (one.clock or 0.5)
    assert sum(one.minutes_of(k) for k in range(len(one.steps))) == one.minutes == int(minutes)


@pytest.mark.parametrize("minutes", SESSIONS)
def test_something_happens_between_any_two_stops(minutes):
    """Or in the whole of it: a session without news would be a long hour."""
    found = filled(minutes)
    told = [line for stop in found.stops for line in stop.since] + list(found.rest)
    assert len(told) >= 8
    assert {one.kind for one in found.moments} >= set(found.session.wanted)


@pytest.mark.parametrize("minutes", SESSIONS)
def test_aims_are_open(minutes):
    """The model's own play reaches none, and none asks for more than there is."""
    found = filled(minutes)
    end = month_index("2026-01") + found.session.months
    own = record_of(found.session.log())
    for sheet in found.handouts:
        assert 2 <= len(sheet.aims) <= 3
        for aim in sheet.aims:
            opposite = aim.name.replace("out:", "in:") if aim.name.startswith("out:") else ""
            contested = opposite and any(opposite in seat.aims for seat in found.session.seats)
            assert not aim.reached(own, end) or contested, (sheet.role.label, aim.text)
            if aim.name in ("safe", "influence", "frontier"):
                assert aim.own < 90
            if aim.name in ("dues", "secrets", "harm"):
                assert aim.own > 0, (sheet.role.label, aim.text)


@pytest.mark.parametrize("minutes", SESSIONS)
def test_most_cards_change_something(minutes):
    cards = filled(minutes).cards
    assert all(played.how.startswith("Levers, ") for played in cards)
    assert sum(bool(played.change.moved) for played in cards) >= len(cards) / 2
    assert all(key in claims() for played in cards for key in played.card.evidence)


@pytest.mark.parametrize("minutes", SESSIONS)
def test_buttons_start_the_very_session(minutes):
    one = session(minutes)
    text = pages.plan(filled(minutes))
    assert f"/new?scenario={one.scenario}&amp;design={one.design.replace(':', '%3A')}&amp;seed={one.seed}" in text
    rooms = re.findall(r'href="(/room/new\?[^"]+)"', text)
    assert len(rooms) == (len(one.designs) if one.clock else 0)
    assert all("seats=" + "%2C".join(seat.actor for seat in one.seats) in room for room in rooms)


@pytest.mark.parametrize("minutes", SESSIONS)
def test_pages_have_one_heading_of_level_one_and_no_script(minutes):
    texts = [pages.plan(filled(minutes)), pages.to_print(filled(minutes))]
    texts += [pages.handout(filled(minutes), seat.actor) for seat in session(minutes).seats]
    for text in texts:
        assert text.count("<h1") == 1
        assert "<script" not in text and "http://" not in text and "https://" not in text
        cited = set(re.findall(r'href="#(claim-\w+)"', text))
        assert cited <= set(re.findall(r'id="(claim-\w+)"', text))


@pytest.mark.parametrize("minutes", SESSIONS)
def test_every_claim_that_a_card_cites_is_in_the_printed_list(minutes):
    text = pages.to_print(filled(minutes))
    for card in session(minutes).cards:
        assert card.evidence and all(f'id="claim-{key}"' in text for key in card.evidence)


def test_a_page_is_there_at_once_while_the_model_is_at_work(monkeypatch):
    """It tells how far it is; once the model is done the plan comes, and what went wrong is tried anew."""
    go, calls = threading.Event(), []

    def slow(minutes, tick):
        calls.append(minutes)
        tick(1, 5)
        go.wait(20)
        if len(calls) == 1:
            raise InputError("broken", key="x")
        return filled(minutes)

    monkeypatch.setattr(made_module, "filled", slow)
    monkeypatch.setattr(made_module, "PATIENCE", 0.3)

    async def asked():
        work = Work()
        made = made_module.Made(work)
        try:
            assert await made.of("30") is None
            assert "Done: 1 of 5" in pages.wait("30", made.progress("30"))
            go.set()
            monkeypatch.setattr(made_module, "PATIENCE", 20)
            with pytest.raises(InputError, match="broken"):
                await made.of("30")
            assert await made.of("30") is await made.of("30")
            assert len(calls) == 2
        finally:
            work.close()

    asyncio.run(asked())


def test_the_list_of_sessions_asks_nothing_of_the_model(monkeypatch):
    monkeypatch.setattr(values, "_filled", None)
    assert all(f"/kit/{minutes}" in pages.index() for minutes in SESSIONS)


def test_a_game_is_known_by_its_room_or_by_its_scenario_and_seed():
    records = Records(Work())
    for minutes in SESSIONS:
        assert minutes_of(Table("k", session(minutes).log(), records)) == minutes
    other = Table("k", started("teaching", "rotating", 1), records)
    with pytest.raises(InputError, match="none of the sessions"):
        minutes_of(other)
    other.room, _ = opened_room((Seat(actor="US"),), 1.0, "60")
    assert minutes_of(other) == "60"


def test_aims_are_counted_in_a_game():
    one = session("30")
    log = one.log().with_choice(event={"date": "2026-06", "kind": "entry", "actor": "China"})
    text = pages.aims("30", "x", log, month_index("2027-09"))
    found = {(score.seat, score.aim): score for score in scores(one, log, month_index("2027-09"))}
    china = found["China", "See China in the network in August 2027"]
    assert china.reached and (china.here, china.own) == ("yes", "no")
    assert "At the end of August 2027" in text and len(found) == sum(len(seat.aims) for seat in one.seats)


def test_aims_of_no_game_are_refused():
    one = session("30")
    assert "nothing is played yet" in pages.aims("30", "x", one.log(), month_index("2026-01"))
    assert "another scenario" in pages.aims("90", "x", one.log(), month_index("2026-05"))


def test_numbers_of_the_texts_are_counted():
    text = " ".join((*filled("90").is_one, *filled("90").is_not))
    assert "38 states and 14 firms" in text and "{{" not in text
    assert not any(char.isdigit() for part in common().model.is_not for char in part)
    assert fill("{{ states }} of them", {"states": 4}) == "4 of them"


def test_no_text_of_the_sessions_holds_a_number_of_the_model():
    """Numbers in what is written by hand are minutes, people and sizes of what is pulled: never results."""
    for minutes in SESSIONS:
        one = session(minutes)
        for text in (*(q.ask for q in one.questions), *(c.say for c in one.cards), *(a.a for a in common().answers)):
            assert not re.search(r"\d", text), text


def test_wrong_addresses_end_in_a_message():
    for wrong in ("45", "", "../30", "٣٠"):
        with pytest.raises(InputError, match="no such session"):
            filled(wrong)
    with pytest.raises(InputError, match="no such handout"):
        pages.handout(filled("30"), "<script>")
    with pytest.raises(InputError) as caught:
        pages.handout(filled("30"), "<script>alert(1)</script>")
    assert "<script>" not in pages.wrong(caught.value)
