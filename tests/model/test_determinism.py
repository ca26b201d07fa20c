"""The same seed gives the same bytes; each draw is keyed, so that no other actor, order or design moves it."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.experiment import run_experiment
from scenarios.rosters import load_roster
from sim import parameters
from sim.months import NEVER
from sim.record import EVENT_CODES
from sim.roster import Roster
from tests.model.conftest import arrays_of, config_of, designs, differing, digest, run, worlds

few = settings(max_examples=12)


@few
@given(worlds(most_states=9, keep_decisions=True))
def test_same_seed_same_bytes(config):
    assert digest(run(config)) == digest(run(config))


@few
@given(worlds(most_states=7, most_months=15))
def test_what_a_run_keeps_does_not_change_it(config):
    bare, watched = (dataclasses.replace(config, keep_decisions=keeps, collect=keeps) for keeps in (False, True))
    assert differing(run(bare), run(watched)) == []


def test_seed_and_replicate_each_matter():
    runs = [run(config_of("teaching", "rotating", seed=s, replicate=r)) for s, r in ((1, 0), (2, 0), (1, 1))]
    assert len({digest(record) for record in runs}) == 3


PROGRAM = """
from tests.model.conftest import config_of, digest, run
print(digest(run(config_of("teaching", "rotating", end="2026-12", keep_decisions=True))))
"""


def _in_a_new_process(program: str, **environment: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return finished.stdout.strip()


def test_a_new_process_gives_the_same_bytes():
    """Nothing depends on what ran before, nor on the order of sets and of dictionaries of strings."""
    here = digest(run(config_of("teaching", "rotating", end="2026-12", keep_decisions=True)))
    assert {_in_a_new_process(PROGRAM, PYTHONHASHSEED=seed) for seed in ("1", "2")} == {here}


@pytest.mark.slow
def test_plain_python_gives_the_same_run_as_compiled_rules(tmp_path):
    """ENTENTE_JIT=0 runs the rules as they are written: the same events, and numbers equal up to rounding."""
    file = tmp_path / "plain.npz"
    program = f"""
