"""From a log to its scenario: designs and their fields, mergers, what a scenario decides itself, who thinks again."""

import pytest

from scenarios.designs import parse_design
from scenarios.session.fields import changed_design
from scenarios.session.log import Log, started
from sim.months import month_label

ROSTER = started().roster()


def later(log):
    return {change.date: change.design for change in log.played().later}


def fields(log, date, **values):
    return log.with_choice(fields={"date": date, "values": values})


def test_of_two_designs_in_one_month_the_last_counts():
    log = started()
    for design in ("igo:OECD", "adhoc"):
        log = log.with_choice(design={"date": "2026-05", "design": design})
    assert later(log) == {"2026-05": "adhoc"}


def test_a_design_or_fields_of_the_first_month_are_of_the_first_design():
    assert started().with_choice(design={"date": "2026-01", "design": "adhoc"}).played().designs == ["adhoc"]
    log = fields(started(), "2026-01", staff_fte=9.0)
    assert log.played().designs == ["rotating@staff_fte=9"] and not log.played().later


def test_what_is_left_of_setting_up_stays():
    """The fixed seat takes 18 months and more; fields that are changed meanwhile do not begin it anew."""
    whole = parse_design("static:US", ROSTER).point(1.0)["setup_months"]
    (design,) = later(fields(started(design="static:US"), "2026-04", staff_fte=9.0)).values()
    assert parse_design(design, ROSTER).point()["setup_months"] == pytest.approx(whole - 3)
    (design,) = later(fields(started(design="rotating"), "2028-04", staff_fte=9.0)).values()
    assert parse_design(design, ROSTER).point()["setup_months"] == 0


def test_a_chosen_time_of_setting_up_counts_from_its_month():
    log = fields(fields(started(design="static:US"), "2026-03", setup_months=6.0), "2026-05", staff_fte=9.0)
    first, second = (parse_design(design, ROSTER).point() for design in later(log).values())
    assert (first["setup_months"], second["setup_months"]) == (6, 4)
    assert second["staff_fte"] == 9 and first["staff_fte"] != 9


def test_fields_of_a_mix_are_changed_in_all_its_parts():
    mix = "0.7*rotating + 0.3*static:US@memory_kept=0.5"
    point = parse_design(changed_design(mix, {"staff_fte": 9.0}, ROSTER), ROSTER).point()
    assert point["staff_fte"] == pytest.approx(9.0)
    assert point["turn_share"] == parse_design(mix, ROSTER).point()["turn_share"]


def test_fields_that_a_design_has_changed_already_are_kept():
    assert changed_design("rotating@staff_fte=8,memory_kept=0.9", {"staff_fte": 2.5}, ROSTER) == (
        "rotating@staff_fte=2.5,memory_kept=0.9"
    )


def test_a_merger_is_a_design_that_is_decided_and_fields_are_its():
    log = started().with_choice(event={"date": "2026-06", "kind": "merger", "design": "igo:UN"})
    log = fields(log, "2026-08", staff_fte=9.0)
    assert list(later(log)) == ["2026-06", "2026-08"] and later(log)["2026-08"].startswith("igo:UN@")
    assert [event.kind for event in log.played().events] == []


def test_what_the_scenario_decides_later_is_kept_unless_another_is_chosen_in_its_month():
    base = started("absorption")
    (own,) = base.base().later
    assert later(base) == {own.date: own.design}
    after = fields(base, month_label(base.base().end_month), staff_fte=9.0)
    assert list(later(after).values())[-1].startswith(f"{own.design}@")
    assert later(base.with_choice(design={"date": own.date, "design": "adhoc"})) == {own.date: "adhoc"}


def test_how_long_the_first_design_takes_may_be_chosen_against_the_scenario():
    link = started().base().changed(setup_months=9.0).link()
    log = started(link)
    assert log.played().setup_months == 9
    chosen = fields(log, "2026-01", setup_months=2.0).played()
    assert chosen.setup_months is None and chosen.designs == ["rotating@setup_months=2"]


# ---- thinking again --------------------------------------------------------------------------------------------------
def decided(*decisions) -> list[tuple[str, bool]]:
    given = [{"date": "2026-05", "actor": "US", **one} for one in decisions]
    log = started().with_choices([{"number": k, "decision": one} for k, one in enumerate(given, 1)])
    return [(one.item, one.choice) for one in log.played().decisions]


def test_of_decisions_that_contradict_each_other_the_last_counts():
    assert decided({"act": "join"}, {"act": "join", "choice": False}) == [("", False)]
    assert decided({"act": "join", "choice": False}, {"act": "join"}) == [("", True)]
    assert decided({"act": "pool"}, {"act": "pool"}, {"act": "pool"}) == [("", True)]


def test_whatever_spelling_a_name_has():
    assert decided({"act": "join"}, {"act": "join", "choice": False, "actor": "united states"}) == [("", False)]


def test_of_all_that_is_shared_one_item_may_be_thought_of_again():
    found = decided({"act": "pool"}, {"act": "pool", "item": "incident_reports", "choice": False})
    assert ("incident_reports", False) in found and ("", True) not in found
    assert len(found) == 7 and sum(choice for _, choice in found) == 6


def test_items_that_have_nothing_to_do_with_each_other_stay():
    pair = [
        {"act": "pool", "item": item, "choice": item == "verification"} for item in ("verification", "best_practices")
    ]
    assert decided(*pair) == [("verification", True), ("best_practices", False)]


def test_decisions_of_other_months_and_actors_stay():
    choices = [
        {"number": k, "decision": {"date": date, "actor": actor, "act": "join", "choice": choice}}
        for k, (date, actor, choice) in enumerate(
            [("2026-05", "US", True), ("2026-06", "US", False), ("2026-05", "Kenya", False)], 1
        )
    ]
    assert len(Log.of(started().plain() | {"choices": choices}).played().decisions) == 3
