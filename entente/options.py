"""Options that several commands share, and numbers that say what is allowed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from scenarios.incoming import LARGEST_SEED, MAX_REPLICATES, MAX_WORKERS
from sim.errors import InputError, shown

_DIGITS = re.compile(r"\s*[+-]?[0-9]{1,4000}\s*")


class WholeNumber(click.ParamType):
    """A whole number within bounds; the message names them."""

    name = "number"

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low, self.high = low, high

    @property
    def allowed(self) -> str:
        """The bounds in words."""
        if self.high is None:
            return f"a whole number of at least {self.low}"
        return f"a whole number from {self.low} to {self.high}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error if it is none or out of bounds."""
        if not _DIGITS.fullmatch(str(value)):
            self.fail(f"{shown(value)} is not a number; allowed: {self.allowed}", param, ctx)
        number = int(value)
        if number < self.low or (self.high is not None and number > self.high):
            self.fail(f"{shown(number)} is out of range; allowed: {self.allowed}", param, ctx)
        return number


class OtherRules(Exception):
    """The scenario's rules are not those in force here: the command must run in a process that starts with them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def with_its_rules(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A scenario's name or file, where its rules are allowed and in force; else InputError or OtherRules."""
    from sim.jit import overrides

    text = ""
    if value is not None and value.endswith(".toml"):
        from scenarios.custom_rules import check_allowed, variable
        from scenarios.schema import load_scenario

        rules = load_scenario(value).rules
        check_allowed(rules, context.params.get("allow_rules", False))
        text = variable(rules)
    if text != overrides.TEXT and not context.resilient_parsing:
        raise OtherRules(text)
    return value


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else, to standard output.")
allow_rules = click.option(
    "--allow-rules",
    is_flag=True,
    is_eager=True,
    help="Let a scenario with custom rules run its Python file.",
)
_scenario = click.option(
    "--scenario",
    default="default",
    show_default=True,
    metavar="NAME|FILE",
    callback=with_its_rules,
    help="The scenario to run.",
)


def scenario(command: Any) -> Any:
    """The options --scenario and --allow-rules, which is looked at first."""
    return _scenario(allow_rules(command))


def refuse_rules_of_the_environment(words: Sequence[str]) -> None:
    """InputError if the environment names custom rules and the command line does not allow them."""
    from sim.jit.overrides import VARIABLE

    if os.environ.get(VARIABLE) and "--allow-rules" not in words:
        raise InputError(
            "the environment names custom rules, which alone is not enough",
            key=VARIABLE,
            allowed="leave it unset, and name the rules in a scenario, with --allow-rules",
        )


design = click.option("--design", metavar="DESIGN", help="A design, e.g. rotating, static:UK or igo:OECD.")
session = click.option(
    "--session", metavar="FILE|LINK", help="In place of a design: a session that was played in the browser."
)
roster = click.option("--roster", metavar="NAME|FOLDER", help="The actors; left out: the scenario's.")
months = click.option("--months", type=WholeNumber(1), metavar="N", help="End N months after the design's adoption.")
engine = click.option(
    "--engine", type=click.Choice(("ensemble", "reference")), default="ensemble", show_default=True,
    help="The compiled ensemble, or the Mesa model: the results are the same.",
)  # fmt: skip
replicate = click.option(
    "--replicate",
    type=WholeNumber(0, MAX_REPLICATES - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Number of the replicate, from 0; each has its own draw of the uncertain parameters.",
)


workers = click.option(
    "--workers", type=WholeNumber(1, MAX_WORKERS), metavar="N", help="Threads (or processes); left out: all cores."
)


def given() -> list[str]:
    """Names of the options that stand on the command line of the present command."""
    context = click.get_current_context()
    typed = click.core.ParameterSource.COMMANDLINE
    return [name for name in context.params if context.get_parameter_source(name) is typed]


def names(text: str | None) -> list[str] | None:
    """The names in 'a, b, c'; None where nothing was given."""
    return None if text is None else [name for name in (part.strip() for part in text.split(",")) if name]


def threads(workers: int | None) -> int:
    """So many threads as asked for, or one a core."""
    return min(os.cpu_count() or 1, MAX_WORKERS) if workers is None else workers


def seed(default: int | None) -> Callable[[Any], Any]:
    """The option --seed; without a default the scenario's seed is used."""
    return click.option(
        "--seed",
        type=WholeNumber(0, LARGEST_SEED),
        default=default,
        show_default=default is not None,
        metavar="N",
        help="Seed of all draws.",
    )
