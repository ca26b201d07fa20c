"""Custom rules: functions of a researcher that stand in this process for rules of the rule book.

The environment variable ENTENTE_RULES names them, as ``scenarios.custom_rules`` writes it: a Python file, the hash of
its content, and which function stands for which rule. It must be set before ``sim.rules`` is imported, since compiled
functions bind what they call. Without it the shipped rules are in force.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.errors import RuleError

VARIABLE = "ENTENTE_RULES"
TEXT = os.environ.get(VARIABLE, "")  # read once: later changes of the environment change no rule
MODULE = "entente_custom_rules"  # the name of the researcher's file as a module
_BOOK = "sim.rules."

try:
    _SPEC: dict[str, Any] = json.loads(TEXT) if TEXT else {"file": "", "digest": "", "replace": {}}
    REPLACE: dict[str, str] = dict(_SPEC["replace"])
    FILE, DIGEST = Path(_SPEC["file"]), str(_SPEC["digest"])
except (ValueError, KeyError, TypeError):
    raise RuleError(
        f"{VARIABLE} is not what Entente writes", allowed="leave it unset, and name rules in a scenario"
    ) from None


def digest_of(content: bytes) -> str:
    """A short hash of a file's content."""
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def identity() -> str:
    """What tells these rules from others wherever the file lies; '' for the shipped ones."""
    return json.dumps([DIGEST, REPLACE], sort_keys=True) if REPLACE else ""


def names() -> dict[str, str]:
    """Rule -> the function and file that stand for it."""
    return {rule: f"{function} of {FILE.name}" for rule, function in sorted(REPLACE.items())}


def in_force(function: Callable[..., Any]) -> Callable[..., Any]:
    """The researcher's function that stands for a rule, or the rule itself."""
    path = _path(function)
    if path not in REPLACE:
        return function
    found = getattr(_module(), REPLACE[path], None)
    if found is None:  # the file is still being imported: it needs the rule that it replaces
        raise RuleError(
            f"needs '{path}' while it overrides it",
            file=FILE.name,
            key=REPLACE[path],
            allowed="imports from rules that do not build on the overridden one; else write the formula out",
        )
    return getattr(found, "py_func", found)


def guarded(dispatcher: Any) -> Any:
    """A compiled rule whose compilation fails with one clear message, as soon as there are custom rules."""
    if not REPLACE:
        return dispatcher
    from numba.core.errors import ForceLiteralArg

    usual = dispatcher.compile

    def compile_or_tell(signature: Any) -> Any:
        try:
            return usual(signature)
        except (RuleError, ForceLiteralArg):
            raise
        except Exception as error:
            raise _not_compiled(dispatcher.py_func, error) from None

    dispatcher.compile = compile_or_tell
    return dispatcher


# ---- the researcher's file ----------
def _path(function: Callable[..., Any]) -> str:
    """'module.rule' of a function of the rule book, else ''."""
    if not function.__module__.startswith(_BOOK):
        return ""
    return f"{function.__module__.removeprefix(_BOOK)}.{function.__name__}"


def _module() -> ModuleType:
    """The researcher's file as a module, loaded once in a process."""
    if MODULE not in sys.modules:
        try:
            content = FILE.read_bytes()
        except OSError as error:
            raise RuleError(f"cannot be read: {error.strerror}", file=FILE.name) from None
        if digest_of(content) != DIGEST:
            raise RuleError("the file has changed since the scenario was read", file=FILE.name, allowed="run it again")
        module = ModuleType(MODULE)
        module.__file__ = str(FILE)
        sys.modules[MODULE] = module  # compiled code is cached by module and name
        try:
            exec(compile(content, str(FILE), "exec"), module.__dict__)
        except Exception as error:
            del sys.modules[MODULE]
            raise _not_imported(error) from None
    return sys.modules[MODULE]


def _not_imported(error: Exception) -> RuleError:
    if isinstance(error, RuleError):
        return error
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(FILE)]
    where = f", line {lines[-1]}" if lines else ""
    allowed = None
    if isinstance(error, ImportError):
        allowed = "math, numpy, and what of sim does not build on the overridden rule; else write the formula out"
    return RuleError(f"does not import: {type(error).__name__}: {error}{where}", file=FILE.name, allowed=allowed)


def _not_compiled(function: Callable[..., Any], error: Exception) -> RuleError:
    """What numba has against a function, in one line."""
    skip = ("Failed in", "During:", 'File "')
    said = [line.strip() for line in str(error).splitlines()]
    said = [line for line in said if line and not line.startswith(skip)]
    marks = [line.rpartition("line ")[2].rstrip(":") for line in str(error).splitlines() if f'{FILE.name}"' in line]
    reason = (said or [type(error).__name__])[0] + (f" (line {marks[-1]})" if marks else "")
    if function.__module__ == MODULE:
        return RuleError(
            f"numba cannot compile it: {reason}",
            file=FILE.name,
            key=function.__name__,
            allowed="numbers, arrays, loops, math and numpy as numba knows them; "
            "ENTENTE_JIT=0 with --engine reference runs it as plain Python",
        )
    return RuleError(
        f"numba cannot compile {_path(function) or function.__name__} with the custom rules: {reason}",
        file=FILE.name,
        key=", ".join(REPLACE.values()),
        allowed="functions that return as many terms, of the same kind, as the rules which they replace",
    )
