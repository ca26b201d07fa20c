"""A session that several tests talk about: its world, and choices of some kinds."""

from hypothesis import strategies as st

from scenarios.session.log import Log, started
from scenarios.session.plan import roster_of

START = started("teaching", "rotating", 1)
ROSTER = roster_of(START.base())
FIRST, END = START.base().adopt_month, START.base().end_month + 1
EVENTS = (
    {"date": "2026-04", "kind": "incident", "actor": "Anthropic", "size": 3.0},
    {"date": "2026-08", "kind": "dialogue", "actor": "US", "partner": "China", "size": 0.5},
    {"date": "2027-03", "kind": "government", "actor": "Singapore"},
    {"date": "2027-09", "kind": "exit", "actor": "Kenya"},
    {"date": "2028-02", "kind": "salience", "size": 0.3},
)
MONTHS = st.integers(FIRST + 1, END)
EVENT_SETS = st.lists(st.sampled_from(EVENTS), unique_by=lambda event: event["kind"], max_size=4)


def with_events(events, log: Log = START) -> Log:
    """A session with these events."""
    for event in events:
        log = log.with_choice(event=event)
    return log
