"""A researcher's rule: the worked example of the documentation, both engines, every mistake, and the cache."""

import importlib
import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import entente
from scenarios import custom_rules, store
from scenarios.custom_rules import Rules, resolved, variable
from scenarios.experiment import make_job, run_experiment, run_single
from scenarios.rosters import load_roster
from scenarios.schema import Scenario, load_scenario
from sim.errors import EntenteError, InputError, InputErrors, RuleError
from sim.jit import JIT
from sim.jit.overrides import TEXT, VARIABLE

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "custom-rules.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
PLAIN = {"ENTENTE_JIT": "0"}  # nothing to compile: short runs take a second


def run(*words, cwd=ROOT, code=0, python_path=ROOT, **environment) -> subprocess.CompletedProcess:
    """A Python process; fails unless it ends with this code."""
    env = {k: v for k, v in os.environ.items() if k != VARIABLE} | {"PYTHONPATH": str(python_path), **environment}
    done = subprocess.run([sys.executable, *words], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture
def folder(tmp_path):
    """The files of the documentation, with fewer months and replicates."""
    for name, text in FILES.items():
        short = text.replace("replicates = 16", "replicates = 2").replace("2027-12", "2026-03")
        assert not name.endswith("toml") or short != text
        (tmp_path / name).write_text(short, encoding="utf-8")
    return tmp_path


def write(folder, rule, body, replace="deals.tie_cost"):
    """A rule's file and a scenario with it; the scenario's file."""
    (folder / "mine.py").write_text(body, encoding="utf-8")
    table = f'[rules]\nfile = "mine.py"\nreplace = {{ "{replace}" = "{rule}" }}\n'
    (folder / "mine.toml").write_text(f'roster = "teaching"\nprior = "ranges"\n{table}', encoding="utf-8")
    return folder / "mine.toml"


TIE_COST = "def f(cost, load, held, capacity, saved):\n    return cost\n"


# --- the worked example


def test_the_worked_example_runs_as_it_is_written(folder):
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    printed = []
    for line in commands.splitlines():
        words = shlex.split(line)
        more = ["--no-report", "--workers", "1"] if words[1] == "compare" else ["--months", "3"]
        printed.append(run("-m", *words, *more, cwd=folder, **PLAIN).stdout)
    named = "Custom rules: deals.tie_cost = flat_cost of flat_cost.py."
    assert [named in " ".join(text.split()) for text in printed] == [True, True, False]

    flat, shipped = (pd.read_parquet(folder / name / "table.parquet") for name in ("flat", "shipped"))
    manifests = [store.read_manifest(folder / name)["configuration"]["scenario"] for name in ("flat", "shipped")]
    assert (flat["error"] == "").all() and (shipped["error"] == "").all()
    for outcome in ("office_ties", "density"):
        assert flat[outcome].mean() > shipped[outcome].mean()
    told = run("side_by_side.py", cwd=folder).stdout
    assert "office_ties   mean" in told and "density       mean" in told
    assert "rules" not in manifests[1]
    assert manifests[0]["rules"]["file"] == "flat_cost.py" and manifests[0]["rules"]["digest"]
    assert store.load_run(folder / "flat").scenario.rules.replace == {"deals.tie_cost": "flat_cost"}


def test_what_the_page_calls_replaceable_is_so():
    table = PAGE[PAGE.index("| rule | what it decides |") : PAGE.index("Not to be replaced")]
    assert set(re.findall(r"^\| `(\w+\.\w+)`", table, re.MULTILINE)) <= set(custom_rules.replaceable())


def test_what_only_keeps_books_is_a_rule_and_not_replaceable():
    for name in custom_rules.BOOKS:
        module, rule = name.split(".")
        assert hasattr(importlib.import_module(f"sim.rules.{module}"), rule)
    assert set(custom_rules.BOOKS).isdisjoint(custom_rules.replaceable())


@pytest.mark.parametrize("module", ["categories", "draw_bounds", "partners"])
def test_some_modules_keep_nothing_but_books(module):
    assert [rule for rule in custom_rules.replaceable() if rule.startswith(f"{module}.")] == []


TAKES_A_WORLD = """
from sim.rules.deals import mandate
from tests.worlds import world
w = world(2, 1, params={"fine": 0.5}, statutory=(True, False, False), status=(2, 1))
print([[float(mandate(w, i, j)) for j in range(2)] for i in range(3)])
"""


@pytest.mark.parametrize("jit", ["0", pytest.param("1", marks=pytest.mark.skipif(not JIT, reason="not compiled"))])
def test_a_rule_that_takes_the_world_reads_its_fields(folder, jit):
    (folder / "mine.toml").write_text(
        'roster = "teaching"\n[rules]\nfile = "felt_by_many.py"\nreplace = { "deals.mandate" = "felt_by_many" }\n'
    )
    text = variable(load_scenario(folder / "mine.toml").rules)
    done = run("-c", TAKES_A_WORLD, ENTENTE_JIT=jit, **{VARIABLE: text})
    assert json.loads(done.stdout) == [[0.0, 0.0], [0.5, 0.0], [0.5, 0.0]]


# --- by leave only

MARKS = 'open("it_ran", "w").close()\n' + TIE_COST
REFUSED = ("'rules.file': the scenario has custom rules: Python code", "mine.py'", "--allow-rules", "allow_rules=True")


@pytest.mark.parametrize(
    "words",
    [
        ["compare", "--designs", "rotating", "--replicates", "1"],
        ["run", "--design", "rotating"],
        ["explain", "--design", "rotating"],
        ["screening", "--quick"],
    ],
    ids=lambda words: words[0],
)
def test_no_command_runs_the_file_of_a_scenario_without_leave(words, tmp_path):
    toml = write(tmp_path, "f", MARKS)
    variables = {"ENTENTE_ALLOW_RULES": "1", **PLAIN}
    done = run("-m", "entente", *words, "--scenario", str(toml), cwd=tmp_path, code=2, **variables)
    assert all(part in done.stderr for part in (*REFUSED, str(tmp_path))) and done.stdout == ""
    assert not (tmp_path / "it_ran").exists()


def test_with_leave_the_file_runs(tmp_path):
    toml = write(tmp_path, "f", MARKS)
    words = ["run", "--design", "rotating", "--months", "1", "--scenario", str(toml), "--allow-rules"]
    run("-m", "entente", *words, cwd=tmp_path, **PLAIN)
    assert (tmp_path / "it_ran").exists()


def test_a_scenario_can_be_looked_at_without_leave(tmp_path):
    toml = write(tmp_path, "f", MARKS)
    done = run("-m", "entente", "scenarios", str(toml), cwd=tmp_path, **PLAIN)
    assert "deals.tie_cost" in done.stdout and not (tmp_path / "it_ran").exists()


@pytest.mark.parametrize(
    "words", [["limits"], ["compare", "--replicates", "1"], ["forecast"], ["calibrate", "--quick"]]
)
def test_an_environment_variable_is_not_enough(words, tmp_path):
    text = variable(load_scenario(write(tmp_path, "f", MARKS)).rules)
    done = run("-m", "entente", *words, cwd=tmp_path, code=2, **PLAIN, **{VARIABLE: text})
    assert "'ENTENTE_RULES': the environment names custom rules" in done.stderr and "--allow-rules" in done.stderr
    assert not (tmp_path / "it_ran").exists()


def test_python_runs_the_file_by_leave_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    toml = write(tmp_path, "f", MARKS)
    calls = [
        lambda **leave: entente.compare("rotating", toml, months=1, replicates=1, workers=1, **leave),
        lambda **leave: entente.run("rotating", scenario=toml, months=1, **leave),
        lambda **leave: run_experiment(toml, ["rotating"], replicates=1, workers=1, **leave),
        lambda **leave: run_single(load_scenario(toml), "rotating", **leave),
    ]
    for call in calls:
        for leave in ({}, {"allow_rules": False}):
            with pytest.raises(InputError, match=r"from this file \(got '.*mine\.py'\)"):
                call(**leave)
        with pytest.raises(InputError, match="neither True nor False"):
            call(allow_rules="yes")
    assert not (tmp_path / "it_ran").exists()


# --- both engines


def both_engines(folder, file, function, rule="deals.tie_cost", **environment):
    toml = (folder / "flat_cost.toml").read_text(encoding="utf-8").replace("flat_cost.py", file)
    toml = toml.replace("deals.tie_cost", rule)
    (folder / "both.toml").write_text(toml.replace('"flat_cost"', f'"{function}"'), encoding="utf-8")
    text = variable(load_scenario(folder / "both.toml").rules)
    script = str(ROOT / "tests" / "scenarios" / "custom_rule_parity.py")
    return json.loads(run(script, str(folder / "both.toml"), **{VARIABLE: text}, **environment).stdout.lower())


@pytest.mark.parametrize(("function", "rule"), [("steep_cost", "deals.tie_cost"), ("felt_by_many", "deals.mandate")])
def test_the_ensemble_gives_the_same_bits_with_a_replaced_rule_in_plain_python(folder, function, rule):
    assert both_engines(folder, f"{function}.py", function, rule, **PLAIN) == [True] * 4


STEEP = "def f(scale, sensitivity, no_harm, capability):\n    return scale * sensitivity**3\n"
EXPOSED = """
import numpy as np
from sim.model import CooperationModel
from tests.model.conftest import config_of

model = CooperationModel(config_of("teaching", "igo:OECD", keep_decisions=True))
for _ in range(24):
    before = len(model.decisions)
    model.step()
    owed = np.zeros(model.world.nodes)
    for d in model.decisions[before:]:
        if d.act == "share" and d.taken:
            owed[d.actor] -= d.terms[3]
    np.testing.assert_allclose(model.world.exposure, owed, rtol=1e-12, atol=1e-15)
assert owed.any()
"""


@pytest.mark.parametrize("own", [True, False], ids=["not linear in sensitivity", "shipped"])
def test_exposure_taken_is_that_of_the_receipts_whatever_the_rule(folder, own):
    """What is sent at once costs what its categories cost one by one, under a rule of one's own as well."""
    rules = {VARIABLE: variable(load_scenario(write(folder, "f", STEEP, "deals.exposure")).rules)} if own else {}
    run("-c", EXPOSED, **rules, **PLAIN)


BRANCHING = """
def f(scale, sensitivity, no_harm, capability):
    if sensitivity > 0.5:
        return scale * sensitivity
    return 0.0
"""


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_the_ensemble_gives_the_same_bits_with_a_replaced_rule_compiled(folder):
    assert both_engines(folder, "flat_cost.py", "flat_cost") == [True] * 4


@pytest.mark.slow
@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_the_ensemble_gives_the_same_bits_with_a_rule_that_branches_compiled(folder):
    (folder / "branching.py").write_text(BRANCHING, encoding="utf-8")
    assert both_engines(folder, "branching.py", "f", "deals.exposure") == [True] * 4


# --- one Python process


def test_other_scenarios_run_the_shipped_rules_in_the_same_process(folder, monkeypatch):
    monkeypatch.setenv("ENTENTE_JIT", "0")  # for the process that is started
    few = {"scenario": folder / "flat_cost.toml", "months": 2, "allow_rules": True}
    before = os.environ.get(VARIABLE)
    own = entente.run("rotating", **few)
    shipped = entente.run("rotating", **few | {"scenario": folder / "shipped_cost.toml"})
    assert own.rules == {"deals.tie_cost": "flat_cost of flat_cost.py"} and shipped.rules == {}
    assert os.environ.get(VARIABLE) == before and TEXT == ""
    counted = []
    found = entente.compare(**few, replicates=2, workers=1, progress=lambda *counts: counted.append(counts))
    assert counted == [(1, 2), (2, 2)] and found.runs.complete


def test_nothing_runs_with_rules_that_are_not_in_force(folder):
    scenario = load_scenario(folder / "flat_cost.toml")
    with pytest.raises(InputError, match="not those in force"):
        make_job(scenario, load_roster("teaching"))


def test_what_explains_a_record_cannot_be_replaced_through_python(tmp_path):
    toml = write(tmp_path, "f", "def f(gain, noise):\n    return 0.5\n", "choice.probability")
    with pytest.raises(InputError, match=r"needed again .*choice.probability.*entente explain"):
        entente.run("rotating", scenario=toml, allow_rules=True)


def test_results_with_other_rules_have_other_hashes(folder):
    code = "from sim.jit import sources_hash; print(sources_hash())"
    hashes, folders = {run("-c", code, **PLAIN).stdout}, set()
    for text in ("", "# the same\n", "# the same, said otherwise\n"):
        (folder / "flat_cost.py").write_text(FILES["flat_cost.py"] + text, encoding="utf-8")
        scenario = load_scenario(folder / "flat_cost.toml")
        folders.add(store.default_folder("compare", scenario).name)
        hashes.add(run("-c", code, **PLAIN, **{VARIABLE: variable(scenario.rules)}).stdout)
    assert len(folders) == 3 and len(hashes) == 4


def test_a_file_that_changes_after_the_scenario_was_read_is_refused(folder):
    scenario = load_scenario(folder / "flat_cost.toml")
    text = variable(scenario.rules)
    (folder / "flat_cost.py").write_text(TIE_COST.replace("def f", "def flat_cost"), encoding="utf-8")
    with pytest.raises(InputError, match="another content"):
        variable(scenario.rules)
    done = run("-c", "import sim.rules.deals", code=1, **PLAIN, **{VARIABLE: text})
    assert "flat_cost.py: the file has changed since the scenario was read" in done.stderr


# --- mistakes


def mistakes(folder, rule="f", body=TIE_COST, replace="deals.tie_cost") -> str:
    with pytest.raises(EntenteError) as caught:
        load_scenario(write(folder, rule, body, replace))
    assert str(folder) not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rule", "body", "replace", "words"),
    [
        ("f", TIE_COST, "deals.tie_cst", "mine.toml, 'rules.replace': no such rule (got 'deals.tie_cst'); allowed: "),
        ("f", TIE_COST, "deals.tie_cst", "did you mean 'deals.tie_cost'?"),
        ("f", TIE_COST, "dealz.tie_cost", "allowed: module.rule, with a rule of access, admission, agenda,"),
        ("f", TIE_COST, "tie_cost", "did you mean 'deals.tie_cost'?"),
        ("f", TIE_COST, "outcomes.outcomes_of", "not to be replaced: it measures a finished run"),
        ("f", TIE_COST, "deals.deal_gain", "not to be replaced: it only adds up the terms of a receipt"),
        ("g", TIE_COST, "deals.tie_cost", "mine.py: no such function (got 'g'); allowed: a function of the file: f"),
        ("f", TIE_COST.replace("held, ", ""), "deals.tie_cost",
         "mine.py, 'f': takes other arguments than deals.tie_cost (got 'cost, load, capacity, saved'); "
         "allowed: cost, load, held, capacity, saved"),
        ("f", TIE_COST.replace("load, held", "held, load"), "deals.tie_cost", "takes other arguments"),
        ("f", TIE_COST.replace("saved", "saved=0.0"), "deals.tie_cost", "takes other arguments"),
        ("f", TIE_COST.replace("return cost", "return cost, load"), "deals.tie_cost",
         "does not return what deals.tie_cost does (got '2 terms'); allowed: one number"),
        ("f", TIE_COST.replace("return cost", "pass"), "deals.tie_cost", "(got 'nothing: it fills an argument"),
        ("f", "def f(benefit, cost, speed):\n    return benefit, cost\n", "pace.step_payoffs", "allowed: 4 terms"),
        ("f", TIE_COST + "x = (\n", "deals.tie_cost", "does not import: SyntaxError: '(' was never closed, line 3"),
        ("f", "import random\n" + TIE_COST, "deals.tie_cost", "cannot import this, line 1 (got 'random'); allowed: m"),
        ("f", "from .x import y\n" + TIE_COST, "deals.tie_cost", "a rule cannot import this, line 1 (got '.x')"),
        ("f", "from numpy import random\n" + TIE_COST, "deals.tie_cost", "not a draw that can be repeated, line 1"),
        ("f", TIE_COST.replace("return", "np.random.rand()\n    return"), "deals.tie_cost", "line 2 (got 'random')"),
        ("f", TIE_COST.replace("return", "global n\n    return"), "deals.tie_cost", "a rule remembers nothing, line 2"),
    ],
)  # fmt: skip
def test_a_mistake_names_the_way_out(rule, body, replace, words, tmp_path):
    assert words in mistakes(tmp_path, rule, body, replace)


