"""The search of designs: the space is always valid, a known best design is found, the check says what intervals say."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.robust.futures import chosen_metas
from results.search import search as searching
from results.search.bench import Bench, mean_apart
from results.search.check import BETTER, NO_WORSE, UNSURE, WORSE, check, margins, verdict
from results.search.evolve import Archive, evolve
from results.search.fields import fields, searched
from results.search.found import Size
from results.search.space import AS_BASE, BASE, Space, check_bases, in_words
from scenarios.designs import load_designs, parse_design
from scenarios.rosters import load_roster
from scenarios.schema import load_scenario
from sim.design import FIELD_INDEX, FIELD_NAMES, FIELDS
from sim.errors import InputError

ROSTER = load_roster("teaching")
BASES = ("adhoc", "rotating", "static:US", "igo:OECD", "chair:Kenya")
SPACE = Space(BASES, searched(), ROSTER)
METAS = chosen_metas(["members", "harm"], ["members", "harm"])


# ---- fields ----------
def test_every_field_is_searched_or_held_with_a_reason():
    assert [f.field for f in fields()] == list(FIELD_NAMES)
    for one in fields():
        record = FIELDS[FIELD_INDEX[one.field]]
        assert one.gain and one.cost and one.reason
        assert all(record.low <= level <= record.high for level in one.levels)
        assert list(one.levels) == sorted(set(one.levels))
        assert bool(one.levels) == (one.group == "searched")


def test_what_only_gains_or_only_costs_is_held():
    for one in fields():
        if one.gain.startswith("none") or one.cost.startswith("none"):
            assert one.group == "held", one.field


def test_fields_can_be_added_and_left_out():
    names = [f.field for f in searched(["fast_lane"], ["excludability"])]
    assert "fast_lane" in names and "excludability" not in names
    assert next(f for f in searched(["fast_lane"]) if f.field == "fast_lane").levels == (0.0, 0.25, 0.5, 0.75, 1.0)
    with pytest.raises(InputError, match="did you mean 'fast_lane'"):
        searched(["fastlane"])
    with pytest.raises(InputError, match="no field left"):
        searched((), FIELD_NAMES)


# ---- space ----------
genes = st.fixed_dictionaries({name: st.sampled_from(options) for name, options in SPACE.options.items()})


@given(genes)
@settings(max_examples=150)
def test_every_design_of_the_space_is_one(own):
    text = SPACE.text(own)
    recipe = parse_design(text, ROSTER)  # raises if shares of a whole exceed it, or a seat has no host
    point = recipe.point()
    assert recipe.name == text
    assert point["seat_share"] + point["turn_share"] + point["lead_share"] <= 1 + 1e-9
    assert point["dues_host"] + point["dues_gdp"] <= 1 + 1e-9
    assert point["seat_share"] == 0 or point.seat.sum() > 0
    for one in SPACE.fields:
        if own[one.field] == AS_BASE and one.field in ("open_to_states", "admission_tiers", "excludability"):
            assert point[one.field] == parse_design(BASES[own[BASE]], ROSTER).point()[one.field]


def test_presets_are_the_bases_as_they_are():
    assert [SPACE.text(own) for own in SPACE.presets()] == list(BASES)


def test_words_say_what_a_design_is():
    said = in_words("igo:OECD@turn_share=0.4,handovers_per_year=0.5,open_to_states=0.25,admission_tiers=1", ROSTER)
    assert said == (
        "a secretariat like igo:OECD, but 40% with a chair that goes from member to member and 60% with no state, "
        "a handover every 24 months, open to 25% of the states without an office and no partner tier"
    )
    assert in_words("rotating", ROSTER) == "rotating as it is"
    assert "40% of its powers with the seat in Kenya" in in_words("static:Kenya@seat_share=0.4", ROSTER)


def test_bases_must_be_plain_designs():
    assert check_bases(["rotating", "igo:oecd"], ROSTER) == ("rotating", "igo:OECD")
    with pytest.raises(InputError, match="not a base"):
        check_bases(["rotating@staff_fte=3"], ROSTER)


# ---- check ----------
@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (1.0, 0.5, 1.5, BETTER),
        (0.4, 0.1, 0.7, NO_WORSE),  # clear, but too small to matter
        (0.0, -0.4, 0.4, NO_WORSE),
        (0.0, 0.0, 0.0, NO_WORSE),
        (-0.3, -0.4, -0.2, NO_WORSE),  # clear, but too small to matter
        (0.2, -0.6, 1.0, UNSURE),
        (-0.4, -0.9, 0.1, UNSURE),
        (-0.4, -0.6, -0.2, UNSURE),
        (-1.0, -1.5, -0.5, WORSE),
    ],
)
def test_verdicts_of_intervals(mean, low, high, said):
    assert verdict(mean, low, high, 0.5, low) == said


def test_better_needs_the_bound_for_all_designs_presets_and_outcomes():
    assert verdict(1.0, 0.5, 1.5, 0.5, least=-0.1) == NO_WORSE
    assert verdict(1.0, 0.5, 1.5, 0.5, least=0.1) == BETTER


def test_the_bound_of_better_is_for_all_that_could_have_come_out_better():
    from scipy.stats import t as student

    noise = np.random.default_rng(0).normal(size=(200, 2)) * [5.0, 0.01]
    bench = Made(lambda name: np.array([10.0, 0.5]) + noise * (name in ("a", "b")))
    (row, _), *_ = [one.outcomes for one in check(bench, ["a", "b"], ["x", "y", "z"])]
    error = noise[:, 0].std(ddof=1) / np.sqrt(200)
    assert row["mean"] - row["low"] == pytest.approx(error * student.ppf(1 - 0.025 / 2, 199))
    assert row["mean"] - row["least"] == pytest.approx(error * student.ppf(1 - 0.025 / (2 * 3 * 2), 199))


def test_a_clear_lead_that_many_looks_could_make_does_not_dominate():
    rng = np.random.default_rng(0)
    own = rng.normal(size=(200, 2)) * [1.0, 0.0]
    own[:, 0] += 0.6 - own[:, 0].mean()  # members: z is about 8.5
    found = {}
    for spread in (1.0, 3.2):  # the second: z is about 2.65, clear for one look, not for 24
        made = own * [spread, 1.0]
        made[:, 0] += 0.6 - made[:, 0].mean()
        bench = Made(lambda name, made=made: np.array([10.0, 0.5]) + made * (name == "a"))
        found[spread] = next(one for one in check(bench, ["a", "b"], [f"p{k}" for k in range(6)]))
    assert found[1.0].dominates and not found[3.2].dominates
    assert found[3.2].outcomes[0]["low"] > 0


class Made(Bench):
    """A bench whose runs are made up: design -> (R, O) values."""

    def __init__(self, values):
        self.metas, self.known, self.values = METAS, {}, values

    def run(self, texts):
        return [self.values(text) for text in texts]


def test_dominating_is_better_in_one_and_worse_in_none():
    noise = np.random.default_rng(0).normal(size=(200, 2)) * [0.5, 0.01]
    shift = {"base": (0, 0), "good": (2, -0.1), "mixed": (2, 0.1), "same": (0, 0)}
    bench = Made(lambda name: np.array([10.0, 0.5]) + shift[name] + (noise if name != "base" else 0 * noise))
    found = {a.design: a for a in check(bench, ["good", "mixed", "same"], ["base"])}
    assert found["good"].dominates and not found["mixed"].dominates and not found["same"].dominates
    assert found["mixed"].named(WORSE) == ["harm"] and found["mixed"].named(BETTER) == ["members"]
    assert found["same"].named(NO_WORSE) == ["members", "harm"]
    assert found["good"].strictly and found["good"].small_losses == []


def test_small_losses_are_named():
    noise = np.random.default_rng(0).normal(size=(200, 2)) * [0.5, 0.01]
    bench = Made(lambda name: np.array([10.0, 0.5]) + (np.add(noise, (2, 0.02)) if name == "good" else 0 * noise))
    (found,) = check(bench, ["good"], ["base"])
    assert found.dominates and not found.strictly and found.small_losses == ["harm"]


def test_too_few_pairs_are_not_sure():
    values = np.full((200, 2), np.nan)
    values[:10] = 1.0
    bench = Made(lambda name: values + (name == "better"))
    (found,) = check(bench, ["better"], ["base"])
    assert not found.dominates and found.named(UNSURE) == ["members", "harm"]


def test_differences_are_paired():
    noise = np.random.default_rng(0).normal(size=(50, 1)) * 100
    mean, error, number = mean_apart(noise + 1, noise)
    assert mean[0] == pytest.approx(1) and error[0] < 1e-6 and number[0] == 50


def test_margins_come_from_the_table_of_what_matters():
    found = margins(np.array([[10.0, 0.5], [10.0, np.nan]]), ["members", "harm"])
    assert list(found) == [0.5, pytest.approx(0.05)]


# ---- evolution ----------
def planted(text):
    """One design dominates 'rotating': the OECD's base, open to half of the states, with two tiers."""
    point = parse_design(text, ROSTER).point()
    miss = abs(point["open_to_states"] - 0.5) + abs(point["admission_tiers"] - 2) + (not text.startswith("igo:OECD"))
    noise = np.random.default_rng(1).normal(size=(30, 1))
    return np.hstack([10 - 2 * miss + noise, 0.5 + 0.2 * miss + 0.1 * noise])


