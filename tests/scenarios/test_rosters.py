"""Rosters: the facts of the real one, the formulas, a folder of one's own; the order of rows is nothing."""

import csv
import random
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.roster_build import founding_month
from scenarios.roster_columns import REPLAYED_EVENTS
from scenarios.roster_pairs import hostility_of, rivalry_of
from scenarios.rosters import FOLDER, list_rosters, load_roster
from sim.catalogue import TIE_NAME_TO_INDEX
from sim.errors import InputError
from sim.months import CUT_OFF, NEVER, month_index

FIRMS = ("Anthropic", "OpenAI", "Google")
MATRICES = ("rivalry", "fora", "legal", "distance_km")
STATE_NUMBERS = (
    *("gdp", "ideal", "readiness", "cooperation", "developing", "member_from", "acting_from"),
    *("founded", "staff", "budget", "statutory"),
)


@pytest.fixture(scope="module")
def real():
    return load_roster("real")


def members(roster):
    return [j for j in range(roster.n_states) if roster.member_from[j] != NEVER]


def dyads(roster):
    return {frozenset((tie.a, tie.b)) for tie in roster.ties}


def rows(name, file):
    with (FOLDER / name / file).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


# ---- the real roster ---------------------------------------------------------------------------------------
def test_38_jurisdictions_and_14_firms_act(real):
    assert (real.n_states, real.n_firms) == (38, 14)
    assert len(rows("real", "jurisdictions.csv")) == 46
    assert set(FIRMS) <= set(real.firm_ids)


def test_the_eu_acts_for_its_members_but_france(real):
    represented = {r["alias"] for r in rows("real", "jurisdictions.csv") if r["represented_by"] == "EU"}
    assert represented & set(real.aliases) == {"France"}
    assert len(represented) == 9
    assert real.gdp[real.find("EU")] == pytest.approx(18349.4 - 3030.9)


def is_frontier(row):
    """In the Forum, rated in the index, or above 1e25 FLOP; and a notable model in the last 18 months."""
    rated = row["fli_index_summer_2025_score"] or row["fli_index_winter_2025_grade"]
    large = float(row["epoch_max_training_flop_to_2025"] or 0) >= 1e25
    return (row["frontier_model_forum"] == "1" or bool(rated) or large) and row["epoch_last_model_date"] >= "2024-07"


def test_the_firms_that_act_are_those_of_frontier_standing(real):
    assert set(real.firm_ids) == {r["firm_id"] for r in rows("real", "firms.csv") if is_frontier(r)}
    assert {"Microsoft", "Amazon", "DeepSeek"} <= set(real.firm_ids) and "Inflection" not in real.firm_ids


def test_firms_stand_between_their_dates(real):
    since = dict(zip(real.firm_ids, real.frontier_from.tolist(), strict=True))
    assert {since[firm] for firm in FIRMS} == {-NEVER} and (real.frontier_until == NEVER).all()
    assert since["DeepSeek"] == month_index("2024-12") > CUT_OFF > since["Mistral"]


def test_every_firm_that_acts_has_a_home(real):
    assert (real.firm_home >= 0).all()
    home = {f: real.aliases[h] for f, h in zip(real.firm_ids, real.firm_home, strict=True)}
    assert home["Mistral"] == "France" and home["Alibaba"] == "China"
    assert real.firm_home2[real.firm_ids.index("Google")] == real.find("UK")


def test_the_network_has_ten_members(real):
    since = {real.aliases[j]: int(real.member_from[j]) for j in members(real)}
    assert since.pop("Kenya") == month_index("2024-11-20") == CUT_OFF
    assert set(since) == {"US", "UK", "Japan", "EU", "Canada", "Korea", "Singapore", "Australia", "France"}
    assert set(since.values()) == {month_index("2024-05-21")}


def test_observed_institute_ties(real):
    ten = members(real)
    ties = [d for d in dyads(real) if max(d) < real.n_states]
    degree = Counter(real.aliases[n] for d in ties for n in d)
    assert len(ties) == 8 and len(ties) / (len(ten) * (len(ten) - 1) / 2) == pytest.approx(0.1778, abs=5e-5)
    assert degree == {"US": 4, "UK": 4, "Japan": 2, "Canada": 2, "Singapore": 2, "EU": 1, "France": 1}
    assert np.var([degree[real.aliases[j]] for j in ten], ddof=0) == pytest.approx(2.04)