def test_types_and_annotations_are_no_other_arguments(tmp_path):
    body = TIE_COST.replace("cost,", "cost: float,").replace("):", ") -> float:")
    assert load_scenario(write(tmp_path, "f", body)).rules.digest


def test_all_mistakes_of_the_table_come_together(tmp_path):
    write(tmp_path, "f", TIE_COST)
    with pytest.raises(InputErrors) as caught:
        resolved(Rules(file="mine.py", replace={"deals.tie_cost": "g", "deals.tie": "f"}), tmp_path)
    assert len(caught.value.errors) == 2


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('file = "none.py"\nreplace = { "deals.tie_cost" = "f" }', "'rules.file': no such file (got 'none.py')"),
        ('file = "mne.py"\nreplace = { "deals.tie_cost" = "f" }', "did you mean 'mine.py'?"),
        ('file = "mine.py"', "'rules.replace': missing key; allowed: a table"),
        ('file = "mine.py"\nreplace = {}', "'rules.replace': empty"),
        ('file = "mine.py"\nreplace = 3', "'rules.replace': not a table"),
        ('file = "mine.py"\nreplace = { "deals.tie_cost" = 3 }', "'rules.replace.deals.tie_cost': not a text"),
        ('fil = "mine.py"\nreplace = { "deals.tie_cost" = "f" }', "did you mean 'file'?"),
        ('file = "mine.py"\ndigest = "12"\nreplace = { "deals.tie_cost" = "f" }', "the file has another content"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_table_names_the_way_out(table, words, tmp_path):
    toml = write(tmp_path, "f", TIE_COST)
    toml.write_text(f"[rules]\n{table}\n", encoding="utf-8")
    with pytest.raises(EntenteError) as caught:
        load_scenario(toml)
    assert words in str(caught.value)


def test_a_mistake_ends_a_command_with_its_message(tmp_path):
    toml = write(tmp_path, "g", TIE_COST)
    done = run("-m", "entente", "run", "--design", "rotating", "--scenario", str(toml), code=2)
    assert done.stderr.startswith("Error: mine.py: no such function (got 'g')") and done.stdout == ""


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("import math\nx = math.sqrt(-1.0)\n", "mine.py: does not import: ValueError: math domain error, line 2"),
        ("from sim.rules.welfare import welfare_of_month\n", "what of sim does not build on the overridden rule"),
        ("from sim.rules.deals import tie_exposure\n", "what of sim does not build on the overridden rule"),
    ],
)
def test_a_file_that_does_not_import_ends_the_experiment_at_once(before, words, tmp_path, monkeypatch):
    monkeypatch.setenv("ENTENTE_JIT", "0")
    toml = write(tmp_path, "f", before + TIE_COST)
    with pytest.raises(RuleError) as caught:
        entente.compare("rotating", toml, months=2, replicates=2, workers=2, allow_rules=True)
    assert words in str(caught.value)


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
@pytest.mark.parametrize(
    ("rule", "body", "call", "words"),
    [
        (
            "deals.exposure",
            "def f(scale, sensitivity, no_harm, capability):\n    return open(scale)\n",
            "deals import tie_exposure as call; call(*[0.5] * 6)",
            "mine.py, 'f': numba cannot compile it: Untyped global name 'open'.*line 2.*ENTENTE_JIT=0 with --eng",
        ),
        (
            "pace.step_payoffs",
            "def f(benefit, cost, speed):\n    both = benefit, cost\n    return both\n",
            "pace import race_payoffs as call; call(*[0.5] * 5)",
            "mine.py, 'f': numba cannot compile pace.race_payoffs with the custom rules: .*expected 4, got 2",
        ),
    ],
)
def test_what_numba_cannot_compile_is_told_in_one_line(rule, body, call, words, tmp_path):
    text = variable(load_scenario(write(tmp_path, "f", body, rule)).rules)
    done = run("-c", f"from sim.rules.{call}", code=1, **{VARIABLE: text})
    last = done.stderr.strip().splitlines()[-1]
    assert re.search(words, last), last


