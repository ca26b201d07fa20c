"""Custom rules of a researcher: the table [rules] of a scenario, checked before anything runs (docs/custom-rules.md)::

[rules]
file = "flat_cost.py"                        # beside the scenario's file, or a whole path
replace = { "deals.tie_cost" = "flat_cost" } # a rule of sim/rules = a function of that file

Files are read here and not run: ``sim.jit.overrides`` puts the rules in force, in a process that starts with them.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from sim.errors import InputError, raise_all
from sim.jit.overrides import digest_of

RULE_BOOK = Path(__file__).resolve().parents[1] / "sim" / "rules"
# What only measures a finished run: an outcome must not change its meaning and keep its name.
OUTCOMES = ("acceptance", "outcomes", "pairs", "run_arrays", "run_casework", "run_network", "run_powers")
# Receipts add up by them.
SUMS = (
    "admission.consent_gain", "deals.deal_gain", "membership.join_gain", "pace.pace_gain", "sharing.share_gain",
)  # fmt: skip
# What only keeps books: a custom rule in its place would make no other model, but wrong sums.
BOOKS = (
    "cases.backlog", "cases.is_open", "cases.list_finished", "cases.list_open", "cases.worked",
    "categories.count_choices", "categories.holds", "categories.tallied", "categories.visible",
    "deals.types_held", "deals.ways_without", "deals.worth_and_exposure", "draw_bounds.bounds_of",
    "meetings.draw_meetings", "meetings.is_next",
    "meetings.list_due", "meetings.meeting_draws", "membership.others_in_network",
    "dues.who_pays", "metrics.list_contacts", "metrics.list_novelties", "metrics.list_novelty",
    "metrics.list_positive", "metrics.powers_held", "metrics.update_contact", "partners.add_partners", "partners.bit",
    "partners.drop_partners", "partners.list_links", "partners.list_partners", "reach.distances", "reach.link_within",
    "reach.list_present", "reach.list_within", "reach.spread", "reach.unlink_within", "setup.set_weights",
    "pooling.careless_of", "pooling.circle_for", "pooling.lost_to_network", "pooling.pool_choices",
    "sharing.begin_sharing", "sharing.decides_to_share", "sharing.exposure_of", "sharing.lost_over_tie",
    "sharing.list_bounds",
    "sharing.share_draw", "shocks.list_tense", "shocks.repeat_policy",
    "standing.count_frontier", "standing.is_frontier", "standing.lives", "standing.set_standing", "standing.stands",
    "traits.draw_traits", "traits.lean", "traits.turn_traits",
)  # fmt: skip
READ_LATER = ("casework.approval_months", "choice.probability")  # needed again to explain a record
MAY_IMPORT = ("__future__", "math", "numpy", "sim", "typing")


class Rules(BaseModel):
    """Which functions of a file stand for which rules; ``digest`` is the hash of the file's content."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    file: str = Field(min_length=1, description="a Python file beside the scenario's, or a whole path")
    replace: dict[str, str] = Field(min_length=1, description='a table of "module.rule" = "function of the file"')
    digest: str = Field("", description="left out, or the hash that the file must have")

    def words(self) -> list[str]:
        """The replacements for people, one a rule."""
        return [f"{rule} = {function} of {Path(self.file).name}" for rule, function in sorted(self.replace.items())]


def resolved(rules: Rules, folder: Path, scenario: str | None = None) -> Rules:
    """The same with a whole path and the content's hash; InputError(s) for all that cannot be in force."""
    path = (folder / rules.file).resolve()
    content = _content(path, rules, scenario)
    digest = digest_of(content)
    if rules.digest not in ("", digest):
        raise InputError(
            "the file has another content", file=path.name, key="digest", value=digest, allowed=rules.digest
        )
    tree = _tree(content, path.name)
    errors = [*_not_allowed(tree, path.name)]
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for rule, function in rules.replace.items():
        errors += _mistakes(rule, function, functions, path.name, scenario)
    raise_all(errors)
    return rules.model_copy(update={"file": str(path), "digest": digest})


def check_allowed(rules: Rules | None, allow: object) -> None:
    """InputError unless somebody said that the file which these rules name may run, if they name one.

    A function of that file runs with all rights of who runs Entente, and a scenario may come from anybody.
    ``allow`` : True, and nothing else that merely counts as true, allows it.
    """
    if allow is not True and allow is not False:
        raise InputError("neither True nor False", key="allow_rules", value=allow, allowed="True or False")
    if rules is not None and not allow:
        raise InputError(
            "the scenario has custom rules: Python code that runs with all your rights, from this file",
            key="rules.file", value=str(Path(rules.file)),
            allowed="--allow-rules on the command line, allow_rules=True in Python, once you have read the file",
        )  # fmt: skip


def variable(rules: Rules | None) -> str:
    """What ENTENTE_RULES says where these rules are in force; '' for the shipped ones."""
    if rules is None:
        return ""
    return json.dumps(resolved(rules, Path()).model_dump(), sort_keys=True)


@cache
def replaceable() -> dict[str, ast.FunctionDef]:
    """Every rule that may be overridden, as 'module.rule', in the order of the files."""
    found = {}
    for path in sorted(RULE_BOOK.glob("*.py")):
        if path.stem not in OUTCOMES:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_rule(node):
                    found[f"{path.stem}.{node.name}"] = node
    return {name: node for name, node in found.items() if name not in SUMS + BOOKS}


def _is_rule(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id in ("rule",) for d in node.decorator_list)


