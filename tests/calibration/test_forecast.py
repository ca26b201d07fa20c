"""Forecasts: the same bytes on any number of threads, probabilities that add up, uncertainty, files."""

import dataclasses
import datetime
import json
from types import SimpleNamespace

import numpy as np
import pytest

from calibration.forecasting import ledger as module
from calibration.forecasting import ledger_files, track_record
from calibration.forecasting.draws_in_use import Draws, digest_of
from calibration.forecasting.forecast import Begun, forecast, held_on, last_month, open_dyads
from calibration.forecasting.knowledge import RECORDED_UNTIL, REPORT_DAY, Known, known_on
from calibration.forecasting.ledger import ledger, section
from calibration.forecasting.proportions import beta_quantiles, proportions
from calibration.posterior import Posterior
from calibration.simulator import DRAWN, prior_draw
from results.calibration_text.forecast import text
from scenarios.designs import load_design
from sim.config import RunConfig
from sim.ensemble.runs import Ensemble
from sim.errors import EntenteError
from sim.months import CUT_OFF, NEVER, month_index
from sim.parameters import with_values
from sim.record import FORMED, LAPSED

END = month_index("2025-08")


def prior_draws():
    """Draws of the prior, so that no posterior moves these tests."""
    values = np.array([[prior_draw(5, k)[name] for name in DRAWN] for k in range(12)])
    posterior = Posterior(values, np.full(12, 1 / 12), np.arange(12))
    return Draws(posterior, "prior draws", digest_of(posterior))


@pytest.fixture(scope="module")
def known():
    return known_on(REPORT_DAY)


@pytest.fixture(scope="module")
def drawn():
    return prior_draws()


@pytest.fixture(scope="module")
def found(known, drawn):
    return forecast(known, END, drawn, seed=3, runs=72)


@pytest.fixture(scope="module")
def made(found):
    return ledger(found)


# ---- runs ----------
def test_a_run_that_begins_in_december_2024_is_the_observed_start(known):
    design = load_design("adhoc", known.roster)
    params = with_values(**prior_draw(1, 1))
    own = Begun(known.roster, design, design, params, "observed", END, CUT_OFF + 1, 7, replay_until=CUT_OFF)
    plain = RunConfig(known.roster, design, design, params, "observed", END, CUT_OFF + 1, 7, replay_until=CUT_OFF)
    one, other = (Ensemble(c).record(c) for c in (own, plain))
    assert one.tie_log.tobytes() == other.tie_log.tobytes()
    assert one.states["tier"].tobytes() == other.states["tier"].tobytes()


def test_the_same_bytes_on_any_number_of_threads(known, drawn, found, made):
    other = forecast(known, END, drawn, seed=3, runs=72, threads=3)
    assert ledger_files.files_of(ledger(other)) == ledger_files.files_of(made)
    assert (forecast(known, END, drawn, seed=4, runs=72).first != found.first).any()


def test_runs_of_a_draw_stand_together_and_progress_is_told(known, drawn, found):
    assert (found.draws, found.runs_a_draw, len(found.first)) == (12, 6, 72)
    told = []
    forecast(known, known.first, drawn, runs=48, progress=lambda done, of: told.append((done, of)))
    assert told == [(20, 48), (40, 48), (48, 48)]


def test_probabilities_are_probabilities_and_only_rise(made, found):
    rows = made["ties"] + made["members"] + made["changes"]
    assert len(made["ties"]) == 58
    assert len(made["members"]) == len(made["changes"]) == found.known.roster.n_states
    for row in rows:
        assert all(0 <= p <= 1 for p in row["by_month"])
        assert row["by_month"][-1] == row["probability"]
        assert 0 <= row["low"] <= row["high"] <= 1
        assert row["mc_error"] >= 0
        assert len(row["by_month"]) == len(made["months"]) == 9
    for row in made["ties"] + made["changes"]:
        assert row["by_month"] == sorted(row["by_month"])
    total = sum(row["probability"] for row in made["ties"])
    assert made["expected"]["ties"]["mean"][-1] == pytest.approx(total, abs=1e-4)
    assert 0 < total < 58


def test_leaving_is_what_members_do_and_joining_what_others_do(made):
    inside = {row["actor"] for row in made["members"] if row["member_as_of"]}
    assert len(inside) == 10
    assert {row["actor"] for row in made["changes"] if row["what"] == "exit"} == inside
    members = {row["actor"]: row["probability"] for row in made["members"]}
    for row in made["changes"]:
        within = members[row["actor"]]
        assert row["probability"] >= (1 - within if row["what"] == "exit" else within) - 1e-6