def test_observed_firm_ties(real):
    with_firms = [d for d in dyads(real) if max(d) >= real.n_states]
    assert len(with_firms) == 9
    assert {real.label(max(d)) for d in with_firms} == set(FIRMS)
    assert len(dyads(real)) == 17 and len(real.ties) == 27


def test_the_validation_dyads_agree_with_the_observed_ties(real):
    path = FOLDER.parents[2] / "calibration" / "data" / "validation_ties.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    tied = {frozenset((real.find(r["actor_a"]), real.find(r["actor_b"]))) for r in table if r["tie_nov2024"] == "1"}
    assert len(table) == 75 and tied == dyads(real)


def test_six_institutes_worked_on_20_november_2024(real):
    status = real.office_status(CUT_OFF)
    at_work = {real.aliases[j] for j in range(real.n_states) if status[j] == 2}
    listed = [r for r in rows("real", "institutes.csv") if r["operating_2024_11_20"] == r["is_aisi"] == "1"]
    assert at_work == {r["alias"] for r in listed} == {"US", "UK", "Japan", "EU", "Canada", "Singapore"}
    assert real.founded[real.find("Korea")] == CUT_OFF + 1  # it opened on the 27th
    assert {real.aliases[j] for j in np.flatnonzero(status == 1)} == {"Korea", "Australia", "France", "Kenya"}


FOUNDED = [
    ("2024-11-20", 17),
    ("2024-11-21", 18),
    ("2024-12-31", 19),
    ("2025-02", 20),
    ("2025", 19),
    ("", NEVER),
]


@pytest.mark.parametrize(("date", "month"), FOUNDED)
def test_an_institute_founded_late_in_a_month_counts_from_the_next(date, month):
    assert founding_month(date) == month


def test_an_institute_that_was_announced_in_2025_works_from_2026(real):
    announced = {
        r["alias"]
        for r in rows("real", "institutes.csv")
        if r["is_aisi"] == "1" and r["status_2025_12_31"] != "operating"
    }
    later = {real.aliases[j] for j in range(real.n_states) if month_index("2025-12") < real.founded[j] < NEVER}
    assert announced == later == {"Australia", "India"}


def test_sizes_on_record(real):
    """No staff of its own is not unknown; the US shrinks in February 2025, the UK's institute grows."""
    france, kenya = real.find("France"), real.find("Kenya")
    assert (real.staff[france], real.budget[france]) == (0.0, 0.0)
    assert np.isnan(real.staff[kenya]) and np.isnan(real.budget[kenya])
    changed = {real.aliases[s.state]: s for s in real.sizes}
    assert (changed["US"].month, changed["US"].share) == (month_index("2025-02"), 0.75)
    assert changed["UK"].budget > real.budget[real.find("UK")] and changed["UK"].share == 1.0


def test_bodies_that_are_no_institutes_are_none(real):
    for alias in ("Malaysia", "Saudi Arabia", "Kenya"):
        assert real.founded[real.find(alias)] == NEVER
    assert real.founded[real.find("China")] == month_index("2025-02")
    assert real.statutory[real.find("EU")] and real.statutory.sum() == 1


ACTING = [
    ("UK", "2023-04"), ("Singapore", "2023-06"), ("US", "2023-06"), ("Canada", "2024-01"),
    ("France", "2024-02"), ("Korea", "2024-05"), ("Australia", "2024-05"),
    ("Kenya", "2024-11"), ("Japan", ""), ("EU", ""),
]  # fmt: skip


@pytest.mark.parametrize(("alias", "date"), ACTING)
def test_acting_offices_begin_at_a_sourced_date(real, alias, date):
    state = real.find(alias)
    assert real.acting_from[state] == (month_index(date) if date else NEVER)
    assert (f"acting:{real.ids[state]}" in real.sources) == (date != "")


def test_only_ten_jurisdictions_have_an_office_before_china_and_india(real):
    assert (real.acting_from != NEVER).sum() == 8
    assert (np.minimum(real.acting_from, real.founded) != NEVER).sum() == 12


def test_matrices_are_symmetric_within_bounds_and_zero_on_the_diagonal(real):
    for name in MATRICES:
        matrix = getattr(real, name)
        assert matrix.shape == (38, 38) and not np.isnan(matrix).any()
        assert (matrix == matrix.T).all() and (np.diag(matrix) == 0).all()
        assert (matrix >= 0).all() and (name == "distance_km" or (matrix <= 1).all())


