"""The chronicle of a record written by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest

from results import chronicle, chronicle_text, reasons
from results.lateness import courses, usual_months
from results.projects import ends_in_words, ends_of_projects
from sim.catalogue import CASE_INDEX, CASE_KINDS, CAUSES, SPONSOR_LEFT
from sim.record import EVENT_DTYPE
from tests.front.conftest import decide, event


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
    changed = "+0.25 (73%): cooperation +0.25"
    record.decisions.append(decide(23, "join", "stay", 1, -1, 2, {"cooperation": 0.25}))
    assert told(record, "membership") == [
        ("2025-02", "Bland joins as a member", joined),
        ("2025-05", "Bland changes from member to partner", changed),
        ("2025-06", "Aland leaves the network", "-0.80 (4%): bias -0.90, cooperation +0.10"),
    ]


def vote(month, applicant, *gains):
    """Votes of Aland, Bland, ... on an applicant, each with this gain by cooperation; for it where that is positive."""
    return [
        decide(month, "consent", "consent", voter, applicant, 1, {"cooperation": gain}, taken=gain > 0.0)
        for voter, gain in enumerate(gains)
    ]


def test_who_is_let_in_is_told_with_the_consents_and_the_reasons_of_who_refused(record):
    record.decisions += vote(20, 1, 0.5)
    joined = told(record, "membership")[0]
    assert joined[1] == "Bland joins as a member"
    assert joined[2] == "+0.50 (88%): cooperation +0.90, bias -0.30, effort -0.20; 1 of 1 members consent"
    record.decisions[-1:] = vote(20, 1, -0.25)
    assert told(record, "membership")[0][2].endswith(
        "; 0 of 1 members consent; Aland refuses -0.25 (27%): cooperation -0.25"
    )


def test_who_is_rejected_is_told_with_the_consents_and_the_reasons_of_who_refused(record):
    record.events = np.append(record.events, np.array([event(23, "reject", 2, amount=0.5)], dtype=EVENT_DTYPE))
    text = "Cland: its application is rejected, 50% of the members consent"
    assert told(record, "reject") == [("2025-05", text, "")]  # of a run that kept no votes
    record.decisions += vote(23, 2, 0.5, -0.75)
    why = "1 of 2 members consent; Bland refuses -0.75 (5%): cooperation -0.75"
    assert told(record, "reject") == [("2025-05", text, why)]
    record.decisions += [replace(record.decisions[-1], actor=k % 3) for k in range(reasons.FULL.refusing)]
    assert told(record, "reject")[0][2].endswith("; 1 more refuses")


def test_reasons_are_those_of_the_types_that_were_signed(record):
    record.decisions[0] = replace(record.decisions[0], item=0b1)  # talks about something else
    (line,) = told(record, "deal")
    assert line[2].startswith("Bland +0.05")


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
    record.decisions += [replace(d, item=1 << k) for k in range(4) for d in (first, second)]
    lines = [text for _, text, _ in told(record, "refusal")]
    assert len(lines) == chronicle.MOST_REFUSALS + 1
    assert lines[-1] == "2 more talks fail with one side willing"


def test_events_are_worded_and_those_told_from_arrays_are_left_out(record):
    assert told(record, "fact") == [("2024-12", "A summit", "")]
    assert told(record, "dialogue") == [("2025-03", "Aland and Cland: a Track-II dialogue (simulated)", "")]
    assert told(record, "founding") == [("2025-03", "Cland: an institute opens (simulated)", "")]
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


def test_a_project_that_ends_is_told_with_its_cause_its_age_and_its_sponsor(record):
    case = record.cases[record.cases["kind"] == CASE_INDEX["joint_test"]]
    case["withdrawn"], case["cause"], case["sponsor"] = 24.1, SPONSOR_LEFT, 1
    record.cases[record.cases["kind"] == CASE_INDEX["joint_test"]] = case
    name = "Joint test (case 3, simulated, testing and evaluation)"
    text = f"{name} ends without a result after 4.0 months: its sponsor left (sponsor: {record.roster.label(1)})"
    assert told(record, "ended") == [("2025-06", text, "")]
    ends = ends_of_projects(record)
    assert ends.to_numpy().sum() == ends.loc["joint test", CAUSES[SPONSOR_LEFT]] == 1
    assert ends_in_words(record) == "Projects: 0 finished, 0 under way; without a result: its sponsor left 1."


def test_projects_under_way_have_not_ended(record):
    assert ends_in_words(record) == "Projects: 0 finished, 1 under way, none ended without a result."
    assert ends_of_projects(record, since=21.0).to_numpy().sum() == 0


def test_an_open_case_is_overdue_only_once_its_time_is_over(record):
    record.cases["opened"][record.cases["kind"] == CASE_INDEX["joint_test"]] = record.works_from
    assert told(record, "late")[-1][1].startswith("Meeting")
    longer = replace(record, months=np.arange(18, 30), states={"tier": np.ones((12, 3))})
    line = told(longer, "late")[-1]
    assert line[0] == "2025-11"
    assert (
        line[1] == "Joint test (case 3, simulated, testing and evaluation) is overdue at the end, open for 10.0 months"
    )
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
    assert set(data[0]) == {"month", "label", "kind", "text", "why", "short", "against_interest"}


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