import numpy as np
from tests.model.conftest import arrays_of, config_of, run
np.savez({str(file)!r}, **arrays_of(run(config_of("teaching", "rotating", end="2026-12"))))
"""
    _in_a_new_process(program, ENTENTE_JIT="0")
    compiled = arrays_of(run(config_of("teaching", "rotating", end="2026-12")))
    with np.load(file) as plain:
        for name, array in compiled.items():
            for field in array.dtype.names or (...,):
                here, there = array[field], plain[name][field]
                if here.dtype.kind in "ib":
                    assert np.array_equal(here, there), name
                else:
                    assert np.allclose(here, there, rtol=1e-12, atol=1e-12, equal_nan=True), name


@pytest.mark.slow
def test_the_number_of_processes_does_not_matter_to_the_model():
    one, two = (run_experiment("teaching", ["none", "rotating"], replicates=3, seed=5, workers=w) for w in (1, 2))
    for name in ("table", "states", "series", "network", "sharing"):
        assert getattr(one, name).equals(getattr(two, name)), name


# ---- keyed draws ----------------------------------------
def decisions_by_key(record) -> dict[tuple, tuple]:
    """What a decision was about, in permanent ids -> (draw, taken, gain). A deal has one draw whatever its type."""
    roster, found = record.roster, {}
    for d in record.decisions:
        what = d.kind if d.kind in ("renew", "share", "pool") else d.act
        partner = roster.node_id(d.partner) if d.partner >= 0 else ""
        item = d.item if d.act == "share" else -1
        key = (d.month, what, roster.node_id(d.actor), partner, item)
        assert key not in found, "one decision a month about the same thing"
        found[key] = (d.draw, d.taken, d.gain)
    return found


@few
@given(worlds(most_states=9, keep_decisions=True), st.data())
def test_a_design_moves_no_draw(config, data):
    """Until the new secretariat works nothing differs; after it every decision that both know has the same draw."""
    design = data.draw(designs(config.roster.n_states, "another"))
    design = design.replace(setup_months=config.design["setup_months"])
    one, other = run(config), run(dataclasses.replace(config, design=design))
    a, b = decisions_by_key(one), decisions_by_key(other)
    assert all(a[key][0] == b[key][0] for key in a.keys() & b.keys())
    assert one.works_from == other.works_from
    before = [key for key in a if key[0] < one.works_from]
    assert [a[key] for key in before] == [b[key] for key in b if key[0] < one.works_from]
    kept = one.months < one.works_from
    for name in one.series:
        assert np.array_equal(one.series[name][kept], other.series[name][kept])
    struck = [{}, {}]
    for record, found in zip((one, other), struck, strict=True):
        for month, kind, actor, _, amount in record.events.tolist():
            if kind in (EVENT_CODES["incident"], EVENT_CODES["government"]):
                struck_by = kind == EVENT_CODES["incident"]
                size = record.incidents[int(amount), 1] if struck_by else amount
                found.setdefault((month, kind, actor), set()).add(size)
    for key in struck[0].keys() & struck[1].keys():
        assert struck[0][key] <= struck[1][key] or struck[1][key] <= struck[0][key], "another severity or shift"


def with_hermit(roster: Roster, at: int) -> Roster:
    """The roster with one more state in row ``at`` that has no office, no economy, no relations and never joins."""
    n = roster.n_states

    def more(values: np.ndarray, value) -> np.ndarray:
        return np.insert(values, at, value)

    def pairs(values: np.ndarray) -> np.ndarray:
        return np.insert(np.insert(values, at, 0.0, axis=0), at, 0.0, axis=1)

    def moved(node: int) -> int:
        return node + (node >= at)

    def text(values: tuple[str, ...]) -> tuple[str, ...]:
        return (*values[:at], "Hermit", *values[at:])

    homes = [np.where(home >= at, home + 1, home) for home in (roster.firm_home, roster.firm_home2)]
    return dataclasses.replace(
        roster,
        ids=text(roster.ids), aliases=text(roster.aliases), names=text(roster.names),
        region=more(roster.region, 0), gdp=more(roster.gdp, 0.0), ideal=more(roster.ideal, 0.0),
        readiness=more(roster.readiness, 0.0), cooperation=more(roster.cooperation, 0.5),
        developing=more(roster.developing, False), member_from=more(roster.member_from, NEVER),
        acting_from=more(roster.acting_from, NEVER), founded=more(roster.founded, NEVER),
        staff=more(roster.staff, np.nan), budget=more(roster.budget, np.nan), statutory=more(roster.statutory, False),
        regime=more(roster.regime, 0), term=more(roster.term, 48), next_change=more(roster.next_change, NEVER),
        pledged=more(roster.pledged, 0.0),
        rivalry=pairs(roster.rivalry), fora=pairs(roster.fora), legal=pairs(roster.legal),
        distance_km=pairs(roster.distance_km), firm_home=homes[0], firm_home2=homes[1],
        firm_fora=np.insert(roster.firm_fora, at, 0.0, axis=1) if at <= n else roster.firm_fora,
        sizes=tuple(dataclasses.replace(s, state=moved(s.state)) for s in roster.sizes),
        ties=tuple(dataclasses.replace(t, a=moved(t.a), b=moved(t.b)) for t in roster.ties),
        events=tuple(
            dataclasses.replace(e, actor=moved(e.actor), guests=tuple(map(moved, e.guests))) for e in roster.events
        ),
    )  # fmt: skip


def same_choices(one, other) -> None:
    """The same decisions by the same actors: draws exactly, gains up to the rounding of longer sums."""
    a, b = decisions_by_key(one), decisions_by_key(other)
    hermit = [key for key in b if "office:Hermit" in key]
    assert not hermit and a.keys() == b.keys()
    for key in a:
        assert a[key][0] == b[key][0], f"the draw of {key} moved"
        assert a[key][1] == b[key][1], f"the choice in {key} changed"
        assert a[key][2] == pytest.approx(b[key][2], rel=1e-9, abs=1e-9)


@few
@given(worlds(most_states=9, keep_decisions=True), st.sampled_from([0.0, 0.5, 1.0]))
def test_an_actor_that_meets_nobody_moves_no_draw(config, where):
    at = round(where * config.roster.n_states)
    closed = [_closed(point) for point in (config.design, config.baseline)]
    config = dataclasses.replace(config, design=closed[0], baseline=closed[1])
    longer = [dataclasses.replace(point, seat=np.insert(point.seat, at, 0.0)) for point in closed]
    events = tuple(
        dataclasses.replace(e, actor=e.actor + (e.actor >= at), partner=e.partner + (e.partner >= at))
        for e in config.events
    )
    roster = with_hermit(config.roster, at)
    crowded = dataclasses.replace(config, roster=roster, design=longer[0], baseline=longer[1], events=events)
    same_choices(run(config), run(crowded))


def _closed(point):
    return point.replace(open_to_states=0.0)


def reordered(roster: Roster, states: list[int], firms: list[int]) -> tuple[Roster, np.ndarray]:
    """The same actors in other rows (new row k holds old row ``states[k]``), and the new node of each old node."""
    J = roster.n_states
    new = np.empty(J + roster.n_firms, dtype=np.int64)
    new[states], new[[J + f for f in firms]] = np.arange(J), J + np.arange(roster.n_firms)
    columns = {}
    for field in dataclasses.fields(roster):
        value = getattr(roster, field.name)
        of_firms = field.name.startswith(("firm_", "frontier_")) or field.name in ("compute", "safety_index")
        order = firms if of_firms else states
        if isinstance(value, np.ndarray) and field.name in ("rivalry", "fora", "legal", "distance_km"):
            columns[field.name] = value[np.ix_(states, states)]
        elif field.name == "firm_fora":
            columns[field.name] = value[np.ix_(firms, states)]
        elif isinstance(value, np.ndarray):
            columns[field.name] = value[order]
        elif field.name in ("ids", "aliases", "names", "firm_ids", "firm_names"):
            columns[field.name] = tuple(value[k] for k in order)
    for home in ("firm_home", "firm_home2"):
        columns[home] = np.where(columns[home] >= 0, new[columns[home]], -1)
    columns["sizes"] = tuple(dataclasses.replace(s, state=int(new[s.state])) for s in roster.sizes)
    columns["ties"] = tuple(dataclasses.replace(t, a=int(new[t.a]), b=int(new[t.b])) for t in roster.ties)
    columns["events"] = tuple(
        dataclasses.replace(e, actor=int(new[e.actor]), guests=tuple(int(new[j]) for j in e.guests))
        for e in roster.events
    )
    return dataclasses.replace(roster, **columns), new


def moved_to(config, order: list[int], firms: list[int]):
    """The run with its actors in other rows, and the new node of each old node."""
    shuffled, new = reordered(config.roster, order, firms)
    points = [dataclasses.replace(p, seat=p.seat[order]) for p in (config.design, config.baseline)]
    events = tuple(dataclasses.replace(e, actor=int(new[e.actor]), partner=int(new[e.partner])) for e in config.events)
    return dataclasses.replace(config, roster=shuffled, design=points[0], baseline=points[1], events=events), new


@few
@given(worlds(most_states=9, keep_decisions=True), st.data())
def test_the_order_of_rows_moves_no_draw(config, data):
    order = list(data.draw(st.permutations(range(config.roster.n_states))))
    firms = list(data.draw(st.permutations(range(config.roster.n_firms))))
    a, b = (decisions_by_key(run(c)) for c in (config, moved_to(config, order, firms)[0]))
    assert all(a[key][0] == b[key][0] for key in a.keys() & b.keys())


def same_in_other_rows(config, order: list[int], firms: list[int]) -> None:
    """Nothing but the rounding of sums depends on the order of rows."""
    moved, new = moved_to(config, order, firms)
    one, other = run(config), run(moved)
    a, b = decisions_by_key(one), decisions_by_key(other)
    assert {key for key in a.keys() ^ b.keys() if key[1] != "renew"} == set()
    assert all(a[key][:2] == b[key][:2] for key in a.keys() & b.keys())
    assert np.array_equal(other.ties_end[np.ix_(new, new)], one.ties_end)
    for name in ("tier", "status"):
        assert np.array_equal(other.states[name][:, new[: config.roster.n_states]], one.states[name])
    for name in one.series:
        assert np.allclose(one.series[name], other.series[name], rtol=1e-9, atol=1e-9), name


def test_the_order_of_states_in_the_teaching_roster_changes_nothing():
    same_in_other_rows(config_of("teaching", "rotating", keep_decisions=True), [2, 0, 3, 1], [0, 1])


def test_the_order_of_firms_changes_nothing():
    often = parameters.with_values(incident_rate=30.0)
    same_in_other_rows(config_of("teaching", "rotating", params=often, keep_decisions=True), [0, 1, 2, 3], [1, 0])


def test_the_order_of_equal_offices_changes_nothing():
    roster = dataclasses.replace(load_roster("teaching"), staff=np.ones(4), budget=np.full(4, np.nan))
    same_in_other_rows(config_of(roster, "igo:OECD", keep_decisions=True), [2, 1, 0, 3], [0, 1])


def test_the_order_of_members_that_ask_for_a_clearance_changes_nothing():
    wary = parameters.with_values(exposure_scale=2.5, clearance_gain=0.6)
    config = config_of("real", "igo:OECD", end="2026-12", adopt=18, params=wary, keep_decisions=True)
    config = dataclasses.replace(config, design=config.design.replace(staff_fte=0.5, diplomatic_protection=0.2))
    same_in_other_rows(config, list(range(38))[::-1], list(range(14)))
