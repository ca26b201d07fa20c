"""The command line: `entente <command>`. Commands import what is heavy only when they run.

Exit codes: 0 done, 1 a mistake of Entente, 2 a mistake in the input, 130 interrupted.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from typing import Any

import click

from entente import __version__
from entente.commands import (
    calibrate,
    compare,
    designs,
    evidence,
    explain,
    forecast,
    hindcast,
    limits,
    outcomes,
    parameters,
    report,
    rosters,
    run,
    scenarios,
    screening,
)
from entente.options import OtherRules, refuse_rules_of_the_environment
from entente.streams import make_safe

REPORT = (
    "This is a mistake of Entente, not yours. Please report it (see CONTRIBUTING.md), with the\n"
    "command and what it prints with --debug added."
)


class FrontDoor(click.Group):
    """A group of commands that ends every failure with one message and an exit code, without a traceback."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a command line and exit."""
        make_safe()
        words = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in words or os.environ.get("ENTENTE_DEBUG", "") not in ("", "0")
        words = [word for word in words if word != "--debug"]
        extra |= {"prog_name": "entente", "standalone_mode": False, "obj": shlex.join(["entente", *words])}
        try:
            refuse_rules_of_the_environment(words)
            code = super().main(words, **extra)
        except OtherRules as found:
            code = _again([*words, "--debug"] if debug else words, found.text)
        except Exception as error:
            if debug and not isinstance(error, (click.ClickException, click.Abort)):
                raise
            code = _report(error)
        sys.exit(code if isinstance(code, int) else 0)


def _again(words: list[str], rules: str) -> int:
    """The same command in a process of its own, in which the scenario's rules are in force; its exit code."""
    from scenarios.fresh_process import command_again

    return command_again(words, rules)


def _report(error: Exception) -> int:
    """Say what went wrong on standard error; the exit code."""
    from sim.errors import EntenteError, visible

    if isinstance(error, click.ClickException):
        vars(error)["message"] = visible(error.message, keep="\n")  # click repeats what was typed as it is
        error.show()
        return error.exit_code
    if isinstance(error, click.Abort):
        click.echo("Interrupted; nothing was finished.", err=True)
        return 130
    if isinstance(error, EntenteError):
        click.echo(f"Error: {error}", err=True)
        return 2
    if isinstance(error, OSError) and error.filename is not None:
        click.echo(f"Error: {visible(error.filename)}: {error.strerror or visible(error)}", err=True)
        return 2
    click.echo(f"Error: {type(error).__name__}: {visible(error)}\n{REPORT}", err=True)
    return 1


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", message="entente %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error (also ENTENTE_DEBUG=1).")
def main(debug: bool) -> None:
    """Simulate how states, AI safety institutes and AI firms come to cooperate, under different secretariats.

    Start with `entente compare`; `entente designs` lists what can be compared. Results go to standard output,
    progress and messages to standard error.
    """


for _command in (
    compare, run, explain, designs, scenarios, parameters, outcomes, rosters, limits, evidence, screening, calibrate,
    forecast, hindcast, report,
):  # fmt: skip
    main.add_command(_command.command)
