"""Designs by name: every preset is complete, mixes and changes stay in range, mistakes name the way out."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import designs
from scenarios.design_records import OUTCOME_ROWS, analogue_rows, preset_names, read_rows
from scenarios.recipes import triangular
from sim.design import FIELD_NAMES, FIELDS, DesignPoint, blend
from sim.errors import EntenteError, InputError, InputErrors

TEXTS = [
    *("none", "adhoc", "rotating", "support", "igo:OECD", "igo:UN", "fastlane:OECD"),
    *("static:UK", "static:Switzerland", "chair:Switzerland"),
]
LOW, HIGH = (np.array([getattr(f, a) for f in FIELDS]) for a in ("low", "high"))
quantiles = st.one_of(
    st.none(),
    st.floats(0, 1),
    st.dictionaries(st.sampled_from(FIELD_NAMES), st.floats(0, 1), max_size=len(FIELDS)),
)


def check(point: DesignPoint) -> None:
    assert np.all(point.values >= LOW - 1e-12) and np.all(point.values <= HIGH + 1e-12)
    assert point["seat_share"] + point["turn_share"] + point["lead_share"] <= 1 + 1e-9
    assert point["dues_host"] + point["dues_gdp"] <= 1 + 1e-9
    assert np.isclose(point.seat.sum(), 1.0 if point["seat_share"] > 0 else 0.0)


# --- records


def test_every_preset_has_one_record_for_every_field():
    pairs = [(r.preset, r.field) for r in designs.design_records()]
    assert sorted(pairs) == sorted(itertools.product(preset_names(), FIELD_NAMES))


def test_records_are_ordered_within_range_and_have_a_status():
    for r in designs.design_records():
        field = FIELDS[FIELD_NAMES.index(r.field)]
        assert field.low <= r.low <= r.central <= r.high <= field.high, r
        assert r.status in ("sourced", "partly", "assumed")
        assert r.status == "assumed" or r.rests_on, r


def test_everything_a_record_rests_on_is_a_row_of_the_analogues():
    known = {f"{row['id']} {row['key']}" for row in analogue_rows().values()}
    cited = {key for r in designs.design_records() for key in r.rests_on}
    assert cited - known == set()


def test_tables_name_no_place_of_a_machine():
    cells = [c for n in ("presets", "fields", "analogues", "studies") for r in read_rows(n) for c in r.values()]
    assert [c for c in cells if c and re.search(r"[0-9a-f]{16}\.txt|/home/|Users\\", c)] == []


def test_a_term_becomes_handovers_per_year():
    by_key = {(r.preset, r.field): r for r in designs.design_records()}
    rotating = by_key["rotating", "handovers_per_year"]
    assert (rotating.low, rotating.central, rotating.high) == (0.5, 1.0, 2.0)
    static = by_key["static", "handovers_per_year"]  # the central and longest term never end
    assert (static.low, static.central, static.high) == (0.0, 0.0, 0.2)
    assert by_key["none", "handovers_per_year"].high == 0


def test_the_fast_lane_is_one_lever_for_every_design_with_a_secretariat():
    """But for the preset that it defines; where there is nobody to run one there is none."""
    lanes = {r.preset: (r.low, r.central, r.high) for r in designs.design_records() if r.field == "fast_lane"}
    days = {(r.low, r.central, r.high) for r in designs.design_records() if r.field == "fast_lane_days"}
    assert (lanes.pop("none"), lanes.pop("hybrid_igo_fast_lane")) == ((0.0,) * 3, (1.0,) * 3)
    assert set(lanes.values()) == {(0.0, 0.5, 1.0)} and days == {(1.0, 3.0, 7.0)}


def test_without_a_secretariat_there_are_no_posts():
    (staff,) = (r for r in designs.design_records() if (r.preset, r.field) == ("none", "staff_fte"))
    assert (staff.low, staff.central, staff.high) == (0.0,) * 3


def test_outcomes_of_analogues_are_targets_and_never_fields():
    assert not set(OUTCOME_ROWS) & set(FIELD_NAMES)
    targets = designs.analogue_targets("static:UK")
    assert set(targets) == set(OUTCOME_ROWS)
    central, low, high, rests_on, status = targets["time_to_output_months"]
    assert (central, low, high, status) == (15, 6.5, 50, "sourced")
    assert rests_on[0].startswith("a025 IASR.time (International AI Safety Report")
    assert targets == designs.analogue_targets("static")
    assert designs.analogue_targets("rotating@staff_fte=8") == {}


# --- points


@pytest.mark.parametrize("text", TEXTS)
@given(quantile=quantiles)
def test_any_quantile_of_any_preset_is_a_valid_point(text, quantile, roster):
    check(designs.load_design(text, roster, quantile))


@given(q=st.floats(0, 1), low=st.floats(0, 1), mode=st.floats(0, 1), high=st.floats(0, 1))
def test_triangular_quantiles_invert_the_distribution(q, low, mode, high):
    low, mode, high = sorted((low, mode, high))
    x = float(triangular(*(np.array(v) for v in (q, low, mode, high))))
    assert low <= x <= high
    if high - low > 1e-3:
        below = (x - low) ** 2 / ((high - low) * (mode - low)) if x < mode else None
        above = 1 - (high - x) ** 2 / ((high - low) * (high - mode)) if x > mode else None
        cdf = below if below is not None else above if above is not None else (mode - low) / (high - low)
        assert np.isclose(cdf, q, atol=1e-6)


@given(q=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_higher_quantiles_give_higher_values(q, roster):
    low, high = (designs.load_design("static:UK", roster, v) for v in sorted(q))
    assert np.all(low.values <= high.values + 1e-12)


def test_no_quantile_is_the_central_value_and_named_fields_move_alone(roster):
    central = designs.load_design("rotating", roster)
    assert central["staff_fte"] == 5 and central["memory_kept"] == 0.45
    moved = designs.load_design("rotating", roster, {"memory_kept": 1.0})
    assert moved["memory_kept"] == 0.7
    assert np.count_nonzero(moved.values != central.values) == 1


def test_shared_powers_keep_their_total(roster):
    point = designs.load_design("chair:UK", roster, {"seat_share": 1.0, "turn_share": 1.0})
    assert np.isclose(point["seat_share"] + point["turn_share"], 1.0)
    assert np.isclose(point["seat_share"] / point["turn_share"], 0.8 / 0.6)
    assert designs.load_design("support", roster, 1.0)["turn_share"] == 0.9


def test_hosts_go_by_alias_id_or_name_and_case_does_not_matter(roster):
    points = [designs.load_design(t, roster) for t in ("static:UK", "Static:uk", "static:Republic of UK")]
    assert {p.name for p in points} == {"static:UK"}
    assert points[0].seat.tolist() == [0, 1, 0, 0, 0]
    assert designs.load_design("IGO:oecd", roster).name == "igo:OECD"


# --- mixes and changes


@given(weight=st.floats(0.01, 0.99), text=st.sampled_from(TEXTS), q=quantiles)
def test_a_mix_of_a_design_with_itself_is_itself(weight, text, q, roster):
    once = designs.load_design(text, roster, q)
    weight = round(weight, 3)
    twice = designs.load_design(f"{weight}*{text} + {round(1 - weight, 3)}*{text}", roster, q)
    assert np.allclose(once.values, twice.values) and np.allclose(once.seat, twice.seat)


@given(parts=st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4), data=st.data())
def test_mixes_are_valid_points(parts, data, roster):
    cuts = data.draw(st.lists(st.integers(1, 99), min_size=len(parts) - 1, max_size=len(parts) - 1))
    edges = [0, *sorted(cuts), 100]
    weights = [(b - a) / 100 for a, b in itertools.pairwise(edges)]
    text = "+".join(f"{w}*{part}" for w, part in zip(weights, parts, strict=True))
    point = designs.load_design(text, roster, data.draw(quantiles))
    check(point)


def test_a_mix_is_the_blend_of_its_parts(roster):
    a, b = designs.load_design("rotating", roster), designs.load_design("static:UK", roster)
    mixed = designs.load_design("0.7*rotating + 0.3*static:UK", roster)
    expected = blend(a, b, 0.3)
    assert np.allclose(mixed.values, expected.values) and np.allclose(mixed.seat, expected.seat)
    assert mixed.name == "0.7*rotating + 0.3*static:UK"
    three = designs.load_design("0.5*static:UK+0.25*static:US+0.25*rotating", roster)
    assert np.allclose(three.seat, [1 / 3, 2 / 3, 0, 0, 0])


def test_changes_fix_fields_at_every_quantile(roster):
    text = "rotating@staff_fte=8,memory_kept=0.9"
    for q in (None, 0.0, 1.0):
        point = designs.load_design(text, roster, q)
        assert (point["staff_fte"], point["memory_kept"]) == (8, 0.9)
    assert point.name == text
    mixed = designs.load_design(f"0.5*{text} + 0.5*none", roster)
    assert mixed["staff_fte"] == 4


def test_equal_fields_by_two_ways_are_equal_points(roster):
    a = designs.load_design("static:UK@staff_fte=15", roster)
    b = designs.load_design("static:UK", roster)
    assert np.array_equal(a.values, b.values) and np.array_equal(a.seat, b.seat)


def test_a_list_on_the_command_line_keeps_changes_together():
    text = "none,rotating@staff_fte=8,memory_kept=0.9,static:UK, 0.5*none+0.5*adhoc"
    expected = ["none", "rotating@staff_fte=8,memory_kept=0.9", "static:UK", "0.5*none+0.5*adhoc"]
    assert designs.split_designs(text) == expected


# --- files


def design_file(tmp_path, body):
    path = tmp_path / "mine.toml"
    path.write_text("[design]\n" + body, encoding="utf-8")
    return str(path)


def test_a_design_file_changes_a_base(tmp_path, roster):
    body = 'base = "rotating"\nseat = { UK = 0.5, Singapore = 0.5 }\nseat_share = 0.5\nturn_share = 0.5\n'
    path = design_file(tmp_path, body + "staff_fte = { central = 8, low = 4, high = 12 }\n")
    point = designs.load_design(path, roster)
    check(point)
    assert point.name == "mine" and point.seat.tolist() == [0, 0.5, 0.5, 0, 0] and point["staff_fte"] == 8
    assert designs.load_design(path, roster, 1.0)["staff_fte"] == 12


def test_all_mistakes_of_a_design_file_come_together(tmp_path, roster):
    path = design_file(tmp_path, 'base = 3\nseat = "Kenia"\nstaf_fte = 4\nmemory_kept = "high"\n')
    with pytest.raises(InputErrors) as caught:
        designs.load_design(path, roster)
    text = str(caught.value)
    assert len(caught.value.errors) == 4
    assert "did you mean 'staff_fte'?" in text and "did you mean 'Kenya'?" in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('base = "rotating"\nstaff_fte = -3', "'staff_fte': out of range (got -3.0); allowed: 0 to 500"),
        ('base = "rotating"\nseat_share = 0.5\nturn_share = 0.5', "a share for a seat, but no host"),
        ('base = "rotating"\nseat = { UK = 0.5 }', "do not sum to 1"),
        ('base = "rotating"\nstaff_fte = { central = 8, low = 9, high = 12 }', "not in order"),
        ("base = ", "not valid TOML"),
    ],
)  # fmt: skip
def test_mistakes_in_a_design_file(body, words, tmp_path, roster):
    with pytest.raises(InputError) as caught:
        designs.load_design(design_file(tmp_path, body), roster)
    assert words in str(caught.value)


def test_a_missing_design_file(roster):
    with pytest.raises(InputError, match="no such file"):
        designs.load_design("nowhere.toml", roster)


# --- mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rotatin", "did you mean 'rotating'?"),
        ("statik:UK", "did you mean 'static:UK'?"),
        ("static", "a host is missing; allowed: a jurisdiction of the roster: US, UK"),
        ("static:Switserland", "did you mean 'Switzerland'?"),
        ("static:Acme", "a firm cannot be the host"),
        ("igo:WHO", "allowed: none, adhoc, rotating"),
        ("rotating@staf_fte=3", "did you mean 'staff_fte'?"),
        ("rotating@staff_fte=-1", "out of range (got -1.0); allowed: 0 to 500 full-time posts"),
        ("rotating@memory_kept=1.5", "out of range (got 1.5); allowed: 0 to 1 share"),
        ("rotating@staff_fte=many", "not a number (got 'many')"),
        ("rotating@seat_share=0.4", "shares of one whole exceed it (got 1.4)"),
        ("rotating@turn_share=0.6,seat_share=0.4", "a share for a seat, but no host"),
        ("rotating@dues_gdp=0.5", "'dues_host + dues_gdp': shares of one whole exceed it (got 1.35)"),
        ("0.5*rotating+0.3*none", "do not sum to 1 (got 0.8)"),
        ("0.5*rotating+none", "unknown design"),
        ("x*rotating", "not a mix of designs"),
    ],
)  # fmt: skip
def test_mistakes_name_the_way_out(text, words, roster):
    with pytest.raises(EntenteError) as caught:
        designs.load_design(text, roster)
    assert words in str(caught.value)


@pytest.mark.parametrize(("quantile", "words"), [(1.5, "not a quantile"), ({"staf": 0.5}, "'staff_fte'")])
def test_bad_quantiles(quantile, words, roster):
    with pytest.raises(InputError, match=words):
        designs.load_design("rotating", roster, quantile)


def test_several_designs_report_all_their_mistakes(roster):
    with pytest.raises(InputErrors) as caught:
        designs.load_designs(["rotating", "rotatin", "static:Kenia", "ROTATING"], roster)
    assert len(caught.value.errors) == 3 and "named twice" in str(caught.value)
    with pytest.raises(InputError, match="no design"):
        designs.load_designs([], roster)


# --- defaults


def test_the_default_designs_run_on_the_roster(roster):
    assert designs.default_designs(roster) == designs.DEFAULT_DESIGNS
    assert [r.name for r in designs.load_designs(designs.DEFAULT_DESIGNS, roster)] == designs.DEFAULT_DESIGNS


def test_absent_default_hosts_are_replaced_by_the_largest_economies(make_roster):
    other = make_roster(("Peru", "UK", "Chile", "Ghana"), gdp=[5.0, 1.0, np.nan, 9.0])
    names = designs.default_designs(other)
    assert names[3:7] == ["static:Ghana", "static:UK", "static:Peru", "static:Chile"]
    assert names[-1] == "chair:Chile"
    small = make_roster(("A", "B"))
    assert designs.default_designs(small)[3:] == ["static:A", "static:B", "igo:OECD", "igo:UN"]
