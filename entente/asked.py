"""The run that ``entente run`` and ``entente explain`` are asked for: of a design, or of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from entente import api
from sim.errors import InputError

if TYPE_CHECKING:
    from results.notebook.run import Run

# Options that say what is run: a session says all of that itself.
OF_A_RUN = ("design", "seed", "replicate", "scenario", "roster", "months", "allow_rules")


def asked(session: str | None, design: str | None, given: list[str], **rest: Any) -> tuple[Run, str]:
    """The run that a command is asked for, and its scenario: a session's, or that of a design.

    given : names of the options that were given. InputError for a session together with what it says itself.
    """
    if session is None:
        if design is None:
            raise click.UsageError("Missing option '--design', or '--session'.")
        return api.run(design, **rest), str(rest["scenario"])
    if both := [f"--{name.replace('_', '-')}" for name in sorted(given) if name in OF_A_RUN]:
        problem = "a session says by itself what is run"
        raise InputError(problem, key="session", value=" ".join(both), allowed="--session alone, or without it")
    from scenarios.session.read import session_of

    log = session_of(session)
    return api.run_session(log), log.played().link()
