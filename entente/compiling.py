"""What a command says of compiled code, on standard error."""

from __future__ import annotations

import warnings
from typing import Any, TextIO

import click


def announce(loop: Any) -> bool:
    """Say so if a loop of the ensemble is compiled first (else nothing would move for a minute), or cannot be kept.

    Returns whether it is compiled already.
    """
    from sim.ensemble.dyads import run_networks
    from sim.ensemble.loop import simulate
    from sim.ensemble.ready import is_compiled, notice
    from sim.ensemble.reduction import run_many
    from sim.jit.cache import CodeNotKept

    # The loops share nearly all that they call: where one is kept, another takes seconds.
    kept = next((one for one in (loop, run_many, simulate, run_networks) if is_compiled(one)), loop)
    if said := notice(kept):
        click.echo(said, err=True)
        warnings.simplefilter("ignore", CodeNotKept)  # what it would say has been said
    return is_compiled(kept)


def warn_in_one_line() -> None:
    """Show what Entente warns of as one line, and all other warnings as ever."""
    usual = warnings.showwarning

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:  # fmt: skip
        if category.__name__ == "CodeNotKept":
            click.echo(f"Note: {message}.", err=True)
        else:
            usual(message, category, filename, lineno, file, line)

    warnings.showwarning = show
