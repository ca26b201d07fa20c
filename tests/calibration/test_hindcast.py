"""The hindcast: what is on record, where it lies among the runs, and what was given and what was not."""

import numpy as np
import pytest

from calibration.forecasting.draws_in_use import draws_in_use
from calibration.hindcast import findings
from calibration.hindcast.findings import ABOVE, BELOW, COLUMNS, INSIDE, UNSCORED, Hindcast
from calibration.hindcast.hindcast import REPLICATES, hindcast, row_of
from calibration.hindcast.rows import Line
from calibration.hindcast.runs import NONE, simulate
from calibration.observed import DYADS, UNKNOWN
from calibration.record import happened_until
from results import hindcast_figure, hindcast_page
from results.figures import style
from scenarios.fingerprint import fingerprint
from scenarios.stored_files import StoredFileError
from sim.errors import InputError
from sim.months import month_index

END = month_index("2025-12")
ASKED = (
    "record", "median", "low50", "high50", "low90", "high90", "quantile",
)  # fmt: skip


@pytest.fixture(scope="module")
def happened():
    return happened_until(END)


@pytest.fixture(scope="module")
def past():
    return hindcast("origin", replicates=60, workers=2)


@pytest.fixture(scope="module")
def since():
    return hindcast("observed", replicates=60, workers=2)


def records(found):
    return {row["key"]: (row["record"], row["record_most"]) for row in found.rows if row["verdict"] != UNSCORED}


# ---- the record ----------
def test_the_record_is_that_of_the_two_files(happened):
    import csv

    with DYADS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    in_report = np.array([row["tie_nov2024"] == "1" for row in rows])
    later = np.array([row["new_AB"] == "1" for row in rows])
    assert (in_report.sum(), later.sum()) == (17, 9)
    np.testing.assert_array_equal(happened.tied & ~happened.late, in_report)
    np.testing.assert_array_equal(happened.late, later)


def test_a_tie_without_a_date_may_have_been_made_in_its_year_or_at_any_time_until_the_report(happened):
    undated = {happened.dyads.names[k]: tuple(happened.window[k].tolist()) for k in np.flatnonzero(
        happened.tied & (happened.first == UNKNOWN))}  # fmt: skip
    year = (month_index("2024-01"), month_index("2024-11"))
    assert undated == {"US - Google": (0, month_index("2024-11")), "Singapore - Anthropic": year}


def test_one_later_tie_has_no_types_on_record(happened):
    assert [happened.dyads.names[k] for k in np.flatnonzero(~happened.typed)] == ["Korea - Singapore"]


def test_the_rows_of_the_record(past, since):
    found = records(past)
    for key, record in {
        "members": 10, "exits": 0, "joins": 0, "joint_tests": 2, "rivals": 0,
        "new_office_report": 8, "new_firm_report": 9, "new_office_since": 7, "new_firm_since": 2,
        "ties_of_US": 8, "ties_of_UK": 7, "ties_of_Kenya": 0,
    }.items():  # fmt: skip
        assert found[key] == (record, record), key
    assert found["new_firm_2024_1"] == (0, 2)  # the two without a date
    assert found["types_signed_office"][0] == pytest.approx(29 / 14)
    later = records(since)
    assert later["new_office_all"] == (7, 7)
    assert later["new_office_2024_2"] == (2, 2)  # with that of 20 November
    assert later["new_firm_all"] == (2, 2)


def test_half_years_add_up_to_the_ties_of_their_class(past, happened):
    for name, office in (("office", True), ("firm", False)):
        halves = [row for key, row in records(past).items() if key.startswith(f"new_{name}_20")]
        ties = int((happened.tied & (happened.dyads.with_firm != office)).sum())
        assert sum(low for low, _ in halves) <= ties <= sum(most for _, most in halves)


# ---- the runs ----------
def test_nothing_depends_on_the_number_of_threads(past):
    assert hindcast("origin", replicates=60, workers=1) == past


def test_founding_members_are_given_and_nobody_leaves_before_december_2024():
    end = month_index("2024-11")
    found = simulate(happened_until(end), "origin", end, draws_in_use(), 20, 1)
    assert (found.members == 10).all()


