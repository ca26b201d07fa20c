"""entente scenarios: what can be run, and files of one's own."""

from __future__ import annotations

import click

from entente import options
from entente.scenario_files import NEW

WRONG = 2  # exit code where a file has mistakes


class _Scenarios(click.Group):
    """What is no command names a scenario to be shown; without anything all are listed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [show.name or "", *args]
        return super().parse_args(ctx, args)


@click.group("scenarios", short_help="List, show, write, check and share scenarios.", cls=_Scenarios)
def command() -> None:
    """List the scenarios, show one (entente scenarios NAME|FILE), or work on files of your own."""


@command.command("show", short_help="List the scenarios, or show one.")
@click.argument("name", required=False, metavar="[NAME|FILE|LINK]")
@options.as_json
def show(name: str | None, as_json: bool) -> None:
    """List the scenarios, or show the settings of one. The word 'show' may be left out."""
    from entente import expectations_print, inventory, listing

    if name is None:
        listing.show_list(inventory.scenarios(), ("name", "title", "start", "adopt", "end", "roster"), as_json)
    else:
        listing.show_one(inventory.scenario(name) if as_json else expectations_print.in_words(name), as_json)


@command.command("new", short_help="Write a commented file to begin with.")
@click.argument("file", default=NEW, metavar="[FILE]")
def new(file: str) -> None:
    """Write a commented FILE (scenario.toml if left out): the default experiment, with an example of every table."""
    from entente.scenario_files import new_scenario
    from sim.errors import visible

    click.echo(f"file: {visible(new_scenario(file))}")


@command.command("check", short_help="List everything that is wrong with scenario files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.as_json
def check(files: tuple[str, ...], as_json: bool) -> None:
    """List everything that is wrong with scenarios (files, names or links): all errors at once, and warnings.

    An error is what a run would refuse. Nothing is simulated, and no Python file is run. The exit code is 2 where
    there are errors.
    """
    from entente.output import print_json
    from entente.scenario_files import as_data, checked

    found = [checked(file) for file in files]
    if as_json:
        print_json([as_data(each) for each in found])
    else:
        for each in found:
            _tell(each.file, list(map(str, each.errors)), list(map(str, each.warnings)))
    if any(each.errors for each in found):
        click.get_current_context().exit(WRONG)


def _tell(file: str, errors: list[str], warnings: list[str]) -> None:
    """One file's mistakes, a line each."""
    from sim.errors import visible

    counted = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
    counted += f", {len(warnings)} warning{'' if len(warnings) == 1 else 's'}" if warnings else ""
    click.echo(f"{visible(file)}: {counted if errors or warnings else 'no mistakes'}")
    for text in errors:
        click.echo(f"  error: {text}")
    for text in warnings:
        click.echo(f"  warning: {visible(text)}")


@command.command("schema", short_help="Print the JSON schema, for editors.")
def schema() -> None:
    """Print the JSON schema of a scenario's file, with which editors complete and check as one types.

    docs/scenarios-files.md says how (Even Better TOML in VS Code, taplo).
    """
    from entente.output import print_json
    from entente.scenario_files import scenario_schema

    print_json(scenario_schema())


@command.command("link", short_help="Print a scenario as a short text to send.")
@click.argument("scenario", metavar="FILE|NAME")
@options.as_json
def link(scenario: str, as_json: bool) -> None:
    """Print a scenario as a short text that fits into an address; commands take it in the place of a name.

    It holds what differs from a scenario without settings, title and description too. A scenario that names files (a
    roster, a posterior, a design, rules) has no link.
    """
    from entente.output import print_json
    from entente.scenario_files import scenario_link

    text = scenario_link(scenario)
    if as_json:
        print_json({"link": text, "characters": len(text)})
        return
    click.echo(text)
    click.echo(f"{len(text)} characters.", err=True)
