"""entente forecast: what it prints and writes, how it fails, and an earlier ledger against events."""

import csv
import datetime
import json

import pytest
from click.testing import CliRunner

from calibration.forecasting.ledger_events import read_events
from calibration.forecasting.ledger_files import load_ledger
from entente.cli import main
from sim.errors import InputError

SMALL = ["forecast", "--runs", "24", "--as-of", "2024-11-20", "--until", "2025-03", "--workers", "1"]


def call(*words, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "ledger"
    done = call(*SMALL, "--out", folder, env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.stderr
    return folder, done.stdout


def events(tmp_path, *rows, header="date,actor_a,actor_b,event"):
    path = tmp_path / "events.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


# ---- the forecast ----------
def test_it_prints_what_may_come_and_where_the_ledger_is(made):
    folder, text = made
    parts = ["As of 2024-11-20, until 2025-03-31. 24 runs", "AISI-AISI: 37 open dyads", "AISI-firm: 21 open dyads"]
    parts += ["Likeliest ties", "Likeliest to join", "Likeliest to leave", "Note: ties known on the day"]
    for part in parts:
        assert part in text
    assert f"ledger: {folder}" in text
    assert max(len(line) for line in text.splitlines() if "ledger:" not in line) <= 80


def test_the_folder_holds_three_files_with_the_version_that_made_them(made):
    folder, _ = made
    assert {path.name for path in folder.iterdir()} == {"ledger.csv", "members.csv", "ledger.json"}
    data = json.loads((folder / "ledger.json").read_text(encoding="utf-8"))
    about = data["about"]
    assert about["version"] == "0.1.0"
    assert {"rules", "roster", "posterior", "posterior_digest", "seed", "runs", "as_of", "until"} <= set(about)
    assert data["run"]["made"]
    rows = list(csv.DictReader((folder / "ledger.csv").open(encoding="utf-8")))
    assert len(rows) == 58
    assert {row["rules"] for row in rows} == {about["rules"]}
    assert {row["class"] for row in rows} == {"AISI-AISI", "AISI-firm"}
    assert str(folder.parent) not in json.dumps(data)


def test_json_is_all_there_is_and_repeats(tmp_path):
    one, two = (json.loads(call(*SMALL, "--json", "--out", tmp_path / f"{k}.json").stdout) for k in "ab")
    assert one.pop("path") == str(tmp_path / "a.json")
    two.pop("path")
    assert one == two
    written = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert written["ties"] == one["ties"]


def test_without_a_place_it_goes_to_a_new_folder_of_runs_which_is_scored_next(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call(*SMALL).exit_code == 0
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name.startswith("forecast-")
    done = call("forecast", "--score", events(tmp_path, "2025-02-01,UK,EU,tie"))
    assert done.exit_code == 0, done.stderr
    assert "tie: 58 cases" in done.stdout


def test_later_days_and_ties_of_ones_own(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("actor_a,actor_b,type,date\nUS,UK,testing,2026-01-10\nUS,EU,research,\n")
    words = ["forecast", "--runs", "24", "--as-of", "2026-01", "--until", "2026-03", "--observed", own, "--json"]
    done = call(*words, "--out", tmp_path / "a.json")
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["months"] == ["2026-02", "2026-03"]
    assert data["tied"] == [["US", "EU"], ["US", "UK"]]
    assert len(data["ties"]) == 73
    assert "own.csv" in data["about"]["notes"][0]
    assert str(tmp_path) not in json.dumps(data["about"])


BAD = [
    (["--as-of", "2024-06"], ["'as-of'", "the ties on record are those of a report of", "2024-11-20 to 2025-12-31"]),
    (["--as-of", "2026-02"], ["'as-of'", "the record of ties and events ends", "--observed"]),
    (["--as-of", "soon"], ["'as-of'", "not a date", "'soon'", "YYYY-MM-DD"]),
    (["--as-of", "2025-02-30"], ["'as-of'", "not a date", "'2025-02-30'"]),
    (["--until", "2024-11"], ["'until'", "ends before its first month", "2026-01 to 2035-12"]),
    (["--until", "2050"], ["'until'", "too long", "2026-01 to 2035-12"]),
    (["--runs", "3"], ["'--runs'", "24 to 200000"]),
    (["--seed", "-1"], ["'--seed'"]),
    (["--out", "x.csv"], ["'out'", "a folder, or a file .json"]),
    (["--observed", "nowhere.csv"], ["nowhere.csv", "cannot be read"]),
    (["--known-until", "2025-02"], ["only with --score", "--known-until"]),
    (["--score", "x.csv", "--as-of", "2025-02", "--all"], ["--score runs nothing", "--as-of", "--all"]),
    (["--score", "x.csv", "--ledger", "nowhere"], ["'ledger'", "no ledger", "nowhere"]),
]


@pytest.mark.parametrize(("words", "parts"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_a_mistake_gives_one_clear_message_and_runs_nothing(words, parts, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("forecast", *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(part in done.stderr for part in parts), done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_ledger_is_not_overwritten(made):
    done = call(*SMALL, "--out", made[0])
    assert done.exit_code == 2
    assert "holds a ledger already" in done.stderr


def test_an_interruption_leaves_no_folder(tmp_path, monkeypatch):
    from calibration.forecasting import forecast

    def interrupt(*words, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(forecast, "forecast", interrupt)
    done = call(*SMALL, "--out", tmp_path / "a")
    assert done.exit_code == 130
    assert not (tmp_path / "a").exists()


# ---- the score ----------
@pytest.mark.parametrize("change", [
    {"about": []}, {"months": []}, {"months": [1]}, {"ties": [3]}, {"ties": [{"probability": 2.0, "by_month": []}]},
    {"ties": [{"probability": 0.5, "by_month": [0.1] * 4}]}, {"expected": {}}, {"expected": 3}, {"tied": [3]},
    {"expected": {kind: {"mean": [1, 1, 1, 1]} for kind in ("ties", "joins", "exits")}},
])  # fmt: skip
def test_a_broken_ledger_is_one_message(made, tmp_path, change):
    data = json.loads((made[0] / "ledger.json").read_text(encoding="utf-8")) | change
    (tmp_path / "ledger.json").write_text(json.dumps(data))
    done = call("forecast", "--score", events(tmp_path, "2025-01-10,UK,EU,"), "--ledger", tmp_path)
    assert done.exit_code == 2 and "ledger.json" in done.stderr and "Traceback" not in done.stderr


def test_a_ledger_that_was_changed_after_it_was_made_is_refused(made, tmp_path):
    data = json.loads((made[0] / "ledger.json").read_text(encoding="utf-8"))
    data["ties"][0]["probability"] /= 2
    (tmp_path / "ledger.json").write_text(json.dumps(data))
    words = ["forecast", "--score", events(tmp_path, "2025-01-10,UK,EU,"), "--ledger", tmp_path]
    done = call(*words)
    assert done.exit_code == 2 and f"{tmp_path / 'ledger.json'}: a ledger that was changed" in done.stderr
    del data["digest"]  # as earlier versions wrote it
    (tmp_path / "ledger.json").write_text(json.dumps(data))
    assert call(*words).exit_code == 0


@pytest.mark.parametrize("about", [{"as_of": None}, {"as_of": "soon"}, {"until": 3}])
def test_a_ledger_without_its_days_is_one_message(made, tmp_path, about):
    data = json.loads((made[0] / "ledger.json").read_text(encoding="utf-8"))
    (tmp_path / "ledger.json").write_text(json.dumps(data | {"about": data["about"] | about}))
    done = call("forecast", "--score", events(tmp_path, "2025-01-10,UK,EU,"), "--ledger", tmp_path)
    assert done.exit_code == 2 and f"about.{min(about)}" in done.stderr


def test_the_score_is_told_and_can_be_had_as_json(made, tmp_path):
    path = events(
        tmp_path, "2025-01-10,UK,EU,", "2025-02,japan,CAN,tie", "2025-02-20,EU,UK,tie", "2025-03-01,India,,join"
    )
    done = call("forecast", "--score", path, "--ledger", made[0], env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.stderr
    for part in ("Events known until 2025-03-01 (the latest date in the file)", "tie: 58 cases", "2 observed",
                 "log score", "Brier", "AUC", "a constant", "join: 28 cases", "Not scored: exits"):  # fmt: skip
        assert part in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    words = ["forecast", "--score", path, "--ledger", made[0] / "ledger.csv", "--known-until", "2025-03", "--json"]
    data = json.loads(call(*words).stdout)
    assert data["known_until"] == "2025-03-31"
    assert data["scored"][0]["observed"] == 2


def score(made, path, *words):
    return call("forecast", "--score", path, "--ledger", made[0], *words)


def test_that_nothing_happened_is_scored_for_a_day_that_is_given(made, tmp_path):
    data = json.loads(score(made, events(tmp_path), "--known-until", "2025-03", "--json").stdout)
    assert (data["known_until"], data["known_until_is"]) == ("2025-03-31", "as given")
    assert data["scored"][0]["observed"] == 0
    assert data["scored"][0]["scores"]["auc"]["value"] is None


def test_a_file_without_events_does_not_say_until_when_nothing_happened(made, tmp_path):
    done = score(made, events(tmp_path))
    assert done.exit_code == 2 and done.stdout == ""
    for part in ("'known-until'", "holds no event", "--known-until DATE, after 2024-11-20, until 2025-03-31"):
        assert part in done.stderr


TODAY = datetime.date(2025, 2, 10)


def happened(made, tmp_path, *rows, known_until=None):
    return read_events(events(tmp_path, *rows), load_ledger(made[0]), known_until, today=TODAY)


def test_nobody_knows_the_future(made, tmp_path):
    with pytest.raises(InputError, match=r"row 2, 'date': lies in the future.*until today, 2025-02-10"):
        happened(made, tmp_path, "2025-02-11,UK,EU,tie")
    with pytest.raises(InputError, match=r"'known-until': lies in the future \(got '2025-02'\)"):
        happened(made, tmp_path, "2025-02-01,UK,EU,tie", known_until="2025-02")


def test_a_month_that_is_not_over_is_known_until_today(made, tmp_path):
    assert happened(made, tmp_path, "2025-02,UK,EU,tie").known_until == TODAY


def test_an_event_that_is_given_twice_is_refused_with_both_rows(made, tmp_path):
    done = score(made, events(tmp_path, "2025-01-10,UK,EU,tie", "2025-02-01,India,,join", "2025-01-10,EU,GBR,"))
    assert done.exit_code == 2
    assert (
        "row 4, 'date': the event is given twice (got '2025-01-10'); allowed: once; the first is in row 2"
        in done.stderr
    )


def test_a_later_event_of_the_same_dyad_is_named(made, tmp_path):
    done = score(made, events(tmp_path, "2025-01-10,UK,EU,tie", "2025-02-20,EU,UK,tie"))
    assert "Note: row 3, tie of EU - UK: there is one in row 2, and the first counts." in done.stdout


def test_a_ledger_with_a_mark_of_its_byte_order_is_read(made, tmp_path):
    text = (made[0] / "ledger.json").read_text(encoding="utf-8")
    (tmp_path / "ledger.json").write_text(text, encoding="utf-8-sig")
    assert load_ledger(tmp_path) == load_ledger(made[0])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"[" * 100_000, "nested too deeply"),
        (b'{"about": ' + b"9" * 5000 + b"}", "too many digits"),
        (b'{"about": {"posterior": "a\\u001b[2J"}}', "'about.posterior': holds the control character U+001B"),
        ("{}".encode("utf-16"), "UTF-16"),
        (b'{\n"a": "\xe9"}', "ledger.json, row 2: the file is not UTF-8"),
    ],
)
def test_a_ledger_that_cannot_be_read_is_one_message(tmp_path, raw, words):
    (tmp_path / "ledger.json").write_bytes(raw)
    with pytest.raises(InputError) as caught:
        load_ledger(tmp_path)
    assert words in str(caught.value) and "\x1b" not in str(caught.value)


BAD_EVENTS = [
    ("2025-02-01,Japn,EU,tie", ["row 2", "'actor_a'", "unknown actor", "did you mean 'Japan'?"]),
    ("2024-11-20,UK,EU,tie", ["row 2", "'date'", "not after the day of the forecast", "after 2024-11-20"]),
    ("2025-04-01,UK,EU,tie", ["row 2", "'date'", "after the ledger's end", "until 2025-03-31"]),
    ("2025,UK,EU,tie", ["row 2", "'date'", "a year is no date"]),
    ("2025-02-30,UK,EU,tie", ["row 2", "'date'", "not a date"]),
    (",UK,EU,tie", ["row 2", "'date'", "blank"]),
    ("2025-02-01,UK,US,tie", ["row 2", "'actor_b'", "was tied when the forecast was made"]),
    ("2025-02-01,UK,China,tie", ["row 2", "'actor_b'", "not in the ledger", "--all"]),
    ("2025-02-01,UK,,tie", ["row 2", "'actor_b'", "two sides"]),
    ("2025-02-01,UK,GBR,tie", ["row 2", "a tie with itself"]),
    ("2025-02-01,UK,EU,tei", ["row 2", "'event'", "did you mean 'tie'?"]),
    ("2025-02-01,UK,,join", ["row 2", "'actor_a'", "was a member already"]),
    ("2025-02-01,India,,exit", ["row 2", "'actor_a'", "was no member"]),
    ("2025-02-01,OpenAI,,join", ["row 2", "'actor_a'", "a firm is no member"]),
    ("2025-02-01,India,UK,join", ["row 2", "'actor_b'", "concerns one actor"]),
    ("2025-02-01,UK", ["row 2", "wrong number of cells"]),
]


@pytest.mark.parametrize(("row", "parts"), BAD_EVENTS, ids=[row for row, _ in BAD_EVENTS])
def test_a_mistake_in_the_events_is_named_with_its_place(made, tmp_path, row, parts):
    done = call("forecast", "--score", events(tmp_path, row), "--ledger", made[0])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert all(part in done.stderr for part in (*parts, "events.csv")), done.stderr


def test_all_mistakes_of_the_events_come_together(made, tmp_path):
    path = events(tmp_path, *(row for row, _ in BAD_EVENTS[:4]), "2025-03-05,UK,EU,tie")
    done = call("forecast", "--score", path, "--ledger", made[0], "--known-until", "2025-03-01")
    assert "5 mistakes" in done.stderr
    assert "row 6, 'date': later than --known-until" in done.stderr


def test_a_column_that_is_missing_or_unknown(made, tmp_path):
    done = call("forecast", "--score", events(tmp_path, "a,b", header="date,actor_1"), "--ledger", made[0])
    assert done.exit_code == 2
    assert "missing column" in done.stderr
    assert "'actor_1'" in done.stderr