def test_rivalry_fora_and_distance_are_those_of_the_pairs_file(real):
    us, china, uk = (real.find(n) for n in ("US", "China", "UK"))
    assert real.rivalry[us, china] == pytest.approx(0.5 * 3.1007 / 4 + 0.5)
    assert real.rivalry[us, uk] == pytest.approx(0.5 * 0.5796 / 4)
    assert real.fora[us, uk] == pytest.approx(7 / 13)
    assert real.distance_km[us, uk] == pytest.approx(5913.9)


LEGAL = [
    ("US", "UK", 1), ("EU", "Japan", 1), ("US", "Singapore", 1), ("EU", "Singapore", 0), ("EU", "France", 1),
    ("UK", "Singapore", 0), ("US", "China", 0), ("EU", "Kenya", 0), ("Norway", "Argentina", 1),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "path"), LEGAL)
def test_legal_paths(real, a, b, path):
    assert real.legal[real.find(a), real.find(b)] == path


def test_what_the_eu_calls_free_flow_is_a_legal_path(real):
    index = {key: j for j, key in enumerate(real.ids)}
    for row in rows("real", "pairs.csv"):
        if row["eu_data_free_flow"] == "1" and {row["iso_a"], row["iso_b"]} <= set(index):
            assert real.legal[index[row["iso_a"]], index[row["iso_b"]]] == 1


COMMITMENTS = [
    ("OpenAI", "US", 3), ("Google", "UK", 2), ("OpenAI", "EU", 1), ("OpenAI", "China", 0), ("xAI", "US", 2),
    ("Alibaba", "China", 2), ("Alibaba", "US", 0), ("Mistral", "France", 2),
]  # fmt: skip


@pytest.mark.parametrize(("firm", "state", "thirds"), COMMITMENTS)
def test_commitments_in_common(real, firm, state, thirds):
    assert real.firm_fora[real.firm_ids.index(firm), real.find(state)] == pytest.approx(thirds / 3)


def test_events_that_are_replayed(real):
    kinds = Counter(e.kind for e in real.events)
    assert set(kinds) <= set(REPLAYED_EVENTS)
    assert kinds["election"] == 10 and kinds["refusal"] == 3 and len(rows("real", "events.csv")) == 99
    assert [e.month for e in real.events] == sorted(e.month for e in real.events)
    germany = next(e for e in real.events if "CDU-led" in e.text)
    assert germany.actor == -1 and all(e.source for e in real.events)
    assert any(e.kind == "refusal" and e.actor == real.find("Meta") for e in real.events)


def test_a_bare_year_is_no_month(real):
    undated = {frozenset((real.label(t.a), real.label(t.b))) for t in real.ties if t.month is None}
    assert undated == {frozenset(("US", "Google")), frozenset(("Singapore", "Anthropic"))}
    assert {t.type for t in real.ties} == set(TIE_NAME_TO_INDEX.values())


def test_the_real_roster_loads_fast(real):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        load_roster("real")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.15


def test_no_file_names_a_machine(real):
    for path in FOLDER.rglob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not [bad for bad in (".txt", "/home/", "\\Users") if bad in text], path.name


# ---- the teaching roster -----------------------------------------------------------------------------------
def test_the_teaching_roster_has_six_actors_out_of_the_real_one(real):
    small = load_roster("teaching")
    assert (small.n_states, small.n_firms) == (4, 2)
    assert (np.minimum(small.founded, NEVER) != NEVER).sum() == 3
    for name in STATE_NUMBERS:
        for j, key in enumerate(small.ids):
            np.testing.assert_array_equal(getattr(small, name)[j], getattr(real, name)[real.ids.index(key)])
    for name in MATRICES:
        where = [real.ids.index(key) for key in small.ids]
        np.testing.assert_array_equal(getattr(small, name), getattr(real, name)[np.ix_(where, where)])


def test_each_roster_that_comes_along_loads():
    assert list_rosters() == ["real", "teaching"]
    for name in list_rosters():
        assert load_roster(name).name == name


@pytest.mark.parametrize(("name", "part"), [("reel", "did you mean 'real'?"), ("/nowhere", "or a folder with")])
def test_an_unknown_roster_is_refused(name, part):
    with pytest.raises(InputError, match="unknown roster") as caught:
        load_roster(name)
    assert part in str(caught.value)


# ---- formulas ----------------------------------------------------------------------------------------------
@given(st.floats(0, 10), st.booleans())
def test_rivalry_is_bounded_and_grows(distance, strategic):
    d = np.array([distance, distance + 0.1])
    low, high = rivalry_of(d, np.array([strategic, strategic], dtype=float))
    assert 0 <= low <= high <= 1
    assert strategic == (rivalry_of(d[:1], np.ones(1))[0] == low) or low == 1


