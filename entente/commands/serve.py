"""entente serve: the workshop in the browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from entente.options import WholeNumber


@click.command("serve", short_help="Open the workshop in the browser.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Where to listen: this machine alone, or 0.0.0.0 for all that reach it (with a token).")  # fmt: skip
@click.option("--port", default=8080, show_default=True, type=WholeNumber(0, 65535), help="0 takes a free one.")
@click.option("--folder", metavar="FOLDER", help="Where sessions are kept [default: among this user's data].")
@click.option("--token", metavar="TEXT|made",
              help="What a browser must know; 'made' makes one. Beyond this machine one is always needed.")  # fmt: skip
@click.option("--open/--no-open", "show", default=None, help="Open a browser [default: where a person looks on].")
@click.option("--scenario", "scenarios", multiple=True, metavar="FILE",
              help="Offer a scenario of your own, too; read once, at the start.")  # fmt: skip
def command(
    host: str, port: int, folder: str | None, token: str | None, show: bool | None, scenarios: tuple[str, ...]
) -> None:
    """Play the network's future in the browser, alone or with others.

    It prints the address to open; nothing is asked of the internet. Ctrl-C stops it, and sessions go on when it is
    started again. docs/workshop-server.md says how to share it safely in one room.
    """
    _check_toolkit()
    from entente.browser.door import token_for
    from entente.browser.serving import serve
    from entente.browser.setting import Setting
    from scenarios.stored_files import named

    place = named(folder, "folder") if folder is not None else None
    setting = Setting(host, port, place, token_for(host, token), _links(scenarios))
    serve(setting, lambda addresses, where: _ready(addresses, where, show))


def _check_toolkit() -> None:
    from scenarios.extras import require

    require("the workshop in the browser", "demo", {"nicegui": "nicegui"})


def _links(scenarios: tuple[str, ...]) -> dict[str, str]:
    """The scenarios as links by name; InputError(s) for those with rules or files of their own."""
    from scenarios.schema import load_scenario
    from sim.errors import InputError

    found: dict[str, str] = {}
    for given in scenarios:
        scenario = load_scenario(given)
        if scenario.name in found:
            raise InputError("named twice", key="scenario", value=scenario.name, allowed="each scenario once")
        found[scenario.name] = scenario.link()
    return found


def _ready(addresses: list[str], folder: Path, show: bool | None) -> None:
    """Say where it is, once it answers."""
    from entente.streams import keep

    click.echo(f"The workshop is at {' or '.join(addresses)} (Ctrl-C stops it; sessions are kept in {folder})")
    sys.stdout.flush()
    keep(f"the sessions are kept in {folder}")
    if show or (show is None and _somebody_looks_on()):
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(addresses[0],), daemon=True).start()


def _somebody_looks_on() -> bool:
    """Whether there is a terminal, and a screen for a browser."""
    screen = sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty()
