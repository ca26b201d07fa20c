"""The chronicle of a record written by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest

from results import chronicle, chronicle_text
from results.lateness import courses, usual_months
from sim.catalogue import CASE_INDEX, CASE_KINDS


def told(record, kind):
    return [(line.label, line.text, line.why) for line in chronicle.lines(record) if line.kind == kind]


def test_types_signed_together_are_one_line_with_both_sides_reasons(record):
    (line,) = told(record, "deal")
    assert line[:2] == ("2025-01", "Aland and Bland sign: joint research, exchange")
    assert line[2] == (
        "Aland +0.31 (78%): access +0.33, cost -0.12, fora +0.10; "
        "Bland +0.05 (55%): access +0.20, cost -0.10, exposure -0.05"
    )


def test_a_tie_that_is_renewed_or_ends_is_told_as_a_whole(record):
    assert told(record, "renewal")[0][1:] == (
        "Aland and Fab renew: their tie",
        "Aland +0.30 (77%): access +0.40, cost -0.10",
    )
    assert told(record, "lapse") == [("2025-05", "Aland and Bland let lapse: their tie", "")]


def test_who_joins_changes_tier_and_leaves_with_the_last_reason_before(record):
    joined = "+0.50 (88%): cooperation +0.90, bias -0.30, effort -0.20"
    assert told(record, "membership") == [
        ("2025-02", "Bland joins as a member", joined),
        ("2025-05", "Bland changes from member to partner", joined),
        ("2025-06", "Aland leaves the network", "-0.80 (4%): bias -0.90, cooperation +0.10"),
    ]


def test_who_does_not_apply(record):
    (line,) = told(record, "stays outside")
    assert line == (
        "2025-01",
        "Cland does not apply for membership",
        "-0.40 (17%): bias -0.30, effort -0.20, cooperation +0.10",
    )


def test_a_refusal_names_who_refused_and_why(record):
    assert told(record, "refusal") == [
        ("2025-04", "Cland refuses Bland: testing", "-0.60 (8%): exposure -0.70, access +0.10")
    ]


def test_talks_that_both_sides_want_or_neither_are_no_refusal(record):
    first, second = record.decisions[5], record.decisions[6]
    record.decisions[6] = replace(second, taken=True)
    assert told(record, "refusal") == []
    record.decisions[5:7] = [replace(first, taken=False), second]
    assert told(record, "refusal") == []


def test_many_refusals_in_a_month_are_counted(record):
    first, second = record.decisions[5], record.decisions[6]
    record.decisions += [replace(d, item=k) for k in range(4) for d in (first, second)]
    lines = [text for _, text, _ in told(record, "refusal")]
    assert len(lines) == chronicle.MOST_REFUSALS + 1
    assert lines[-1] == "2 more talks fail with one side willing"


def test_events_are_worded_and_those_told_from_arrays_are_left_out(record):
    assert told(record, "fact") == [("2024-12", "A summit", "")]
    assert told(record, "dialogue") == [("2025-03", "Aland and Cland: a Track-II dialogue", "")]
    assert told(record, "founding") == [("2025-03", "Cland: an institute opens", "")]
    assert told(record, "join") == []


def test_usual_time_is_work_and_approvals(record):
    kinds = {kind.key: kind for kind in CASE_KINDS}
    brief, incident = kinds["policy_brief"], kinds["incident"]
    assert usual_months(kinds["joint_test"], record.design) == kinds["joint_test"].work
    assert usual_months(brief, record.design) == brief.work + 2 * 0.5 * brief.stages
    half = record.design.replace(fast_lane=0.5, fast_lane_days=3.04375)
    assert usual_months(incident, half) == pytest.approx(incident.work + 0.5 * incident.stages + 0.5 * 0.1)
    assert usual_months(brief, half) == usual_months(brief, record.design)


def test_a_case_is_late_after_twice_the_usual_time(record):
    late = {course.number: course.late for course in courses(record)}
    assert late == {0: False, 1: False, 2: False, 3: False, 4: True, 5: False}
    assert told(record, "late") == [
        (
            "2025-05",
            "Meeting of the network (case 4) is finished late, after 3.5 months",
            "usual: 30 days, late from 2 times that",
        )
    ]
    assert told(record, "withdrawn") == [("2025-04", "Information clearance (case 5, Cland) is withdrawn", "")]


def test_an_open_case_is_overdue_only_once_its_time_is_over(record):
    record.cases["opened"][record.cases["kind"] == CASE_INDEX["joint_test"]] = record.works_from
    assert told(record, "late")[-1][1].startswith("Meeting")
    longer = replace(record, months=np.arange(18, 30), states={"tier": np.ones((12, 3))})
    line = told(longer, "late")[-1]
    assert line[0] == "2025-11"
    assert line[1] == "Joint test (case 3, testing and evaluation) is overdue at the end, open for 10.0 months"
    assert line[2].endswith("work repeated after 2 handovers")


def test_cases_of_the_time_before_the_design_are_never_called_late(record):
    record.cases["opened"] = 18.0
    assert not any(course.late for course in courses(record))


def test_a_run_that_kept_no_decisions_has_a_chronicle_without_reasons(without_reasons):
    lines = chronicle.lines(without_reasons)
    assert [line.kind for line in lines if line.kind in ("deal", "membership")] == ["deal"] + ["membership"] * 3
    assert {line.why for line in lines if line.kind != "late"} == {""}


def test_lines_come_in_order_of_months(record):
    months = [line.month for line in chronicle.lines(record)]
    assert months == sorted(months)


def test_json_holds_every_line(record):
    lines = chronicle.lines(record)
    data = json.loads(json.dumps(chronicle.to_json(lines)))
    assert [entry["text"] for entry in data] == [line.text for line in lines]
    assert set(data[0]) == {"month", "label", "kind", "text", "why", "short"}


def test_text_has_a_heading_a_month_and_folds_quiet_ones(record):
    text = chronicle_text.render(record, chronicle.lines(record), 90)
    assert text.startswith(
        "Design rotating, seed 3, replicate 0, 2024-12 to 2025-07.\nDecided on in 2025-01, it works from 2025-02;"
    )
    headings = [line for line in text.splitlines() if line[:2] == "20"]
    assert headings == [
        "2024-12", "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07  nothing to report",
    ]  # fmt: skip
    assert "  Finished in time: meeting of the network, policy brief." in text
    assert "Deals: 1 signed, 1 renewed, 1 lapsed." in text
    assert "Cases: 3 finished in time, 1 late or overdue, 1 withdrawn." in text


@pytest.mark.parametrize("width", [50, 80, 200])
def test_text_keeps_to_its_width(record, width):
    text = chronicle_text.render(record, chronicle.lines(record), width)
    assert max(map(len, text.splitlines())) <= width