@pytest.mark.parametrize(
    ("engine", "place"), [("reference", "CooperationModel.run"), ("ensemble", "Ensemble.reduce_arrays")]
)
def test_a_rule_that_cannot_be_used_is_no_failed_run(engine, place, monkeypatch):
    def fails(*args, **kwargs):
        raise RuleError("numba cannot compile it", file="mine.py")

    module = {"reference": "sim.model", "ensemble": "sim.ensemble.runs"}[engine]
    monkeypatch.setattr(f"{module}.{place}", fails)
    with pytest.raises(RuleError, match=r"mine\.py: numba cannot compile it"):
        run_experiment("teaching", replicates=2, workers=1, engine=engine)


def test_mistakes_go_from_process_to_process():
    several = InputErrors([InputError("wrong", file="a", value=1), InputError("wrong", key="b")])
    again = pickle.loads(pickle.dumps(several))
    assert str(again) == str(several) and [e.file for e in again.errors] == ["a", None]


def test_a_scenario_without_rules_says_nothing_of_them():
    assert "rules" not in Scenario.of({"name": "x"}).plain()


# --- the cache of compiled code

CALL = """
import json
from sim.rules.deals import tie_exposure
value = tie_exposure(1.0, 1.0, 0.5, 0.5, 0.5, 1.0)
print(json.dumps([value, sum(tie_exposure.stats.cache_hits.values())]))
"""


