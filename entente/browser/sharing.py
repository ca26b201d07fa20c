"""Sharing a session: as a link, a file, an address or a command; and sharing the workshop in one room."""

from __future__ import annotations

import shlex
from urllib.parse import quote

from fastapi import Request
from nicegui import Client, app, ui
from starlette.responses import Response

from entente.browser.copied import copied
from entente.browser.door import is_loopback
from entente.browser.frame import frame, part, refusal, words
from entente.browser.guard import page
from entente.browser.hall import Hall
from entente.browser.opening import BACK, origin_of
from entente.browser.seats.access import code_of, whole_table
from entente.browser.setting import Setting
from scenarios.session.kept import LARGEST_LOG, session_file
from scenarios.session.log import Log
from sim.errors import EntenteError

FILE = "entente-session.json"
SAVED = (
    "Nothing has to be saved by hand: each change is kept on the machine that runs the workshop, and the address above "
    "goes on from there, also after the server was stopped and started again. A file is for taking it elsewhere; the "
    f"start page opens it (at most {LARGEST_LOG // 1000} kB)."
)
OPEN = (
    "What is sent is not encrypted: whoever listens in the network can read along, the token included. So write "
    "nothing that is secret or personal, and do not use it across the internet."
)


def command_of(log: Log) -> str:
    """The command line that tells the same run."""
    scenario = log.played()
    (design,) = scenario.designs
    options = {"design": design, "seed": log.seed, "replicate": log.replicate, "scenario": scenario.link()}
    return shlex.join(
        ["entente", "run", *(word for key, value in options.items() for word in (f"--{key}", str(value)))]
    )


def routes(hall: Hall, setting: Setting, addresses: list[str]) -> None:
    """The pages, and the file."""

    @ui.page("/share/{key}")
    def _share(client: Client, key: str) -> None:
        try:
            table = whole_table(hall, key, client.request)
        except EntenteError as error:
            refusal(error, code_of(error))
            return
        with frame("Share and save this session", key):
            _session(table.log, key, origin_of(ui.context.client.request))

    @app.get("/file/{key}")
    async def _file(request: Request, key: str) -> Response:
        try:
            table = whole_table(hall, key, request)
        except EntenteError as error:
            return page(code_of(error), "There is no such file", str(error), BACK)
        head = {"Content-Disposition": f'attachment; filename="{FILE}"', "Cache-Control": "no-store"}
        return Response(session_file(table.log, table.at), media_type="application/json", headers=head)

    @ui.page("/share")
    def _room() -> None:
        with frame("Share the workshop in one room"):
            _in_one_room(setting, addresses)


# ---- one session -----------------------------------------------------------------------------------------------------
def _session(log: Log, key: str, origin: str) -> None:
    with part("Give somebody a copy"):
        words("p", "Whoever opens this link gets a session of their own, with the same scenario, design, seed and "
              "choices. It holds no names of people. It works as long as this server runs.")  # fmt: skip
        copied("Link to a copy", f"{origin}/open?log={quote(log.link(), safe=':')}", "link")
        words("p", "On another machine with Entente, this text does the same (start page, 'Open a link'):")
        copied("The session as text", log.link(), "text")
    with part("Play together at this table"):
        words("p", "Whoever has this address sees the same table and can make choices at it. Keep it to those who "
              "are to play. For seats with rights of their own, open a room.")  # fmt: skip
        copied("Address of this table", f"{origin}/play/{key}", "address")
        with words("p", ""):
            words("a", "How others reach this machine safely").props("href=/share")
    with part("Save and resume"):
        words("p", SAVED)
        with words("p", ""):
            words("a", "Save as a file").props(f'href="/file/{key}" download={FILE}')
    with part("The same run on the command line"):
        words("p", "It tells the same run, to the last bit, however far it is played here: all choices are in the link "
              "of the scenario.")  # fmt: skip
        copied("Command", command_of(log), "command")


# ---- the workshop ----------------------------------------------------------------------------------------------------
def _in_one_room(setting: Setting, addresses: list[str]) -> None:
    with part("How it stands now"):
        if is_loopback(setting.host):
            words("p", "This server is reached from this machine only. That is the safe way for one screen, or for "
                  "several people who take turns at it.")  # fmt: skip
        else:
            words("p", "This server is reached by every machine of this network that has the whole address, with its "
                  "token. Show it to those in the room and to nobody else:")  # fmt: skip
            for k, address in enumerate(addresses):
                copied("Address", address, f"here-{k}")
    with part("Several laptops in one room"):
        _steps((
            "Stop the server (Ctrl-C) and start it with: entente serve --host 0.0.0.0. It makes a token and prints an "
            "address that holds it.",
            "All laptops must be in the same network. Networks for guests often keep laptops apart: then use a phone's "
            "hotspot, or the tunnel below.",
            "The firewall of this machine must let others in at that port. If a laptop cannot reach it, that is the "
            "first place to look.",
            "Open the printed address on each laptop once; afterwards the browser knows the token.",
            "Stop the server when the session is over. The next start makes another token.",
        ))  # fmt: skip
        words("p", OPEN).classes("notice")
    with part("Through a tunnel, encrypted"):
        words("p", "Where people have accounts on this machine, nothing has to be opened: leave the server as it is, "
              "and have each laptop run")  # fmt: skip
        port = addresses[0].rpartition(":")[2].partition("/")[0]
        words("pre", f"ssh -L 8080:127.0.0.1:{port} NAME@THIS-MACHINE")
        words("p", "Then http://localhost:8080/ on that laptop is this workshop.")


def _steps(texts: tuple[str, ...]) -> None:
    with ui.element("ol"):
        for text in texts:
            words("li", text)
