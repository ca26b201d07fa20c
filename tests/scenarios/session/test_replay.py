"""The replay of a log is the run that the reference makes step by step, and that of the command line, to the byte."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from entente.cli import main
from results import chronicle, chronicle_text
from scenarios.experiment import model_of
from scenarios.schema_decisions import forced_decisions
from scenarios.session.kept import session_file
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim import outcomes
from sim.errors import EntenteError
from tests.model.conftest import digest
from tests.scenarios.session.logs import CHOICES, DECISIONS, logs

ONLY_DECISIONS = logs(least=1, choices=st.fixed_dictionaries({"decision": DECISIONS}))


def before(record, month):
    """All that a run did before a month, to the last bit."""
    rows = month - record.start
    series = [values[:rows].tobytes() for values in (*record.series.values(), *record.states.values())]
    own = [getattr(record, name)[:rows].tobytes() for name in ("agenda", "host", "safe", "network_shares")]
    ties, events = (log[log["month"] < month].tobytes() for log in (record.tie_log, record.events))
    return series, own, ties, events


@settings(max_examples=30)
@given(logs(), CHOICES)
def test_a_choice_changes_nothing_before_its_month(log, choice):
    try:
        more = log.with_choice(**choice)
    except EntenteError:
        assume(False)
    month = next(c.month for c in more.choices if c.number == max(c.number for c in more.choices))
    assert before(record_of(more), month) == before(record_of(log), month)


@settings(max_examples=20)
@given(logs(least=1))
def test_who_undoes_a_choice_has_the_run_without_it(log):
    number = max(choice.number for choice in log.choices)
    fewer = log.without(number)
    kind = next(choice for choice in log.choices if choice.number == number)
    again = fewer.with_choices([kind.plain()])
    assert digest(record_of(again)) == digest(record_of(log))
    assert digest(record_of(again.without(number))) == digest(record_of(fewer))


@settings(max_examples=8)
@given(ONLY_DECISIONS)
def test_decisions_taken_month_by_month_are_those_of_the_log(log):
    """The reference, stepped by hand: decisions are forced when their month comes, as in a seat."""
    scenario = log.played()
    forced = forced_decisions(scenario.decisions, log.roster(), scenario.start, scenario.end_month)
    model = model_of(scenario.changed(decisions=[]), scenario.designs[0], log.replicate)
    while model.running:
        model.force(*[one for one in forced if one.month == model.world.month])
        model.step()
    assert digest(model.record()) == digest(record_of(log, decisions=True))


@settings(max_examples=8)
@given(logs())
def test_both_engines_replay_a_log_alike(log):
    told = record_of(log, decisions=True)
    assert told.decisions
    told.decisions = []
    assert digest(told) == digest(record_of(log))


# ---- the command line ------------------------------------------------------------------------------------------------
LOG = (
    started("teaching", "static:US", 7, 2)
    .with_choice(event={"date": "2026-03", "kind": "incident", "actor": "Anthropic", "size": 3.0})
    .with_choice(by="Kenya", decision={"date": "2026-04", "act": "pool", "actor": "Kenya", "choice": False})
    .with_choice(fields={"date": "2026-08", "values": {"staff_fte": 30.0}})
    .with_choice(design={"date": "2027-02", "design": "0.5*rotating + 0.5*igo:OECD"})
)


def printed(*words):
    """What a command prints, in a process of its own."""
    command = [sys.executable, "-m", "entente", *map(str, words)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"COLUMNS": "200"}, timeout=120, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def on_the_command_line():
    scenario = LOG.played()
    return [
        "--design",
        scenario.designs[0],
        "--seed",
        LOG.seed,
        "--replicate",
        LOG.replicate,
        "--scenario",
        scenario.link(),
    ]


def test_the_room_and_the_command_line_tell_the_same_run(on_the_command_line, tmp_path):
    record = record_of(LOG, decisions=True)
    here = (chronicle_text.render(record, chronicle.lines(record), 120) + "\n").encode()
    (file := tmp_path / "session.json").write_text(session_file(LOG, LOG.base().adopt_month))
    assert len(here) > 10_000
    assert printed("run", *on_the_command_line, "--all") == here == printed("run", "--session", file, "--all")


def test_as_data_too(on_the_command_line):
    record, told = record_of(LOG, decisions=True), json.loads(printed("run", "--session", LOG.link(), "--json"))
    assert told["chronicle"] == json.loads(json.dumps(chronicle.to_json(chronicle.lines(record))))
    known = {name: value for name, value in outcomes.compute(record).items() if value == value}
    assert {name: told["outcomes"][name] for name in known} == known
    assert told["scenario"] == on_the_command_line[-1]


@pytest.mark.parametrize(("words", "said"), [
    (["--session", LOG.link(), "--design", "adhoc"], "got '--design'"),
    (["--session", LOG.link(), "--months", "3", "--seed", "2"], "got '--months --seed'"),
    (["--session", "nowhere.json"], "no such file"),
    (["--session", "play:x"], "play:"),
    ([], "Missing option"),
])  # fmt: skip
@pytest.mark.parametrize("command", ["run", "explain"])
def test_what_does_not_go_together_is_one_message(command, words, said):
    done = CliRunner().invoke(main, [command, *words])
    assert done.exit_code == 2 and done.stdout == ""
    assert said in done.stderr and "Traceback" not in done.stderr
