"""Random logs on the teaching roster: choices of all kinds that make sense, in any month of the play."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from scenarios.session.log import Log, started
from sim.errors import EntenteError
from sim.months import month_label

BASE = started().base()
STATES, FIRMS = BASE.load_roster().aliases, BASE.load_roster().firm_ids
DESIGNS = (
    "rotating", "adhoc", "none", "igo:OECD", "static:US", "chair:Kenya", "rotating@staff_fte=8",
    "0.7*rotating + 0.3*static:Singapore",
)  # fmt: skip
MONTHS = st.integers(BASE.adopt_month, BASE.end_month).map(month_label)
STATE, FIRM = st.sampled_from(STATES), st.sampled_from(FIRMS)
CATEGORY = st.sampled_from(["", "incident_reports", "pre_deployment"])


def _event(kind, **more):
    return st.fixed_dictionaries({"date": MONTHS, "kind": st.just(kind), **more})


def _decision(act, **more):
    return st.fixed_dictionaries({"date": MONTHS, "act": st.just(act), "choice": st.booleans(), **more})


EVENTS = st.one_of(
    _event("exit", actor=STATE),
    _event("entry", actor=STATE),
    _event("government", actor=STATE),
    _event("admission_vote", actor=STATE),
    _event("incident", actor=FIRM, size=st.sampled_from([0.5, 3.0])),
    _event("salience", size=st.sampled_from([-0.1, 0.2])),
    _event("dialogue", actor=st.just("US"), partner=st.just("China"), size=st.just(0.5)),
    _event("export_control", actor=st.just("US"), partner=st.just("China"), size=st.just(0.3)),
    _event("funding", size=st.sampled_from([0.5, 2.0])),
    _event("parameter", parameter=st.just("incident_rate"), size=st.just(0.2)),
    _event("host_exit"),
    _event("merger", design=st.sampled_from(DESIGNS)),
)
DECISIONS = st.one_of(
    _decision("join", actor=STATE),
    _decision("pool", actor=STATE, item=CATEGORY),
    _decision("pace", actor=FIRM),
    _decision("share", actor=st.just("US"), partner=st.just("Singapore"), item=CATEGORY),
    _decision("deal", actor=st.just("Kenya"), partner=st.sampled_from(["US", "China"])),
    _decision("renew", actor=st.just("Singapore"), partner=st.just("US")),
    _decision("consent", actor=st.just("US"), partner=st.just("China")),
)
FIELDS = st.dictionaries(
    st.sampled_from(["staff_fte", "memory_kept", "approval_stages", "setup_months", "excludability"]),
    st.sampled_from([0.0, 0.5, 1.0]),
    min_size=1,
    max_size=2,
)
CHOICES = st.one_of(
    st.fixed_dictionaries({"event": EVENTS}),
    st.fixed_dictionaries({"decision": DECISIONS}),
    st.fixed_dictionaries({"design": st.fixed_dictionaries({"date": MONTHS, "design": st.sampled_from(DESIGNS)})}),
    st.fixed_dictionaries({"fields": st.fixed_dictionaries({"date": MONTHS, "values": FIELDS})}),
)


@st.composite
def logs(draw, least=0, most=5, choices=CHOICES):
    """A log with some choices."""
    begun = started("teaching", draw(st.sampled_from(DESIGNS)), draw(st.integers(0, 9)))
    them = draw(st.lists(choices, min_size=least, max_size=most))
    try:
        return begun.with_choices([{"number": k, **one} for k, one in enumerate(them, 1)])
    except EntenteError:
        assume(False)
        raise


def played(log: Log) -> str:
    """What a log's world and run are, as one text, for comparing."""
    return log.played().link()