@pytest.fixture
def rule_book(tmp_path):
    """A copy of ``sim`` with a cache of its own; a function that calls a chain of rules from two files there."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))

    def call(**environment):
        own = {"ENTENTE_CACHE": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
        return json.loads(run("-c", CALL, cwd=tmp_path, python_path=tmp_path, **own, **environment).stdout)

    return tmp_path, call


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_compiled_code_notices_an_edit_of_a_rule_in_another_file(rule_book):
    folder, call = rule_book
    (first, hits), again = call(), call()
    assert hits == 0 and again == [first, 1]
    file = folder / "sim" / "rules" / "metrics.py"
    text = file.read_text(encoding="utf-8")
    edited = re.sub(r"(def no_harm_chance\(.*?\n    return )", r"\g<1>0.25 + 0.5 * ", text, flags=re.DOTALL)
    assert edited != text
    file.write_text(edited, encoding="utf-8")
    after, hits = call()
    assert hits == 0 and after != first
    file.write_text(text, encoding="utf-8")
    assert call()[0] == first


@pytest.mark.skipif(not JIT, reason="nothing is compiled")
def test_compiled_code_notices_a_rule_of_ones_own_and_its_edit(rule_book):
    folder, call = rule_book
    shipped, _ = call()
    values = []
    for value in (0.5, 0.75):
        body = f"def f(rivalry, leak_rate, security, protection):\n    return {value} + 0.0\n"
        text = variable(load_scenario(write(folder, "f", body, "metrics.no_harm_chance")).rules)
        values.append(call(**{VARIABLE: text}))
        assert call(**{VARIABLE: text})[1] == 1
    assert values == [[0.5, 0], [0.25, 0]]
    assert call() == [shipped, 1]
