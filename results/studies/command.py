"""How the command of a study ends, whatever ends it."""

from __future__ import annotations

import click

from scenarios import ending


def run(main: click.Command) -> int:
    """The exit code of a command; a stop leaves no worker at work."""
    try:
        with ending.listening():
            main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        stop = ending.received() or KeyboardInterrupt()
        click.echo(f"{ending.said(stop)}; nothing was finished.", err=True)
        return ending.code_of(stop)
    return 0
