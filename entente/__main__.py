"""`python -m entente` is the command `entente`: this file is where both begin.

It imports little, so that a stop is heard early; and it looks for Entente's packages beside this one only, since Python
would take a file `sim.py` or `results.py` of the current folder for one of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run a command line (left out: that of this process) and exit."""
    from scenarios import ending

    with ending.listening():
        code = _code(words)
    ending.leave(code)


def _code(words: Sequence[str] | None) -> int:
    """The exit code of a command line; what is heard before the command line stands is answered here."""
    from scenarios import ending

    try:
        from entente.cli import main as command_line

        command_line(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt as error:
        print(f"{ending.said(error)}; nothing was finished.", file=sys.stderr)
        return ending.code_of(error)
    return 0


def _without_the_current_folder() -> None:
    """Python puts the current folder first with `-m`: take it away, unless it is where Entente lies."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not sys.flags.safe_path and sys.path and os.path.realpath(sys.path[0]) != os.path.realpath(here):
        del sys.path[0]


if __name__ == "__main__":
    _without_the_current_folder()
    main()
