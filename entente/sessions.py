"""A session that was played in the browser, outside of it: the same run, from Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from results.notebook.run import Run
    from scenarios.session.log import Log


def run_session(session: str | Path | Log) -> Run:
    """The run of a session that was played in the browser, with everything kept, as ``run`` gives it.

    session : the file in which it was saved, or its link. InputError(s) for what is neither.

    >>> import entente
    >>> from scenarios.session.log import started
    >>> link = started("teaching", "rotating", seed=7).with_choice(event={"date": "2027-03", "kind": "salience"}).link()
    >>> entente.run_session(link).design.name
    'rotating'
    """
    from results.notebook.run import Run
    from scenarios.session.read import session_of
    from scenarios.session.replay import record_of

    return Run.of(record_of(session_of(session), decisions=True))