def test_all_pairs_hold_the_dyads_and_no_two_firms(known):
    pairs = {tuple(p) for p in open_dyads(known.roster, everybody=True).tolist()}
    assert {tuple(sorted(p)) for p in open_dyads(known.roster).tolist()} <= pairs
    offices, firms = known.roster.n_states, known.roster.n_firms
    assert len(pairs) + 17 == offices * (offices - 1) // 2 + offices * firms
    assert max(min(p) for p in pairs) < offices


class Closed(Known):
    """A world in which no state founds an office by itself."""

    replay_until = NEVER


def test_without_an_office_there_is_no_tie_until_there_could_be_one(known, drawn):
    china = known.roster.aliases.index("China")
    opens = known.first + 4
    never = Closed(known.day, known.roster, known.ties_from)
    founded = known.roster.founded.copy()
    founded[china] = opens
    later = Closed(known.day, dataclasses.replace(known.roster, founded=founded), known.ties_from)
    for world, month in ((never, END + 1), (later, opens)):
        run = forecast(world, END, drawn, seed=3, runs=72, everybody=True)
        of_china = run.first[:, (run.pairs == china).any(axis=1)]
        assert of_china[of_china >= 0].min(initial=END + 1) >= month
        assert (of_china >= 0).any() == (world is later)
        rows = [r for r in ledger(run)["ties"] if "China" in (r["actor_a"], r["actor_b"])]
        assert all(p == 0 for r in rows for p in r["by_month"][: month - known.first])


@pytest.mark.parametrize("until", ["2024-11-30", "2034-12-01", "2023-06-01"])
def test_an_end_before_the_start_or_out_of_sight_is_refused(known, until):
    with pytest.raises(EntenteError, match="2024-12 to 2034-11"):
        last_month(known, datetime.date.fromisoformat(until))


# ---- uncertainty ----------
@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [(1, 1, 0.05, 0.95), (2, 1, 0.05**0.5, 0.95**0.5), (1, 3, 1 - 0.95 ** (1 / 3), 1 - 0.05 ** (1 / 3)),
     (0.5, 0.5, np.sin(np.pi * 0.025) ** 2, np.sin(np.pi * 0.475) ** 2)],
)  # fmt: skip
def test_quantiles_of_beta_distributions_with_a_formula(a, b, low, high):
    mean = np.array([a / (a + b)])
    found = beta_quantiles(mean, mean * (1 - mean) / (a + b + 1), (0.05, 0.95))
    assert np.ravel(found) == pytest.approx([low, high], abs=1e-3)


def test_no_spread_or_no_doubt_is_a_point():
    found = beta_quantiles(np.array([0.3, 0.0, 1.0]), np.array([0.0, 0.1, 0.1]), (0.05, 0.95))
    assert [list(column) for column in found] == [[0.3, 0, 1]] * 2


def test_the_spread_of_parameters_is_told_from_chance():
    """4,000 draws of 6 runs, a fixed seed: within about five standard errors of the truth (false alarm below 1e-5)."""
    rng, draws, each = np.random.default_rng(0), 4000, 6
    truth = np.column_stack([np.full(draws, 0.3), rng.beta(2, 3, draws)])
    hits = (rng.random((draws, each, 2)) < truth[:, None].transpose(0, 1, 2)).reshape(-1, 2)
    found = proportions(hits, draws)
    assert found.probability == pytest.approx([0.3, 0.4], abs=0.02)
    assert found.parameter_sd[0] < 0.05
    assert found.parameter_sd[1] == pytest.approx(0.2, abs=0.015)
    assert found.mc_error[0] == pytest.approx((0.3 * 0.7 / each / draws) ** 0.5, rel=0.1)
    naive = hits.reshape(draws, each, 2).mean(axis=1).std(axis=0)
    assert naive[0] > 0.15  # what the spread would seem to be if chance were not taken out