RIVALRIES = [
    ("US", "China", 0.8, 1.0), ("US", "Russia", 0.6, 1.0), ("EU", "Russia", 0.6, 1.0), ("UK", "Russia", 0.6, 1.0),
    ("Ukraine", "Russia", 0.6, 1.0), ("Japan", "Russia", 0.6, 1.0), ("Switzerland", "Russia", 0.6, 1.0),
    ("Japan", "China", 0.5, 1.0), ("India", "China", 0.5, 1.0), ("UK", "China", 0.5, 0.7), ("EU", "China", 0.4, 0.6),
    ("Australia", "China", 0.5, 0.7), ("Canada", "China", 0.5, 0.7), ("Korea", "China", 0.3, 0.5),
    ("EU", "Turkey", 0.0, 0.3), ("Singapore", "Malaysia", 0.0, 0.3), ("UAE", "Qatar", 0.0, 0.3),
    ("US", "UK", 0.0, 0.2), ("US", "EU", 0.0, 0.2), ("US", "Japan", 0.0, 0.2), ("France", "EU", 0.0, 0.1),
    ("China", "Russia", 0.0, 0.1), ("India", "Russia", 0.0, 0.1), ("Singapore", "Russia", 0.2, 0.3),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "low", "high"), RIVALRIES)
def test_rivalry_is_that_of_the_end_of_2025(real, one, other, low, high):
    assert low <= real.rivalry[real.find(one), real.find(other)] <= high


@pytest.mark.parametrize("name", ["real", "teaching"])
def test_what_changed_since_2020_has_a_source(name):
    for row in rows(name, "pairs.csv"):
        changed = float(row["coercion_2025"]) > 0 or row["eased_since_2020"] == "1"
        assert changed == bool(row["change_source"]) == bool(row["change_confidence"]), (row["iso_a"], row["iso_b"])


def test_hostility_is_coercion_or_what_is_left_of_an_old_rivalry():
    old, settled, coercion = (
        np.array([0, 1, 1, 0, 1, 1]),
        np.array([0, 0, 1, 1, 1, 0]),
        np.array([0, 0, 0, 0.5, 1, 0.5]),
    )
    assert hostility_of(old, settled.astype(bool), coercion).tolist() == [0.0, 1.0, 0.25, 0.5, 1.0, 1.0]


# ---- the order of rows -------------------------------------------------------------------------------------
def by_id(roster):
    """Everything in a roster, keyed by ids instead of positions."""
    label = roster.node_id
    facts = {
        (name, key): np.asarray(getattr(roster, name))[j].item()
        for name in STATE_NUMBERS
        for j, key in enumerate(roster.ids)
    }
    facts |= {("region", key): roster.regions[roster.region[j]] for j, key in enumerate(roster.ids)}
    for name in MATRICES:
        for i, a in enumerate(roster.ids):
            facts |= {(name, a, b): getattr(roster, name)[i, j].item() for j, b in enumerate(roster.ids)}
    for f, firm in enumerate(roster.firm_ids):
        facts["home", firm] = roster.ids[roster.firm_home[f]]
        facts["safety", firm] = roster.safety_index[f].item()
        facts |= {("fora", firm, key): roster.firm_fora[f, j].item() for j, key in enumerate(roster.ids)}
        facts["frontier", firm] = (int(roster.frontier_from[f]), int(roster.frontier_until[f]))
    facts["sizes"] = {(label(s.state), s.month, repr(s.staff), s.budget, s.share) for s in roster.sizes if s.share == 1}
    facts["ties"] = {(frozenset((label(t.a), label(t.b))), t.type, t.month) for t in roster.ties}
    facts["events"] = {(e.month, e.kind, label(e.actor) if e.actor >= 0 else "", e.text) for e in roster.events}
    return {key: "unknown" if value != value else value for key, value in facts.items()}


@pytest.mark.parametrize("name", ["teaching", "real"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_changes_nothing(tmp_path, name, seed):
    folder = tmp_path / name
    folder.mkdir()
    for path in (FOLDER / name).glob("*.csv"):
        head, *body = path.read_text(encoding="utf-8").splitlines()
        random.Random(seed).shuffle(body)
        (folder / path.name).write_text("\n".join([head, *body]) + "\n", encoding="utf-8")
    assert by_id(load_roster(folder)) == by_id(load_roster(name))