def test_what_was_tied_at_the_start_is_no_new_tie(happened):
    found = simulate(happened, "observed", END, draws_in_use(), 20, 1)
    before = happened.tied & ~happened.late
    assert (found.first[:, before] == NONE).all()
    assert (found.held[:, before] != 0).any()
    assert (found.first[:, ~before] != NONE).any()


def test_a_shorter_past_is_the_beginning_of_a_longer_one(past):
    short = hindcast("origin", "2024-12", replicates=60, workers=2)
    rows = {row["key"]: row for row in past.rows}
    for row in short.rows:
        if row["key"] in ("new_office_report", "new_firm_2024_1"):
            assert row == rows[row["key"]]


# ---- where the record lies ----------
def line(record, simulated, most=None):
    most = record if most is None else most
    return Line("key", "Group", "label", "ties", record, most, np.array(simulated, dtype=float), "source")


@pytest.mark.parametrize(
    ("record", "most", "verdict", "quantile"),
    [
        (3, 3, INSIDE, 0.5),
        (4, 4, INSIDE, 0.7),
        (9, 9, ABOVE, 1.0),
        (-1, -1, BELOW, 0.0),
        (-1, 2, INSIDE, 0.25),  # of what it may have been, what is nearest to the median
    ],
)
def test_the_place_of_the_record(record, most, verdict, quantile):
    row = row_of(line(record, [2] * 50 + [4] * 40 + [8] * 10, most))
    assert (row["low90"], row["high90"], row["verdict"]) == (2, 8, verdict)
    assert row["quantile"] == pytest.approx(quantile)


@pytest.mark.parametrize(
    ("record", "runs", "wide"),
    [(4, [2, 8], True), (4, [3, 8], False), (4, [2, 7], False), (0, [0, 2], True), (0, [0, 1], False)],
)
def test_a_row_is_wide_if_it_reaches_from_half_the_record_to_twice(record, runs, wide):
    assert row_of(line(record, runs))["wide"] is wide


def test_runs_without_a_value_are_left_out():
    row = row_of(line(2, [np.nan, 1, 3]))
    assert (row["runs"], row["mean"]) == (2, 2.0)
    nobody = row_of(line(2, [np.nan]))
    assert (nobody["runs"], nobody["median"], nobody["verdict"]) == (0, None, UNSCORED)


def test_what_has_no_record_is_not_scored(past):
    rows = {row["key"]: row for row in past.rows}
    for key in ("renewals", "lapses", "reports", "elsewhere"):
        assert rows[key]["record"] is None and rows[key]["quantile"] is None
        assert rows[key]["verdict"] == UNSCORED and rows[key]["median"] is not None


def test_every_row_has_what_readers_of_the_json_need(past, since):
    for found in (past, since):
        for row in found.scored:
            assert set(row) == set(COLUMNS)
            assert all(row[name] is not None for name in ASKED)
            assert row["low90"] <= row["low50"] <= row["median"] <= row["high50"] <= row["high90"]
            assert row["source"]
        assert len({row["key"] for row in found.rows}) == len(found.rows)
        assert list(found.frame().columns) == list(COLUMNS)


# ---- words ----------
def test_misses_come_first_and_wide_rows_are_counted():
    rows = [row_of(line(9, [1] * 20)) | {"label": "far"}, row_of(line(0, [0, 5])) | {"label": "wide"}]
    about = {"start": "observed", "level": 0.9}
    missed, wide, seen = findings.summary(Hindcast(about, rows))
    assert missed.sentence.startswith("The record lies outside the central 90% of the runs in 1 of the 2 rows")
    assert missed.rows == ("Group, far: 9 on record, 1 in 90% of the runs",)
    assert wide.sentence.startswith("1 row could hardly miss, since its 90% reach from half the record or less")
    assert wide.rows == ("Group, wide: 0 on record, 0 to 5 in 90% of the runs",)
    assert seen.sentence == findings.SEEN
    assert str(Hindcast(about, rows)).splitlines()[1] == f"- {missed.rows[0]}"


def test_where_nothing_misses_that_is_said_and_not_more():
    found = Hindcast({"start": "observed", "level": 0.9}, [row_of(line(1, [1] * 20))])
    said = "The record lies inside the central 90% of the runs in all of the 1 rows that have a record."
    assert findings.text(found) == f"{said}\n{findings.SEEN}"


