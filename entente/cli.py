"""The command line: `entente <command>`. Commands import what is heavy only when they run.

Exit codes: 0 done, 1 a bug in Entente (of `entente reproduce` also: not equal), 2 a mistake in the input or an output
that cannot be written, 130 stopped by Ctrl-C, 129 and 143 by SIGHUP and SIGTERM, 141 standard output was closed (as by
`head`).
"""

from __future__ import annotations

import errno
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
    debrief,
    designs,
    discover,
    evidence,
    explain,
    export,
    forecast,
    hindcast,
    limits,
    outcomes,
    parameters,
    report,
    reproduce,
    robust,
    rosters,
    run,
    scenarios,
    screening,
    search,
    sensitivity,
    serve,
    stability,
    sweep,
)
from entente.compiling import warn_in_one_line
from entente.options import OtherRules, refuse_rules_of_the_environment
from entente.streams import OutputFailed, kept, safe_streams
from scenarios import ending

SECTIONS = {
    "The answer": (compare, report, export, run, explain, reproduce),
    "In the browser": (serve, debrief),
    "What there is": (designs, outcomes, parameters, rosters, scenarios),
    "What it depends on": (sweep, sensitivity, screening, robust, discover, search, stability),
    "What the record says": (evidence, hindcast, forecast, calibrate, limits),
}
NO_ROOM = {getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS") if hasattr(errno, name)}
CLOSED = 141  # as for programs that SIGPIPE ends
REPORT = (
    "This is a bug in Entente, not a problem with your input. Please report it (see CONTRIBUTING.md), with the\n"
    "command and what it prints with --debug added."
)


class _Unexpected(Exception):
    """Carries an error past click."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class FrontDoor(click.Group):
    """A group of commands that ends every failure with one message and an exit code, without a traceback."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run a command line and exit."""
        warn_in_one_line()
        with safe_streams(), ending.listening():
            sys.exit(self._code(args, extra))

    def make_context(self, *words: Any, **extra: Any) -> click.Context:
        """Read the command line. To a stop meanwhile click answers with an empty line, and loses which it was."""
        try:
            return super().make_context(*words, **extra)
        except KeyboardInterrupt as error:
            raise click.exceptions.Exit(_stopped(error)) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. A stop and a failed output go to ``_report``, past click, which has answers of its own."""
        try:
            found = super().invoke(ctx)
            sys.stdout.flush()
            return found
        except KeyboardInterrupt as error:
            return _stopped(error)
        except (EOFError, BrokenPipeError) as error:  # not of standard input or output, as click would think
            raise _Unexpected(error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by what they are for, those of a first hour first."""
        for title, modules in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(str(m.command.name), m.command.get_short_help_str(80)) for m in modules])

    def _code(self, args: Sequence[str] | None, extra: dict[str, Any]) -> int:
        words = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in words or os.environ.get("ENTENTE_DEBUG", "") not in ("", "0")
        words = [word for word in words if word != "--debug"]
        extra |= {"prog_name": "entente", "standalone_mode": False, "obj": shlex.join(["entente", *words])}
        try:
            refuse_rules_of_the_environment(words)
            code = super().main(words, **extra)
            sys.stdout.flush()  # help and the version come without a command
        except OtherRules as found:
            code = _again([*words, "--debug"] if debug else words, found.text)
        except _Unexpected as carrier:
            code = _answer(carrier.error, debug)
        except Exception as error:
            code = _answer(error, debug)
        return code if isinstance(code, int) else 0


def _answer(error: Exception, debug: bool) -> int:
    """Say what went wrong, or with --debug raise it; the exit code."""
    stop = ending.received()
    if stop is not None and (isinstance(error, OutputFailed) or not kept()):
        return _stopped(stop)  # a terminal that is gone, or a library that made another exception of it
    if isinstance(error, click.Abort):
        return _stopped(KeyboardInterrupt())
    if debug and not isinstance(error, (click.ClickException, OutputFailed)):
        raise error
    code = _report(error)
    if kept() and not isinstance(error, OutputFailed):
        click.echo(f"{kept()[0].upper()}{kept()[1:]}.", err=True)
    return code


def _stopped(error: KeyboardInterrupt) -> int:
    """Say what stopped the command, and what is left of its work; the exit code."""
    click.echo(f"{ending.said(error)}; {kept() or 'nothing was finished'}.", err=True)
    return ending.code_of(error)


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
    if isinstance(error, OutputFailed):
        return _no_output(error)
    if isinstance(error, EntenteError):
        click.echo(f"Error: {error}", err=True)
        return 2
    if isinstance(error, OSError) and error.filename is not None:
        click.echo(f"Error: {visible(error.filename)}: {error.strerror or visible(error)}", err=True)
        return 2
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        click.echo(f"Error: {error.strerror}", err=True)
        return 2
    click.echo(f"Error: {type(error).__name__}: {visible(error)}\n{REPORT}", err=True)
    return 1


def _no_output(error: OutputFailed) -> int:
    """Say that standard output takes nothing; whoever closed it knows, but not where the finished work is."""
    finished = kept()
    if error.closed:
        if finished:
            click.echo(f"Standard output was closed before all was printed; {finished}.", err=True)
        return CLOSED
    click.echo(f"Error: standard output: {error}" + (f"; {finished}." if finished else "."), err=True)
    return 2


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "--version", message="entente %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error (also ENTENTE_DEBUG=1).")
def main(debug: bool) -> None:
    """Simulate how states, AI safety institutes and AI firms come to cooperate, under different secretariats.

    Start with `entente compare`: it answers in forty lines and writes a page. `entente COMMAND --help` says more.
    Results go to standard output, progress and messages to standard error.
    """


for _commands in SECTIONS.values():
    for _command in _commands:
        main.add_command(_command.command)
