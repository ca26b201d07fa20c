"""entente export: the tables of a stored run or sweep, for other programs, pages and papers."""

from __future__ import annotations

import click

from entente import options
from sim.errors import visible

FORMATS = ("csv", "markdown", "latex")  # as in results.export.export, which is not imported before it is needed


@click.command("export", short_help="Write the tables of stored runs as CSV, Markdown or LaTeX.")
@click.argument("run")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="csv", show_default=True, help="What to write.")
@click.option("--table", "tables", multiple=True, metavar="NAME", help="A table, or several; left out: all.")
@click.option("--out", metavar="FOLDER", help="Where they go; left out: a folder in that of the run.")
@options.as_json
def command(run: str, kind: str, tables: tuple[str, ...], out: str | None, as_json: bool) -> None:
    """Write the tables of a stored run or sweep as CSV, Markdown or LaTeX.

    RUN is a folder that `entente compare` or `entente sweep` made. CSV has all tables with all digits, and a
    datapackage.json that says what each column means; Markdown and LaTeX have those that people read, in two digits.
    """
    from entente.exported import export

    found = export(run, out, kind, tables)
    if found.note:
        click.echo(found.note, err=True)
    if as_json:
        from entente.output import print_json

        print_json({"folder": str(found.folder), "tables": found.tables, "too_long": found.too_long})
        return
    width = max(map(len, found.tables))
    for name, title in found.tables.items():
        click.echo(f"{name:<{width}}  {title}")
    click.echo(f"folder: {visible(found.folder)}")
    if found.too_long:
        click.echo(f"Too long to be read, in CSV only: {', '.join(found.too_long)}.", err=True)
