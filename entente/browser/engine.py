"""The engine of the model: loaded when the server starts and not by whoever comes first; compiled if it has to be."""

from __future__ import annotations

import logging
import threading

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

PREPARED = "The model is being prepared: once, one to three minutes. Pages stay empty until then."
LOOK = 1.0  # seconds between two looks at whether it is ready
_compiling = threading.Event()


def prepare() -> threading.Thread:
    """Load the engine in a thread. Where it has to be compiled first, the terminal and the pages say so."""
    from entente.compiling import announce
    from sim.ensemble.loop import simulate

    if not announce(simulate):
        _compiling.set()
    thread = threading.Thread(target=_load, name="engine", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    """Play one short run of each kind."""
    from results.play.futures.ensemble import runs_of
    from scenarios.session.log import started
    from scenarios.session.replay import record_of

    try:
        log = started("teaching", "rotating")
        record_of(log), record_of(log, decisions=True), runs_of(log, replicates=1)
    except Exception:
        logging.getLogger("entente").exception("the model could not be prepared")
    finally:
        _compiling.clear()


def told() -> None:
    """A line in a page for as long as the engine is compiled."""
    if not _compiling.is_set():
        return
    line = TextElement(tag="p", text=PREPARED).classes("notice").props("role=status")

    def look() -> None:
        if not _compiling.is_set():
            line.set_visibility(False)
            timer.cancel()

    timer = ui.timer(LOOK, look)
