"""The JSON schema of scenario files: valid itself, all shipped files fit it, and what runs refuse it refuses too."""

import json
import tomllib
from pathlib import Path

import pytest

from scenarios import schema
from scenarios.json_schema import DIALECT, file_schema
from scenarios.scenario_template import template
from scenarios.schema import Scenario
from sim.config import STARTS
from sim.parameters import ALL

jsonschema = pytest.importorskip("jsonschema")
FILES = sorted((Path(schema.FOLDER).parent).glob("s*/*.toml"))


@pytest.fixture(scope="module")
def content():
    return file_schema()


@pytest.fixture(scope="module")
def validator(content):
    return jsonschema.Draft202012Validator(content)


def mistakes(validator, text: str) -> list[str]:
    """What the schema finds in a TOML text; dates are texts in JSON."""
    plain = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [error.message for error in validator.iter_errors(plain)]


def test_the_schema_is_valid_and_says_which_draft_it_is(content):
    assert content["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(content)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_fits(path, validator):
    assert mistakes(validator, path.read_text(encoding="utf-8")) == []


def test_the_new_file_and_all_its_examples_fit(validator):
    text = template("mine")
    assert mistakes(validator, text) == []
    assert mistakes(validator, "\n".join(with_examples(text))) == []


def with_examples(text: str) -> list[str]:
    """The lines of a new file with every example taken in."""
    return [
        line[1:] if line.startswith("#") and line[1:2] not in (" ", "#", "") else line for line in text.splitlines()
    ]


BROKEN = [
    "replicats = 3",
    "replicates = 0",
    "replicates = 2.5",
    "seed = -1",
    'start = "orign"',
    'adopt = "soon"',
    "setup_months = 61",
    'designs = "rotating"',
    'outcomes = ["harmm"]',
    'evidence = "W31"',
    "[parameters]\nnois = 0.2",
    "[parameters]\nnoise = 7",
    "[parameters]\nload = { low = 0.5 }",
    "[parameters]\nload = { low = 0.1, high = 5 }",
    "[uncertainties]\nnoise = 0.1",
    '[[events]]\nkind = "exit"',
    '[[events]]\ndate = "2027-01"\nkind = "elektion"',
    '[[events]]\ndate = "2027-01"\nkind = "exit"\nactr = "US"',
    '[[later]]\ndate = "2027-01"',
    '[[decisions]]\ndate = "2027-01"\nactor = "US"\nact = "joiin"',
    '[[expectations]]\noutcome = "harm"\nsign = 2\nwhy = "x"',
    '[[expectations]]\noutcome = "harm"\nsign = 1\nwhy = "x"\nsmallest = 0',
    "[roster_changes]\nremoved = []",
    '[[roster_changes.pairs]]\nactor = "US"\npartner = "UK"\nrivalry = 2',
    '[[roster_changes.jurisdictions]]\nactor = "US"\nregime = "kingdom"',
    '[[roster_changes.jurisdictions]]\nactor = "US"\nmember_from = "soon"',
    '[sweep]\nmethod = "sobool"',
    '[rules]\nfile = "a.py"',
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_runs_refuse_the_schema_refuses(text, validator):
    with pytest.raises(Exception, match="allowed"):
        Scenario.of({"name": "x", **tomllib.loads(text)})
    assert mistakes(validator, text)


def test_every_key_says_what_it_is(content):
    tables = {"the file": content, **{k: v for k, v in content["$defs"].items() if not k.startswith("Any")}}
    for name, table in tables.items():
        for key, value in table.get("properties", {}).items():
            assert value.get("description"), f"{key} of {name}"
    assert set(content["properties"]) == {*Scenario.model_fields, "extends"}


def test_ranges_and_names_are_those_of_the_model(content):
    settings = content["$defs"]["ParameterSettings"]["properties"]
    assert list(settings) == [p.name for p in ALL]
    for p in ALL:
        number = settings[p.name]["anyOf"][0]
        assert (number["minimum"], number["maximum"]) == (p.low, p.high)
    assert content["properties"]["start"]["enum"] == list(STARTS)


def test_numbers_without_bounds_are_few(content):
    """Every number has a range, but for those whose range is another key's."""
    bare = []

    def look(part, path):
        if isinstance(part, dict):
            if part.get("type") in ("number", "integer") and not {"minimum", "exclusiveMinimum", "enum"} & set(part):
                bare.append(path)
            for key, value in part.items():
                look(value, f"{path}.{key}")
        elif isinstance(part, list):
            for value in part:
                look(value, path)

    look(content["properties"], "")
    for name in ("Event", "Forced", "Later", "Expectation", "ParameterSettings", "RosterChanges", "Pair", "Institute"):
        look(content["$defs"][name], name)
    assert bare == ["Event.properties.size"]
