"""Writes the pages of docs/ that are made from the code, from a checkout of the project.

python -m docs.build            writes the pages and their pictures
python -m docs.build --check    says what is stale; exit code 1 if anything is
"""

from __future__ import annotations

import click

from docs.build.pages import stale, write


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; say what is stale.")
def main(check: bool) -> None:
    """Write the pages of docs/ that are made from the code."""
    if not check:
        write()
        return
    if found := stale():
        raise click.ClickException(f"stale: {', '.join(found)}; run `make docs`")
    click.echo("docs/ is up to date.")


if __name__ == "__main__":
    main()
