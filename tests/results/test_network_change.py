"""What designs change in the network: counted by rule, said in words, and drawn so that nothing is piled up."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from results.brief import network_words
from results.brief.names import names
from results.brief.network import (
    ADDED,
    LEAST_MONTHS,
    LESS_LIKELY,
    LIKELIER,
    REMOVED,
    changes,
    member_rows,
    moved,
    network_of,
    paired_change,
)
from results.figures import network_key, style
from results.figures.network_change import NAME, network_change
from results.figures.network_panels import panels_of, places_of
from results.figures.places import overlap
from results.figures.region_map import Spot, region_map
from results.figures.tie_lines import bundles, curve, place_count
from sim.catalogue import TIE_TYPES
from sim.errors import InputError
from sim.months import NEVER
from tests.results import synthetic

DESIGNS = ("adhoc", "rotating", "static:UK", "igo:UN")
RESEARCH, EXCHANGE, TESTING = (TIE_TYPES[k].key for k in (0, 1, 4))
# The ties of each design at the end: pair, type, share of runs.
TIES = {
    "adhoc": [("US", "UK", RESEARCH, 0.9), ("US", "UK", EXCHANGE, 0.5), ("UK", "OpenAI", TESTING, 0.49)],
    "rotating": [("US", "UK", RESEARCH, 0.9), ("US", "UK", EXCHANGE, 0.5), ("UK", "OpenAI", TESTING, 0.49)],
    "static:UK": [("US", "UK", RESEARCH, 0.9), ("UK", "OpenAI", TESTING, 0.5), ("UK", "Google", TESTING, 0.8)],
    "igo:UN": [("Japan", "Kenya", RESEARCH, 1.0), ("UK", "OpenAI", TESTING, 0.1)],
}
# Runs of ten in which a state is a member; the others are one in all of them under all designs.
MEMBERS = {
    "Kenya": {"adhoc": 2, "rotating": 2, "static:UK": 6, "igo:UN": 9},
    "Japan": {"adhoc": 6, "rotating": 6, "static:UK": 6, "igo:UN": 1},
}


def made(ties=None, members=None, designs=DESIGNS, **changed):
    """Ten replicates with the ties and members above, or others."""
    runs = synthetic.runs(10, designs)
    ties, members = TIES if ties is None else ties, MEMBERS if members is None else members
    rows = [(d, *row[:3], row[3], 1.0) for d in designs for row in ties.get(d, [])]
    network = pd.DataFrame(rows, columns=["design", "a", "b", "type", "share", "strength"])
    states = runs.states.assign(membership=1.0)
    for state, counts in members.items():
        own = states["state"] == state
        inside = states.loc[own, "replicate"] < states.loc[own, "design"].map(counts)
        states.loc[own, "membership"] = np.where(inside, 0.75, 0.05)
    return replace(runs, network=network, states=states, **changed)


@pytest.fixture(scope="module")
def network():
    return network_of(made(), "adhoc")


@pytest.fixture(scope="module")
def called(network):
    return names(network.designs, network.roster)


# ---- what changes, by rule ----------
def test_a_tie_that_stands_in_half_of_the_runs_of_one_design_only_is_a_change():
    found = changes(made(), "adhoc").set_index("design")
    assert list(found.columns) == ["a", "b", "types", "what", "share", "share_baseline"]
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("UK", "OpenAI", TESTING, ADDED, 0.5, 0.49),
        ("UK", "Google", TESTING, ADDED, 0.8, 0.0),
        ("US", "UK", EXCHANGE, REMOVED, 0.0, 0.5),
        ("Japan", "Kenya", RESEARCH, ADDED, 1.0, 0.0),
        ("US", "UK", f"{RESEARCH}, {EXCHANGE}", REMOVED, 0.0, 0.9),
    ]
    assert list(found.index) == ["static:UK"] * 3 + ["igo:UN"] * 2


def test_counts_say_how_many_pairs_and_states_change(network):
    rows = {row["design"]: row for row in network.counts.to_dict("records")}
    assert [rows[d]["ties"] for d in DESIGNS] == [1, 1, 3, 1]
    assert [(rows[d]["added"], rows[d]["removed"]) for d in DESIGNS] == [(0, 0), (0, 0), (2, 1), (1, 1)]
    assert [(rows[d]["joined"], rows[d]["left"]) for d in DESIGNS] == [(0, 0), (0, 0), (1, 0), (1, 1)]
    assert rows["adhoc"]["agreements"] == pytest.approx(1.89)


ties = st.dictionaries(
    st.sampled_from([(0, 1), (0, 2), (1, 2)]),
    st.sets(st.integers(0, 3), min_size=1).map(lambda kinds: tuple(sorted(kinds))),
)


@given(ties, ties)
def test_what_is_added_one_way_is_removed_the_other_way(before, after):
    more, less = moved(before, after)
    assert moved(after, before) == (less, more)
    back = {
        pair: tuple(sorted({*kinds, *more.get(pair, ())} - {*less.get(pair, ())}))
        for pair, kinds in ({pair: before.get(pair, ()) for pair in {*before, *after}}).items()
    }
    assert {pair: kinds for pair, kinds in back.items() if kinds} == after


pairs_of_runs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


@given(pairs_of_runs)
def test_the_change_of_a_chance_is_that_of_the_means_and_its_error_is_never_0(runs):
    own, other = (np.array(side) for side in zip(*runs, strict=True))
    change, error = paired_change(own, other)
    assert change == pytest.approx(own.mean() - other.mean())
    assert error > 0
    assert paired_change(other, own) == (pytest.approx(-change), pytest.approx(error))


def test_a_state_is_likelier_a_member_if_the_change_is_large_and_clear():
    months = np.zeros((64, 3))
    months[:12, 1] = 1.0  # 12 of 64 runs more
    months[:6, 2] = 1.0  # 6 of 64: less than ten of 100
    found = member_rows({"X": months}, ("base", "much", "little"), "base")
    assert list(found["what"]) == ["", LIKELIER, ""]
    back = member_rows({"X": months}, ("base", "much", "little"), "much")
    assert list(back["what"]) == [LESS_LIKELY, "", ""]
    few = member_rows({"X": months[10:14]}, ("base", "much", "little"), "base")  # 2 runs of 4: may be chance
    assert few["change"].tolist() == [0.0, 0.5, 0.0] and few["what"].tolist() == ["", "", ""]


@given(st.lists(st.floats(0, 1), min_size=24, max_size=64), st.integers(13, 24))
@example([0.9] * 24, 24)
def test_a_state_that_leaves_early_is_no_longer_a_member_and_one_that_is_in_for_just_the_least_is_none(months, leavers):
    base = np.array(months)
    early = base.copy()
    early[:leavers] = 0.05  # a member after the decision, but soon gone
    found = member_rows({"X": np.column_stack([base, early])}, ("base", "early"), "base")
    lost = (base[:leavers] > LEAST_MONTHS).sum() / len(base)
    assert found["share"].tolist() == [np.mean(base > LEAST_MONTHS), pytest.approx(np.mean(base > LEAST_MONTHS) - lost)]
    assert found["what"][1] in ("", REMOVED, LESS_LIKELY)
    if lost > 0.5:
        assert found["what"][1] in (REMOVED, LESS_LIKELY)
    half = member_rows({"X": np.full((4, 2), LEAST_MONTHS)}, ("base", "other"), "base")
    assert half["share"].tolist() == [0.0, 0.0]


def test_runs_that_failed_say_nothing_of_members():
    months = np.full((4, 2), np.nan)
    months[:, 0] = 1.0
    found = member_rows({"X": months}, ("base", "failed"), "base")
    assert found["what"].tolist() == ["", ""] and np.isnan(found["share"][1])


def test_a_design_without_a_finished_run_is_left_out_and_a_baseline_without_one_stands_alone():
    runs = made()
    runs.table.loc[runs.table["design"] == "igo:UN", "error"] = "stopped"
    assert network_of(runs, "adhoc").designs == DESIGNS[:3]
    alone = network_of(runs, "igo:UN")
    assert (alone.designs, alone.others, alone.standing("igo:UN")) == (("igo:UN",), (), TIES_OF_UN)
    with pytest.raises(InputError, match="unknown baseline"):
        network_of(runs, "igo:OECD")


TIES_OF_UN = {(2, 7): (0,)}


# ---- in words ----------
def test_the_caption_says_what_each_design_adds_and_removes(network, called):
    said = network_words.caption(network, called)
    assert "1 pair stands under today's ad hoc lead." in said
    assert (
        "a fixed secretariat in UK adds 2 ties and removes 1 and a secretariat at the UN adds 1 tie and removes 1"
        in said
    )
    assert "the other design changes none" in said
    assert "1 of these 5 changes may be chance" in said
    assert "Japan from 60 to 10" in said and "Simulated, 10 runs a design" in said


def test_the_caption_says_so_if_no_design_changes_a_tie():
    same = network_of(made(ties=dict.fromkeys(DESIGNS, TIES["adhoc"])), "adhoc")
    called = names(same.designs, same.roster)
    said = network_words.caption(same, called)
    assert said.startswith("No design adds or removes a tie in at least half of the runs: the same 1 pair stands")
    assert "differ in who is a member, not in who signs with whom" in said
    still = network_of(made(ties=dict.fromkeys(DESIGNS, TIES["adhoc"]), members={}), "adhoc")
    assert "Nor does any change clearly who is a member." in network_words.caption(still, called)


def test_the_table_has_every_change_of_the_drawing(network, called):
    base, *rows = network_words.table(network, called)
    assert (base.design, base.ties, base.members) == ("Today: ad hoc lead", (), ())
    assert sum(len(row.ties) for row in rows) == len(network.changes)
    told = " ".join(line for row in rows for line in row.members)
    assert told.count(" against ") == (network.members["what"] != "").sum()
    assert "removed: US – UK (joint research, exchange; 0 against 90 of 100 runs)" in rows[-1].ties
    assert "a member in half of the runs now, of 100 runs: Kenya 90 against 20" in rows[-1].members


# ---- places ----------
region_names = st.sampled_from(["Europe", "E Asia", "Africa", "Mondländer", "北", "N America"])
rosters = st.tuples(
    st.lists(st.text("abcdefgh ÄÖ日", min_size=1, max_size=30), min_size=1, max_size=12, unique=True),
    st.lists(region_names, min_size=1, max_size=5, unique=True),
)


@settings(max_examples=25)
@given(rosters, st.randoms(use_true_random=False))
def test_no_actor_and_no_name_covers_another_whatever_they_are_called(made_of, dice):
    labels, regions = made_of
    roster = replace(
        synthetic.roster(tuple(labels)),
        regions=tuple(regions),
        region=np.array([dice.randrange(len(regions)) for _ in labels]),
    )
    shown = {j for j in range(len(labels)) if dice.random() < 0.7}
    with style.house_style():
        places = region_map(roster, shown, {0}, 262.0, 7.2)
    spots = list(places.spots.values())
    for a, b in combinations(spots, 2):
        assert np.hypot(a.x - b.x, a.y - b.y) >= 8
    assert not any(overlap(a, b) > 0 for a, b in combinations(places.boxes, 2))
    for left, bottom, right, top in places.boxes:
        assert left >= 0 and bottom >= -1 and right <= places.width and top <= places.height + 1
    rows = {n for n in places.spots if n < len(labels)}
    assert shown | {0} <= rows


def test_actors_stand_at_the_same_place_in_all_drawings_and_firms_at_home(network, called):
    panels = panels_of(network, called, made().designs, "2030-12").panels
    with style.house_style():
        places = places_of(network, panels, 262.0, 7.2)
    us, firms = places.spots[0], places.spots[network.roster.n_states]
    assert firms.x == us.x and 0 < us.y - firms.y < 12
    assert {n for panel in panels for pair in panel.pairs for n in pair if n < 8} <= set(places.spots)


def test_ties_with_the_firms_of_a_country_are_one_bundle_with_a_count():
    assert bundles([(0, 1), (1, 8), (1, 9), (2, 8)], 8, np.array([0, 0, 0])) == {(0, 1): 1, (1, 8): 2, (2, 8): 1}


spot = st.tuples(st.floats(20, 240), st.floats(20, 180)).map(lambda at: Spot(*at, None, (0, 0, 0, 0)))
boxes = st.lists(
    st.tuples(st.floats(0, 230), st.floats(0, 190)).map(lambda at: (*at, at[0] + 30, at[1] + 9)), max_size=20
)


@given(spot, spot, boxes)
@example(Spot(50, 50, None, (0, 0, 0, 0)), Spot(50, 50, None, (0, 0, 0, 0)), [])
def test_a_count_stands_on_its_bundle_and_covers_nothing(a, b, taken):
    line = curve(a, b)
    assert np.isfinite(line).all()
    box = place_count(line, 8.0, 8.0, taken, (0, 0, 262, 200))
    if box is not None:
        middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        assert np.hypot(*(line - middle).T).min() <= 5 + 1e-9
        assert not any(overlap(box, other) > 0 for other in taken)


# ---- the drawing ----------
def test_each_design_that_changes_anything_is_drawn_and_the_others_are_named(tmp_path):
    picture = network_change(made(), "adhoc", tmp_path)
    assert picture.svg.count("<svg") == 4  # today, two designs, the key
    assert "Nothing changes clearly under: Rotating." in picture.svg
    assert "Fixed: UK: 2 ties added, 1 removed; 1 more member." in picture.alt
    assert {path.name for path in tmp_path.iterdir()} == {f"{NAME}.svg", f"{NAME}.png"}
    assert len(picture.rows) == len(DESIGNS) and picture.today[0].startswith("US – UK: ")


def test_added_and_removed_are_told_apart_without_colour():
    assert "linestyle" in network_key.LINES[REMOVED] and "linestyle" not in network_key.LINES[ADDED]
    markers = [look["marker"] for look in network_key.STATES.values()]
    assert len({*markers, network_key.MEMBER["marker"]}) == len(markers) + 1


@pytest.mark.parametrize("designs", [("adhoc",), ("adhoc", "rotating")])
def test_a_network_without_any_tie_or_member_is_drawn_too(designs, tmp_path):
    runs = made(ties={}, members={}, designs=designs)
    empty = replace(runs.roster, ties=(), member_from=np.full(8, NEVER))
    picture = network_change(replace(runs, roster=empty), "adhoc", tmp_path)
    assert "0 pairs on record" in picture.svg and picture.today == ()
    assert "removes" not in picture.caption.replace("adds or removes", "")