def run_planted(seed):
    bench = Made(planted)
    targets = ("rotating",)
    limits = np.array([margins(values, ["members", "harm"]) for values in bench.run(targets)])
    archive = Archive(bench, targets, limits)
    return archive, evolve(SPACE, archive, 24, 12, seed)


def test_the_search_finds_a_planted_design_and_nothing_needless_in_it():
    archive, last = run_planted(1)
    best = max(archive.leads, key=lambda text: archive.leads[text].sum())
    point = parse_design(best, ROSTER).point()
    assert best.startswith("igo:OECD") and point["open_to_states"] == 0.5 and point["admission_tiers"] == 2
    assert best in last
    assert archive.short(best) == 0
    assert searching.simplified(archive, SPACE, best, 0) == "igo:OECD@open_to_states=0.5,admission_tiers=2"


def test_the_search_is_the_same_for_the_same_seed():
    (one, last), (again, same), (other, _) = run_planted(1), run_planted(1), run_planted(2)
    assert last == same and list(one.leads) == list(again.leads) and list(other.leads) != list(one.leads)


# ---- real runs ----------
@pytest.fixture(scope="module")
def small():
    scenario = load_scenario("teaching").changed(end="2026-06", designs=["adhoc", "rotating", "igo:OECD"])
    return scenario, searching.search(scenario, ["members", "harm"], size=Size(6, 2, 8, 20), workers=1)


def test_a_search_of_real_designs_can_be_repeated(small):
    scenario, found = small
    again = searching.search(scenario, ["members", "harm"], size=Size(6, 2, 8, 20), workers=2)
    assert again.to_json() == found.to_json()


def test_what_is_found_can_be_run_and_is_checked_on_another_seed(small):
    scenario, found = small
    assert load_designs(list(found.designs), load_roster(scenario.roster))
    assert found.seeds[0] != found.seeds[1]
    pairs = {(a.design, a.preset) for a in found.against}
    assert {(design, preset) for design in found.designs for preset in found.presets} <= pairs
    assert ("igo:OECD", "rotating") in pairs and ("rotating", "rotating") not in pairs
    assert len(found.words) == len(found.presets)
    named = [f.field for f in (*found.searched, *found.held)]
    assert sorted(named) == sorted(FIELD_NAMES)
    assert {row["field"] for row in found.at_ends()} == {f.field for f in found.searched}


def test_a_search_without_its_library_says_what_to_install(monkeypatch):
    from scenarios import extras

    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "pymoo" else SimpleNamespace())
    with pytest.raises(InputError, match=r"pymoo, which is not installed.*entente\[analysis\]"):
        searching.search(load_scenario("teaching"))
