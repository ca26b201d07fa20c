"""Positions of parameters, design fields and recorded numbers: made from their records, and each its own."""

import ast
import inspect

import pytest

from sim import design as D
from sim import outcome_records as O
from sim import parameters as P
from sim import record as R
from sim.design import FIELD_NAMES, FIELDS

# Constants whose name says the field in one word.
SHORT = {
    "HANDOVERS": "handovers_per_year", "STAFF": "staff_fte", "DOWNTIME": "handover_downtime_months",
    "SLOWDOWN": "handover_slowdown", "LEARNING": "learning_rate_per_year", "PULL": "host_agenda_pull",
    "NEUTRALITY": "perceived_neutrality", "STAGES": "approval_stages", "STAGE_MONTHS": "stage_length_months",
    "FAST_DAYS": "fast_lane_days", "BREADTH": "mandate_breadth_themes", "FRICTION": "industry_friction",
    "PROTECTION": "diplomatic_protection", "OPEN": "open_to_states", "TIERS": "admission_tiers",
    "OVERLAP": "coupling_overlap", "CONSENT": "admission_consent", "SETUP": "setup_months",
}  # fmt: skip
ACTIONS = {"FORMED": 0, "RENEWED": 1, "LAPSED": 2}  # written out, in the log of ties


def positions(module):
    """Constants of a module that are whole numbers, by name."""
    return {name: value for name, value in vars(module).items() if name.isupper() and type(value) is int}


def test_positions_of_parameters_follow_their_records():
    assert positions(P) == {record.name.upper(): k for k, record in enumerate(P.ALL)}


def test_positions_of_design_fields_follow_their_records():
    assert positions(D) == {field.position: k for k, field in enumerate(FIELDS)}
    found = {SHORT.get(name, name.lower()): k for name, k in positions(D).items()}
    assert found == {name: k for k, name in enumerate(FIELD_NAMES)}


def test_positions_of_recorded_numbers_follow_their_lists():
    events = {name.upper(): k for k, name in enumerate(R.EVENTS)}
    series = {name.upper(): k for k, name in enumerate(R.SERIES)}
    states = {f"STATE_{name.upper()}": k for k, name in enumerate(R.STATE_SERIES)}
    assert positions(R) == events | series | states | ACTIONS
    assert len(positions(R)) == len(events) + len(series) + len(states) + len(ACTIONS), "two lists share a name"
    assert {name: k for k, name in enumerate(R.EVENTS)} == R.EVENT_CODES


@pytest.mark.parametrize(
    ("module", "names"),
    [
        pytest.param(P, [record.name.upper() for record in P.ALL], id="parameters"),
        pytest.param(D, [field.position for field in FIELDS], id="design fields"),
        pytest.param(R, [name.upper() for name in (*R.EVENTS, *R.SERIES)], id="events and series"),
        pytest.param(O, [outcome.name.upper() for outcome in O.OUTCOMES], id="outcomes"),
    ],
)
def test_no_position_takes_the_name_of_another(module, names):
    """Nor of anything that the module writes out or imports: it would be overwritten without a word."""
    assert len(set(names)) == len(names)
    assert set(names) & written_out(module) == set()


def written_out(module):
    """Names that a module's source gives to something."""
    tree, found = ast.parse(inspect.getsource(module)), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
    return found
