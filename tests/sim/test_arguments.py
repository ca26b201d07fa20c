"""Rules take the world: few arguments, and the world first."""

import ast
from pathlib import Path

import pytest

import sim

ROOT = Path(sim.__file__).parent
MOST = 8
# Formulas of numbers alone, which tests, limits and custom rules call: the terms of the five decisions.
FORMULAS = {"deal_terms", "share_terms", "join_terms", "consent_terms", "pace_terms"}


def rules():
    """(file, function) of every rule of the rule book and of the phases."""
    for path in sorted([*ROOT.glob("rules/*.py"), *ROOT.glob("phases/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "rule" for d in node.decorator_list):
                yield f"{path.parent.name}.{path.stem}.{node.name}", node


RULES = dict(rules())


def arguments(node):
    return [argument.arg for argument in node.args.args]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_at_most_eight_arguments(name):
    names = arguments(RULES[name])
    assert len(names) <= MOST or name.rpartition(".")[2] in FORMULAS
    assert "w" not in names[1:], "the world comes first"


def test_what_takes_more_are_formulas_of_numbers():
    found = [name for name, node in RULES.items() if name.rpartition(".")[2] in FORMULAS]
    assert len(found) == len(FORMULAS)
    for name in found:
        assert not any(isinstance(node, ast.Subscript | ast.For | ast.While) for node in ast.walk(RULES[name])), name