@pytest.mark.parametrize(("unit", "said"), [("ties", "1 to 3"), ("types", "1.0 to 3.0"), ("share", "1.00 to 3.00")])
def test_numbers_have_the_digits_of_their_unit(unit, said):
    assert findings.interval({"low90": 1.0, "high90": 3.0, "unit": unit}, 90) == said


# ---- mistakes ----------
@pytest.mark.parametrize(
    ("start", "until", "message"),
    [
        ("orign", "2025-12", "did you mean 'origin'"),
        ("origin", "2026-01", "2023-06 to 2025-12"),
        ("observed", "2024-11", "2024-12 to 2025-12"),
        ("observed", "2025-13", "'until': not a date"),
        ("observed", None, "'until'"),
        (None, "2025-12", "'start'"),
        (["origin"], "2025-12", "'start'"),
        ("origin\x1b[2J", "2025-12", "control character"),
    ],
)
def test_a_start_or_month_outside_the_record_is_refused(start, until, message):
    with pytest.raises(InputError, match=message):
        hindcast(start, until, replicates=1)


@pytest.mark.parametrize("key", ["replicates", "seed", "workers"])
@pytest.mark.parametrize("value", [True, 2.0, float("nan"), "2", -1, 10**30])
def test_numbers_that_are_none_are_refused(key, value):
    with pytest.raises(InputError, match=f"'{key}'"):
        hindcast("observed", "2024-12", **({"replicates": 1} | {key: value}))


def test_whole_numbers_of_any_type_are_taken():
    small = hindcast("observed", "2024-12", np.int64(2), np.uint8(3), np.int32(1))
    assert small == hindcast("observed", "2024-12", 2, 3, 1)
    assert small.about["replicates"] == 2 and type(small.about["seed"]) is int


def test_progress_is_told():
    told = []
    hindcast("observed", "2024-12", 30, workers=1, progress=lambda *counts: told.append(counts))
    assert told == [(25, 30), (30, 30)]


# ---- what is shipped ----------
AGAIN = "run `make hindcast`, then `make docs`"


def test_the_stored_hindcasts_are_of_todays_results_and_posterior():
    for found in hindcast_page.stored().values():
        about = found.about
        assert (about["fingerprint"], about["posterior_digest"]) == (fingerprint(), draws_in_use().digest), AGAIN
        assert about["replicates"] == REPLICATES


@pytest.mark.slow
def test_the_stored_hindcasts_are_what_the_code_gives():
    assert hindcast_page.as_text(hindcast_page.make(2)) == hindcast_page.as_text(hindcast_page.stored()), AGAIN


def test_a_damaged_store_names_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(hindcast_page, "PATH", tmp_path / "hindcast.json")
    for text in ("", "{}", '{"origin": 3}'):
        (tmp_path / "hindcast.json").write_text(text)
        with pytest.raises(StoredFileError, match=r"hindcast\.json"):
            hindcast_page.stored()


# ---- the figure ----------
def _texts(axes):
    """All that is written in and beside one drawing; labels of ticks outside of it are not."""
    low, high = axes.get_xlim()
    ticks = zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
    return [*axes.get_yticklabels(), *(text for at, text in ticks if low <= at <= high), axes._left_title]


@pytest.mark.parametrize("start", ["origin", "observed"])
def test_no_label_of_the_figure_is_cut_or_runs_into_another(start):
    with style.house_style():
        figure = hindcast_figure.draw(hindcast_page.stored()[start])
        renderer = figure.canvas.get_renderer()
        boxes = [text.get_window_extent(renderer) for axes in figure.axes for text in _texts(axes)]
    page = figure.bbox
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)
    assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.overlaps(b)]
    assert len(boxes) > 40


def test_the_figure_has_every_row_with_a_record_and_the_same_bytes(since):
    with style.house_style():
        figure = hindcast_figure.draw(since)
        rows = sum(len(axes.get_yticks()) for axes in figure.axes)
    assert rows == len(since.scored)
    assert hindcast_figure.svg(since) == hindcast_figure.svg(since)