# ---- the file ----------
def _content(path: Path, rules: Rules, scenario: str | None) -> bytes:
    where = {"file": scenario, "key": "rules.file", "value": rules.file}
    allowed = str(Rules.model_fields["file"].description)
    if not path.is_file():
        beside = [p.name for p in sorted(path.parent.glob("*.py"))] if path.parent.is_dir() else []
        raise InputError("no such file", **where, allowed=allowed, choices=beside)  # type: ignore[arg-type]
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", **where, allowed=allowed) from None  # type: ignore[arg-type]


def _tree(content: bytes, file: str) -> ast.Module:
    try:
        return ast.parse(content)
    except (RecursionError, MemoryError):
        raise InputError("does not import: nested too deeply", file=file) from None
    except SyntaxError as error:
        raise InputError(f"does not import: SyntaxError: {error.msg}, line {error.lineno}", file=file) from None
    except ValueError as error:
        raise InputError(f"does not import: {error}", file=file) from None


def _not_allowed(tree: ast.Module, file: str) -> Iterator[InputError]:
    """What would make results hang on more than this file, the scenario and the seed."""
    for node in ast.walk(tree):
        line = f"line {getattr(node, 'lineno', 0)}"
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            imported = [f"{'.' * node.level}{node.module or ''}"]
            imported += [f"{node.module}.{alias.name}" for alias in node.names if node.module == "numpy"]
        for name in imported:
            if name.partition(".")[0] not in MAY_IMPORT:
                allowed = f"{', '.join(MAY_IMPORT[1:])}: all that a rule needs stands in its file"
                yield InputError(f"a rule cannot import this, {line}", file=file, value=name, allowed=allowed)
        drawn = isinstance(node, ast.Attribute) and node.attr == "random"
        if drawn or any(name.startswith("numpy.random") for name in imported):
            allowed = "the keyed draws of sim.draws"
            yield InputError(f"not a draw that can be repeated, {line}", file=file, value="random", allowed=allowed)
        if isinstance(node, ast.Global | ast.Nonlocal):
            value, allowed = ", ".join(node.names), "arguments and what is returned"
            yield InputError(f"a rule remembers nothing, {line}", file=file, value=value, allowed=allowed)


# ---- one replacement ----------
def _mistakes(
    rule: str, function: str, functions: dict[str, ast.FunctionDef], file: str, scenario: str | None
) -> list[InputError]:
    """All that is wrong with one replacement."""
    known, own = replaceable(), functions.get(function)
    errors = [] if rule in known else [_no_such_rule(rule, scenario)]
    if own is None:
        allowed = "a function of the file: " + (", ".join(functions) or "it has none")
        errors.append(InputError("no such function", file=file, value=function, allowed=allowed, choices=functions))
    if errors or own is None:
        return errors
    shipped, given = _arguments(known[rule]), _arguments(own)
    if given != shipped:
        errors.append(
            InputError(f"takes other arguments than {rule}", file=file, key=function, value=given, allowed=shipped)
        )
    wanted, returned = _terms(known[rule]), _terms(own)
    if wanted is not None and returned is not None and wanted != returned:
        value, allowed = _SHAPES.get(returned, f"{returned} terms"), _SHAPES.get(wanted, f"{wanted} terms")
        errors.append(
            InputError(f"does not return what {rule} does", file=file, key=function, value=value, allowed=allowed)
        )
    return errors


def _no_such_rule(rule: str, scenario: str | None) -> InputError:
    known = replaceable()
    module, _, name = rule.partition(".")
    if module in OUTCOMES or rule in SUMS:
        why = "measures a finished run" if module in OUTCOMES else "only adds up the terms of a receipt"
        problem, allowed = f"not to be replaced: it {why}", "rules of " + ", ".join(_modules())
    elif module in _modules():
        problem, allowed = "no such rule", ", ".join(r for r in known if r.startswith(f"{module}."))
    else:
        problem, allowed = "no such rule", "module.rule, with a rule of " + ", ".join(_modules())
    same_name = [r for r in known if r.endswith(f".{name or rule}")]
    return InputError(
        problem, file=scenario, key="rules.replace", value=rule, allowed=allowed, choices=same_name or known
    )


def _modules() -> list[str]:
    return list(dict.fromkeys(name.partition(".")[0] for name in replaceable()))


def _arguments(node: ast.FunctionDef) -> str:
    """Names of the arguments in order; with defaults and stars if there are any, since then they differ."""
    bare = ast.parse(f"def f({ast.unparse(node.args)}): pass").body[0]
    assert isinstance(bare, ast.FunctionDef)
    for argument in ast.walk(bare.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return ast.unparse(bare.args)


NOTHING, NUMBER = 0, 1
_SHAPES = {NOTHING: "nothing: it fills an argument in place", NUMBER: "one number"}


def _terms(node: ast.FunctionDef) -> int | None:
    """How many terms a function returns: 0 for nothing, None where its text does not tell."""
    found = {_count(inner.value) for inner in ast.walk(node) if isinstance(inner, ast.Return)} or {NOTHING}
    return found.pop() if len(found) == 1 else None


def _count(value: ast.expr | None) -> int | None:
    if value is None:
        return NOTHING
    if isinstance(value, ast.Tuple):
        return None if any(isinstance(part, ast.Starred) for part in value.elts) else len(value.elts)
    return NUMBER if isinstance(value, ast.BinOp | ast.UnaryOp | ast.Compare | ast.BoolOp | ast.Constant) else None
