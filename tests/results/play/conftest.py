"""A session with choices of all kinds in four seats, what they changed, and its debrief."""

import pytest

from results.play.debrief.changed import changes_of
from results.play.debrief.debrief import debrief_of
from scenarios.session.log import SECRETARIAT
from tests.results.play.a_session import END, EVENTS, with_events


@pytest.fixture(scope="session")
def log():
    """A session with choices of all kinds, in four seats."""
    found = with_events(EVENTS[:1])
    pool = {"actor": "US", "act": "pool", "choice": False}
    found = found.with_choice("US", decision={"date": "2026-09", **pool})
    found = found.with_choice("US", decision={"date": "2027-09", **pool})
    found = found.with_choice("Anthropic", decision={"date": "2026-10", "actor": "Anthropic", "act": "pace"})
    found = found.with_choice(SECRETARIAT, fields={"date": "2027-01", "values": {"fast_lane": 1.0}})
    return found.with_choice(design={"date": "2028-11", "design": "static:Singapore"})


@pytest.fixture(scope="session")
def changes(log):
    return changes_of(log, END)


@pytest.fixture(scope="session")
def debrief(log):
    return debrief_of(log, END, replicates=16, people={"US": "<i>Ada</i> & Co"})
