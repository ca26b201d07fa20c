"""What is sent to the browser: enough to draw each month, and no more."""

import functools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("nicegui")

import itertools

from entente.browser.world.scene import KEYED, changes, picture, queue_picture, scene_of
from results.play.world.layout import by_region
from results.play.world.state import state_at
from results.play.world.tie_layout import TieLayout
from scenarios.session.log import started
from scenarios.session.replay import record_of


@functools.cache
def _record():
    return record_of(started("default"))


@functools.cache
def _pictures(arranged="region"):
    """A picture of every month."""
    record, ties = _record(), TieLayout(_record())
    found = []
    for month in range(record.adopted, int(record.months[-1]) + 2):
        layout = by_region(record.roster) if arranged == "region" else ties.at(month)
        found.append(picture(state_at(record, month), -1, arranged, layout, record.roster))
    return found


def _taken(shown, news):
    """What the browser has after news: the same as ``show`` in network.js."""
    for name, value in news.items():
        if name in KEYED:
            kept = {**shown.get(name, {}), **value}
            shown[name] = {key: one for key, one in kept.items() if one is not None}
        else:
            shown[name] = value
    return shown


@settings(max_examples=25)
@given(st.data())
def test_changes_lead_from_any_month_to_any_other(data):
    pictures = [*_pictures(), *_pictures("ties")]
    shown, before = {}, {}
    for k in data.draw(st.lists(st.integers(0, len(pictures) - 1), min_size=1, max_size=8)):
        shown = _taken(shown, json.loads(json.dumps(changes(before, pictures[k]))))
        before = pictures[k]
        assert shown == json.loads(json.dumps(pictures[k]))
        assert changes(before, pictures[k]) == {}


def test_a_month_costs_little():
    pictures = _pictures()
    whole = len(json.dumps(changes({}, pictures[0])))
    steps = [len(json.dumps(changes(a, b))) for a, b in itertools.pairwise(pictures)]
    assert max(steps) < 0.3 * whole and sum(steps) / len(steps) < 0.1 * whole


def test_names_are_plain_text_of_the_roster():
    scene, roster = scene_of(_record().roster, _record().start), _record().roster
    assert [actor["label"] for actor in scene["actors"]] == [
        roster.label(n) for n in range(roster.n_states + roster.n_firms)
    ]
    dashes = [kind["dash"] for kind in scene["types"]]
    assert not {actor["colour"] for actor in scene["actors"]} & {kind["colour"] for kind in scene["types"]}
    assert len(set(dashes)) == len(dashes) == len({kind["colour"] for kind in scene["types"]})


def test_the_queue_shows_every_open_case():
    record = _record()
    state = state_at(record, record.adopted + 17)
    rows = queue_picture(state, record.roster)["rows"]
    assert sum(row["waiting"] + row["begun"] for row in rows.values()) == sum(work.open for work in state.work) > 0
