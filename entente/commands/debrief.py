"""entente debrief: a saved session of the workshop, talked over on paper."""

from __future__ import annotations

import click

from entente import options


@click.command("debrief", short_help="Debrief a saved session, and write its report.")
@click.argument("session")
@click.option(
    "--until", metavar="MONTH", help="The last month that counts, YYYY-MM; left out: as far as it was played."
)
@click.option("--out", metavar="FILE", help="Write the report, one HTML file without scripts.")
@click.option("--names", is_flag=True, help="Name the people who sat in the seats, where the file has their names.")
@options.as_json
def command(session: str, until: str | None, out: str | None, names: bool, as_json: bool) -> None:
    """Tell what the choices of a SESSION changed: a file that was saved in the workshop, or its link ('play:...').

    Each choice is taken back by itself, and all of them together, on the same draws. It tells who gained and who lost,
    who would leave, what was done against the rules' advice, and how much was luck. A link counts as played to the end.
    """
    from entente.debriefed import found_in, show, write

    found = found_in(session, until, names)
    if out is not None:
        path = write(found, out)
    if as_json:
        from entente.output import print_json
        from results.play.debrief.plain import plain

        print_json(plain(found) | ({"paths": {"report": str(path)}} if out is not None else {}))
        return
    show(found)
    if out is not None:
        from sim.errors import visible

        click.echo(f"report: {visible(path)}")
