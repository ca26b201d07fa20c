"""Following a tutorial as its reader would: its blocks in order, in one folder, one shell and one Python.

What the fences of a tutorial mean:

- ``bash``: run in the shell, in which variables and background jobs live on. ``bash fails``: its last command must end
  with exit code 2, a mistake in the input.
- ``python``: run in the Python of the tutorial, in which names live on.
- ``toml file=NAME`` (or ``csv``, ``text``): written as that file.
- ``text`` right after a block that is run: what it prints, standard output and standard error; see ``check_output``.
- ``slow`` after any kind: only followed if slow ones are wanted, and so is the output after it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w+)([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = ("toml", "csv", "text")
LEFT_OUT = "..."
# Of a time, a speed or a size on disk only the number is not compared: it differs from run to run.
MEASURED = re.compile(r"\d[\d,.]*(?= (?:s|seconds?|minutes?|kB|MB|GB|runs a second)\b)")
# What a slow or new machine says besides.
PASSING = re.compile(r"Compiling the ensemble: |[\d,]+ of [\d,]+, [\d,]+ a second")
TIME_LIMIT = 1200  # seconds a block may take on a busy machine


@dataclass
class Block:
    """A fenced block: its kind, the words after it, its text, and its line in the page."""

    kind: str
    words: tuple[str, ...]
    text: str
    line: int

    @property
    def file(self) -> str | None:
        """The file that it is written as."""
        return next((word.partition("=")[2] for word in self.words if word.startswith("file=")), None)

    @property
    def is_output(self) -> bool:
        """Whether it shows what the block before it prints."""
        return self.kind == "text" and self.file is None


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page in their order; ValueError for one whose meaning is not known."""
    found = []
    for match in FENCE.finditer(page):
        block = Block(match[1], tuple(match[2].split()), match[3], page.count("\n", 0, match.start()) + 1)
        plain = [word for word in block.words if not word.startswith("file=")]
        known = set(plain) <= {"slow", "fails"} and ("fails" not in plain or block.kind == "bash")
        if not known or (block.kind not in ("bash", "python", *FILES)) or (block.file and block.kind not in FILES):
            raise ValueError(f"line {block.line}: a block '{block.kind} {' '.join(block.words)}' has no meaning")
        if block.kind in ("toml", "csv") and block.file is None:
            raise ValueError(f"line {block.line}: a {block.kind} block without file=NAME")
        found.append(block)
    return found


class Reader:
    """Somebody who follows one tutorial in a folder. A context manager: what it started ends with it.

    folder : an empty folder, which becomes the current one.  replaced : texts of the page and what is run instead
        (a port that is free here).
    """

    def __init__(self, folder: Path, replaced: dict[str, str]) -> None:
        self.folder, self.replaced = folder / "here", replaced
        self._made = folder / "made"
        self.folder.mkdir()
        self._made.mkdir()
        self._names: dict[str, object] = {"__name__": "__main__"}
        self._shell = subprocess.Popen(["bash"], cwd=self.folder, env=_environment(folder), text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       start_new_session=True)  # fmt: skip
        self._tell("set -e")

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._shell.communicate()

    def follow(self, block: Block) -> str:
        """Do what a block says: what it printed. AssertionError, with that, if it fails (or does not, and should)."""
        text = block.text
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        if block.file is not None:
            path = self.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return ""
        printed = self._python(text, block.line) if block.kind == "python" else self._bash(text, block)
        for old, new in self.replaced.items():
            printed = printed.replace(new, old)
        return printed

    def _python(self, text: str, line: int) -> str:
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(compile("\n" * line + text, "the tutorial", "exec"), self._names)
        return printed.getvalue()

    def _bash(self, text: str, block: Block) -> str:
        script, out = self._made / f"{block.line}.sh", self._made / f"{block.line}.txt"
        script.write_text(text, encoding="utf-8")
        fails = "fails" in block.words
        run, mark = f". {script} >{out} 2>&1 </dev/null", f"done {block.line}"
        self._tell(
            f"set +e\n{run}\nstatus=$?\nset -e\n[ $status = 2 ]\necho {mark}" if fails else f"{run}\necho {mark}"
        )
        ended = self._reaches(mark)
        printed = out.read_text(encoding="utf-8")
        assert ended, f"line {block.line}: {'no mistake was found' if fails else 'a command failed'}:\n{printed}"
        return printed

    def _tell(self, text: str) -> None:
        assert self._shell.stdin is not None
        self._shell.stdin.write(text + "\n")
        self._shell.stdin.flush()

    def _reaches(self, mark: str) -> bool:
        """Whether the shell gets as far as to print this: it ends where a command fails, or takes too long."""
        assert self._shell.stdout is not None
        limit = threading.Timer(TIME_LIMIT, self._end)
        limit.start()
        try:
            return any(line.rstrip("\n") == mark for line in iter(self._shell.stdout.readline, ""))
        finally:
            limit.cancel()

    def _end(self) -> None:
        """End the shell and what it started, background jobs too."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._shell.pid, signal.SIGKILL)


def check_output(shown: str, printed: str) -> str:
    """'' if a page shows what was printed, else what differs.

    The page shows all of it, line by line, without spaces at ends of lines; what it leaves out it marks by '...', as a
    line of its own or within a line. Numbers of times and sizes are not compared (``MEASURED``), and lines of
    progress are passed over (``PASSING``).
    """
    pattern = ""
    for line in _plain(shown):
        if line.strip() == LEFT_OUT:
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.split(LEFT_OUT)) + "\n"
    text = "".join(line + "\n" for line in _plain(printed))
    if re.fullmatch(pattern, text):
        return ""
    return f"the page shows\n{shown}\nand it printed\n{printed}"


def _plain(text: str) -> list[str]:
    """The lines of a text as they are compared: no escape codes, no spaces at the end, no blank first and last line."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", text).strip("\n").split("\n")
    return [MEASURED.sub("#", line.rstrip()) for line in lines if not PASSING.match(line)]


def _environment(folder: Path) -> dict[str, str]:
    """The environment of the shell: this Python's ``entente``, ``python`` and ``dask``, and this source."""
    programs = folder / "bin"
    programs.mkdir()
    for name, words in (("entente", "-m entente"), ("dask", "-m dask"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    sources = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    fixed = {"PATH": path, "PYTHONPATH": sources, "PYTHONUNBUFFERED": "1", "COLUMNS": "100", "NO_COLOR": "1"}
    return {**os.environ, **fixed}


def shell_is_there() -> bool:
    """Whether there is a bash here (not on most Windows machines)."""
    return shutil.which("bash") is not None and os.name == "posix"
