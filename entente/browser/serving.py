"""The server as a process: where it listens, what it prints, how it ends."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entente.browser import door
from entente.browser.setting import Setting
from entente.browser.work import Superseded
from scenarios import ending
from sim.errors import InputError

if TYPE_CHECKING:
    import uvicorn

FOLDER = "sessions"
A_WHILE = 2  # seconds that open connections are given at the end


def own_folder() -> Path:
    """Where sessions are kept unless a folder is named: among what the system keeps for this user's programs."""
    import platformdirs

    return Path(platformdirs.user_data_dir("entente", appauthor=False)) / FOLDER


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; InputError that says what to do if there can be none."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host.strip() or " ", port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        allowed = "an address of this machine, e.g. 127.0.0.1 (this machine alone) or 0.0.0.0 (whoever reaches it)"
        raise InputError("no such address", key="host", value=host, allowed=allowed) from None
    listener = socket.socket(family, kind)
    try:
        if os.name == "posix":  # elsewhere it would let two programs listen at one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _cannot_listen(host, port, error) from None
    return listener


def _cannot_listen(host: str, port: int, error: OSError) -> InputError:
    if error.errno == errno.EADDRINUSE:
        allowed = "a port that nobody uses: --port 0 takes a free one"
        return InputError("another program listens there already", key="port", value=port, allowed=allowed)
    if error.errno == errno.EACCES:
        return InputError("not allowed to listen there", key="port", value=port, allowed="a port from 1024 on, or 0")
    problem = f"cannot listen there: {error.strerror or error}"
    return InputError(problem, key="host", value=host, allowed="an address of this machine, e.g. 127.0.0.1 or 0.0.0.0")


def serve(setting: Setting, ready: Callable[[list[str], Path], None]) -> None:
    """Serve until a signal stops it, which is then raised again (``scenarios.ending.Stopped``).

    ready : told the addresses and the folder, once pages are answered.
    """
    import uvicorn
    from fastapi import FastAPI

    from entente.browser import engine
    from entente.browser.app import crowded, put_together
    from entente.browser.guard import Guard
    from entente.browser.hall import Hall
    from scenarios.session.kept import Folder

    _quiet()
    folder = setting.folder if setting.folder is not None else own_folder()
    listener = listen(setting.host, setting.port)
    with listener, _ours(folder):
        port = listener.getsockname()[1]
        found = door.addresses(setting.host, port, setting.token)
        outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        put_together(outer, Hall(Folder(folder), setting.scenarios), setting, found)
        config = uvicorn.Config(
            Guard(outer, door.Door(setting.host, setting.token), crowded),
            log_config=None,
            access_log=False,
            ws="wsproto",
            ws_max_size=1_000_000,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=A_WHILE,
        )

        def up() -> None:
            ready(found, folder)
            engine.prepare()

        server = _server(config, up)
        server.run(sockets=[listener])
        if not server.started:
            raise InputError("the server could not be started", allowed="see the message above")


@contextmanager
def _ours(folder: Path) -> Iterator[None]:
    """The folder is this server's alone: two would write over each other's sessions."""
    from scenarios.claims import TakenError, locked

    try:
        with locked(folder, key="folder"):
            yield
    except TakenError:
        allowed = "another --folder, or the page of the one that runs"
        raise InputError(
            "another workshop keeps its sessions there", key="folder", value=str(folder), allowed=allowed
        ) from None


def _server(config: uvicorn.Config, ready: Callable[[], None]) -> uvicorn.Server:
    """A server that tells when it is ready, and ends at every signal that ends a command."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            asyncio.get_running_loop().set_exception_handler(_unheard)
            await super().startup(sockets)
            ready()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            before = {number: signal.getsignal(number) for number in ending.SIGNALS}
            heard = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
            for number in heard:
                signal.signal(number, self.handle_exit)
            try:
                yield
            finally:
                for number in heard:
                    signal.signal(number, before[number])
            for number in self._captured_signals[:1]:
                signal.raise_signal(number)

    return Server(config)


def _unheard(loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
    """An error that nobody waits for. That something was overtaken is none."""
    if not isinstance(what.get("exception"), Superseded):
        loop.default_exception_handler(what)


def _quiet() -> None:
    """Of the toolkit's messages only what is wrong, each in one line."""

    class Line(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            if record.exc_info and not debugging():
                error: Any = record.exc_info[1]
                said = record.getMessage().splitlines()[0]
                return f"Error: {said}: {type(error).__name__}: {error} (ENTENTE_DEBUG=1 says where)"
            return super().format(record)

    handler = logging.StreamHandler()
    handler.setFormatter(Line("%(levelname)s: %(message)s"))
    for name in ("nicegui", "uvicorn", "asyncio", "entente"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.ERROR)


def debugging() -> bool:
    """Whether tracebacks are wanted."""
    return os.environ.get("ENTENTE_DEBUG", "") not in ("", "0")