# ---- files and text ----------
def test_a_ledger_is_read_as_it_was_written(made, tmp_path):
    ledger_files.write_ledger(made, tmp_path)
    ledger_files.write_ledger(made, tmp_path / "one.json")
    plain = json.loads(json.dumps(made))
    assert ledger_files.load_ledger(tmp_path) == ledger_files.load_ledger(tmp_path / "ledger.csv") == plain
    assert ledger_files.load_ledger(tmp_path / "one.json") == plain
    lines = (tmp_path / "ledger.csv").read_text().splitlines()
    assert len(lines) == 59
    assert lines[0].startswith("actor_a,actor_b,class,probability,low,high,parameter_sd,mc_error,2024-12,2025-01")
    assert len((tmp_path / "members.csv").read_text().splitlines()) == 1 + 2 * len(made["members"])


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("{", ["cannot be read"]),
        ("[]", ["not what was written"]),
        ('{"about": {}}', ["is missing"]),
        ("[" * 90_000, ["deep"]),
    ],
)
def test_what_is_no_ledger_is_refused(tmp_path, content, parts):
    (tmp_path / "ledger.json").write_text(content)
    with pytest.raises(EntenteError) as caught:
        ledger_files.load_ledger(tmp_path)
    assert all(part in str(caught.value) for part in parts)


def test_a_ledger_of_another_version_is_refused(made, tmp_path):
    other = made | {"about": made["about"] | {"format": 99}}
    ledger_files.write_ledger(other, tmp_path)
    with pytest.raises(EntenteError, match="another version"):
        ledger_files.load_ledger(tmp_path)


LEFT_OUT = {"until": "2025-12", "dyads": 75, "rows": [
    {"loss": 0.5, "verdict": "no clear difference"}, {"loss": 0.51, "verdict": "no clear difference"},
]}  # fmt: skip


def test_a_ledger_says_what_its_posterior_knew_and_how_the_model_did(monkeypatch):
    monkeypatch.setattr(track_record, "installed", lambda: {"sections": {"leave_out": {"forecasts": [LEFT_OUT]}}})
    early, late = (track_record.notes(day) for day in (REPORT_DAY, RECORDED_UNTIL))
    assert "a look back in sample" in early[0] and early[0].startswith(track_record.FITTED)
    assert late[0] == track_record.FITTED
    assert "expected 16.8 new ties" in late[1] and "where 8 came" in late[1]
    assert "log loss 0.500 against 0.510 of a constant hazard (no clear difference)" in late[2]


def test_nothing_installed_is_no_mistake(monkeypatch):
    def missing():
        raise FileNotFoundError

    monkeypatch.setattr(track_record, "installed", missing)
    assert len(track_record.notes(REPORT_DAY)) == 2


def test_the_notes_name_the_deal_of_the_day_only_if_it_is_open(made):
    assert module.OPEN_ON_THE_DAY in made["about"]["notes"] and module.NOT_SCORED in made["about"]["notes"]


# ---- ties of the day -----
def test_as_of_the_end_of_the_record_all_ties_until_then_are_state(drawn):
    """The 17 of the report and the 9 later dyads are tied; each has a row on being kept and one on being widened."""
    later = known_on(RECORDED_UNTIL)
    found = forecast(later, later.first + 5, drawn, seed=3, runs=24)
    made = ledger(found)
    assert len(found.held) == 26 and len(made["ties"]) == 49 and made["months"][0] == "2026-01"
    rows = {what: [row for row in made["held"] if row["what"] == what] for what in ("kept", "further")}
    assert len(rows["kept"]) == len(rows["further"]) == 26
    assert all(row["probability"] == 1 for row in rows["kept"])  # no term ends by then
    assert all(np.diff(row["by_month"]).min() >= 0 for row in rows["further"])


def test_a_tie_that_lapses_is_not_kept_and_one_signed_anew_is(known):
    record = SimpleNamespace(months=np.arange(18, 24), ties_start=np.zeros((3, 3), dtype=np.int64))
    record.ties_start[0, 1] = record.ties_start[1, 0] = 0b10
    log = np.array([[19, 0, 1, -1, LAPSED], [21, 1, 0, 1, FORMED], [22, 0, 1, 0, FORMED], [20, 0, 2, 0, FORMED]])
    kept, further = held_on(record, log, np.array([[0, 1]]))
    assert kept[:, 0].tolist() == [True, False, False, True, True, True]
    assert further[:, 0].tolist() == [False] * 4 + [True] * 2


def test_the_text_says_what_the_ledger_holds(made):
    shown = section(made, top=3)
    words = text(shown)
    assert f"Of 58 open dyads {shown['expected']['ties']['mean']:.1f}" in words
    first = max(made["ties"], key=lambda row: row["probability"])
    assert f"| {first['actor_a']} - {first['actor_b']} | {first['probability']:.2f}" in words
    assert [row["class"] for row in shown["classes"]] == ["AISI-AISI", "AISI-firm"]
    assert sum(row["open"] for row in shown["classes"]) == shown["open"] == 58
    assert words == text(json.loads(json.dumps(shown)))
