"""How differences and choices are said."""

import pytest

from results.brief.names import name
from results.play import choice_words
from results.play.differences import HEADLINES, Difference
from scenarios.session.choices import Choice
from sim.config import EVENT_KINDS
from tests.results.play.a_session import ROSTER


@pytest.mark.parametrize(
    ("outcome", "before", "after", "said"),
    [
        ("members", 10.0, 11.2, "+1.2 states"),
        ("members", 2.0, 1.0, "−1 state"),
        ("multi_year_completion", 0.2, 0.33, "+13 points"),
        ("harm", 0.2, 0.15, "−25%"),
        ("harm", 0.2, 0.2, "no change"),
        ("harm", 0.2, 0.2 + 1e-9, "hardly any change"),
        ("incident_response_days", float("nan"), 9.4, "9.4 days with it, does not apply without"),
        ("incident_response_days", float("nan"), float("nan"), "no change"),
    ],
)  # fmt: skip
def test_a_difference_is_said_with_its_unit(outcome, before, after, said):
    found = Difference(next(meta for meta in HEADLINES if meta.name == outcome), before, after)
    assert found.said == said and found.amount(1e-12) == "0"
    assert found.meta.title in found.line


def test_every_kind_of_choice_has_words():
    firms, places = ("incident",), ("export_control", "dialogue")
    for kind in EVENT_KINDS:
        event = {"date": "2026-05", "kind": kind, "size": 0.5}
        if kind not in ("salience", "capability", "host_exit", "parameter"):
            event["actor"] = "Anthropic" if kind in firms else "US"
        event |= {"partner": "China"} if kind in places else {}
        event |= {"parameter": "post_cost", "size": 0.1} if kind == "parameter" else {}
        words = choice_words.what(Choice.model_validate({"number": 1, "event": event}), ROSTER)
        assert "{" not in words and words.strip() == words and len(words) > 15
    merger = {"date": "2026-05", "kind": "merger", "design": "static:Singapore"}
    assert name("static:Singapore", ROSTER).long in choice_words.what(
        Choice.model_validate({"number": 1, "event": merger}), ROSTER
    )
