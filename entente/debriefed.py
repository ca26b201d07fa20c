"""The debrief of a saved session for the command line: read, told, and written as a report."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from results.play.debrief.changed import ChoiceChange
from results.play.debrief.debrief import Debrief, debrief_of, played_words, summary
from scenarios.session.kept import kept_in
from scenarios.session.log import PREFIX, Log, log_of_link
from scenarios.session.room import Room
from sim.errors import InputError
from sim.months import month_index

WIDTH = 100


def found_in(session: str, until: str | None = None, names: bool = False) -> Debrief:
    """The debrief of a session's file or link. InputError(s) for what is neither, and for a month out of it."""
    log, at, room = _read(session)
    if until is not None:
        at = _after(until, log)
    return debrief_of(log, at, people=_people(room, session) if names else None)


def _read(session: str) -> tuple[Log, int, Room | None]:
    if session.startswith(PREFIX):
        log = log_of_link(session)
        return log, log.base().end_month + 1, None
    kept = kept_in(Path(session))
    log, at = kept.session(session)
    return log, at, None if kept.room is None else Room.of(kept.room, session)


def _people(room: Room | None, session: str) -> dict[str, str]:
    """Who sat where; InputError if the facilitator did not let names out."""
    if room is not None and room.people and not room.with_names:
        allowed = "a session whose facilitator lets reports name people"
        raise InputError("names are not to be told", key="names", value=session, allowed=allowed)
    return {} if room is None else room.people_told


def _after(until: str, log: Log) -> int:
    base = log.base()
    allowed = f"{base.adopt} to {base.end}"
    try:
        month = month_index(until)
    except InputError:
        raise InputError("not a month", key="until", value=until, allowed=allowed) from None
    if not base.adopt_month <= month <= base.end_month:
        raise InputError("not a month of the session", key="until", value=until, allowed=allowed)
    return month + 1


def show(found: Debrief) -> None:
    """The debrief in short on the terminal."""
    _say(f"{played_words(found.changes)}.")
    for sentence in summary(found):
        _say(sentence, "- ")
    for one in found.changes.single:
        click.echo()
        _say(f"{one.label}, {one.whose}: {one.what}.")
        for line in _changes(one):
            _say(line, "  ")
    click.echo()
    click.echo("To talk about:")
    for k, question in enumerate(found.questions, 1):
        _say(f"{question.facts} {question.asks}", f"{k}. ")


def _changes(one: ChoiceChange) -> list[str]:
    advice = [one.advice.words] if one.advice is not None else []
    if not one.change.is_any:
        return [
            "Changed nothing: with it and without it all months are the same.",
            *(advice or filter(None, [one.idle])),
        ]
    if not one.change.is_number:
        said = f"Changed no number: only what happens differs. {one.change.parted}"
        return [said, *(advice or filter(None, [one.idle]))]
    moved = [f"{line.line}." for line in one.change.moved] or ["It moves no main outcome by enough to matter."]
    return [*advice, one.change.parted, *moved]


def _say(text: str, start: str = "") -> None:
    click.echo(textwrap.fill(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start)))


def write(found: Debrief, out: str) -> Path:
    """Write the report; its path. WriteError if it cannot be written, InputError for no name of a file."""
    from results.play.debrief.report import report
    from scenarios.stored_files import named, write_whole

    path = named(out, "out")
    write_whole(path, report(found))
    return path
