"""A session from what a person has of it: its link, or the file in which it was saved."""

from __future__ import annotations

from pathlib import Path

from scenarios.incoming import read_text, text_or_path
from scenarios.session.kept import of_file
from scenarios.session.log import PREFIX, Log, log_of_link

ALLOWED = f"the file of a saved session, or its link ('{PREFIX}...')"


def session_of(source: str | Path | Log) -> Log:
    """The log of a session's link or file; InputError(s) for what is neither, or makes no sense."""
    if isinstance(source, Log):
        return source
    name = text_or_path(source, "session", ALLOWED)
    if name.startswith(PREFIX):
        return log_of_link(name)
    return of_file(read_text(name).encode(), name)[0]
