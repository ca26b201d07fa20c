"""Where a scenario's rules are not those in force in this process, the work is done in a fresh one that has them."""

from __future__ import annotations

import inspect
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import IO, Any, ParamSpec, TypeVar, cast

from scenarios import custom_rules, ending
from scenarios.schema import Scenario, load_scenario
from sim.errors import EntenteError, InputError
from sim.jit import overrides

P = ParamSpec("P")
R = TypeVar("R")


def with_its_rules(function: Callable[P, R]) -> Callable[P, R]:
    """A function of a scenario, made to run where the scenario's rules are in force.

    It must have the arguments ``scenario`` and ``allow_rules``: a file that the scenario names is not even imported
    unless the caller allows it (``custom_rules.check_allowed``).
    """
    signature = inspect.signature(function)
    call: Callable[..., R] = function

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = dict(bound.arguments)
        given["scenario"] = load_scenario(given["scenario"])
        custom_rules.check_allowed(given["scenario"].rules, given["allow_rules"])
        text = custom_rules.variable(given["scenario"].rules)
        if text == overrides.TEXT:
            return call(**given)
        return cast(R, _elsewhere(function, given, text))

    return run


def require(scenario: Scenario) -> None:
    """InputError unless the scenario's rules are in force here."""
    if custom_rules.variable(scenario.rules) != overrides.TEXT:
        problem = "the scenario's rules are not those in force in this process"
        allowed = "the command line, entente.compare and entente.run, which start a process with them"
        raise InputError(problem, key="rules", allowed=allowed)


def command_again(words: list[str], text: str) -> int:
    """A command line of Entente in a process with these rules; its exit code."""
    call, pipe, pipes = "from entente.__main__ import main; main(sys.argv[1:])", [], {}
    if os.name == "posix":  # it ends when this process does, which closes the other end of the pipe
        pipe = list(os.pipe())
        call, pipes = f"from scenarios.ending import end_with; end_with({pipe[0]}); {call}", {"pass_fds": pipe[:1]}
    try:
        with _passed_on(*ending.SIGNALS) as processes:
            processes.append(_start(call, text, words, **pipes))
            code = processes[0].wait()
    finally:
        for end in pipe:
            os.close(end)
    return code if code >= 0 else 128 - code


# ---- here ----------
def _start(call: str, text: str, words: list[str] | None = None, **pipes: Any) -> subprocess.Popen[bytes]:
    """A process of its own session that imports what this one does, with the rules that ``text`` names.

    It begins with stops held back, and hears them when it can answer: ``ending.hear``.
    """
    environment = {key: value for key, value in os.environ.items() if key != overrides.VARIABLE}
    environment |= {overrides.VARIABLE: text} if text else {}
    code = f"import sys; sys.path[:] = {[str(part) for part in sys.path]!r}; {call}"
    command = [sys.executable, "-c", code, *(words or [])]
    with ending.shielded():
        return subprocess.Popen(command, env=environment, start_new_session=True, **pipes)


@contextmanager
def _passed_on(*signals: signal.Signals) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Hand these signals on to the process that is put into the list, which then ends as it likes.

    Those that are ignored here (``nohup``) are ignored there.
    """
    processes: list[subprocess.Popen[bytes]] = []
    if threading.current_thread() is not threading.main_thread():
        yield processes
        return

    def hand_on(number: int, frame: Any) -> None:
        if not processes:
            raise ending.Stopped(number)
        if os.name == "posix":  # elsewhere the console tells the process itself
            processes[0].send_signal(number)

    heard = [number for number in signals if signal.getsignal(number) not in (signal.SIG_IGN, None)]
    before = {number: signal.signal(number, hand_on) for number in heard}
    try:
        yield processes
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _elsewhere(function: Callable[..., Any], given: dict[str, Any], text: str) -> Any:
    """What the function returns, or raises, in a process with the rules that ``text`` names."""
    if function.__name__ == "run_single":
        _refuse_what_is_read_later(given["scenario"])
    progress = given.pop("progress", None)
    call = "from scenarios.fresh_process import serve; serve()"
    with _start(call, text, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            with _passed_on(signal.SIGINT) as processes:
                processes.append(process)
                assert process.stdin is not None and process.stdout is not None
                pickle.dump((function.__module__, function.__name__, progress is not None), process.stdin)
                pickle.dump(given, process.stdin)
                process.stdin.flush()  # and left open: the process ends when it is closed
                kind, value = _answer(process.stdout, progress)
        except (EOFError, BrokenPipeError):
            raise EntenteError("the process with the scenario's rules ended without a result") from None
        except BaseException:
            process.kill()
            raise
    if kind == "failed":
        raise value
    return value


def _answer(stream: IO[bytes], progress: Any) -> tuple[str, Any]:
    """How it ended, 'done' or 'failed', and with what; progress is told on the way."""
    while True:
        kind, value = pickle.load(stream)
        if kind != "progress":
            return kind, value
        progress(*value)


def _refuse_what_is_read_later(scenario: Scenario) -> None:
    """A record is explained in this process, with its rules."""
    later = [rule for rule in custom_rules.READ_LATER if scenario.rules is not None and rule in scenario.rules.replace]
    if later:
        raise InputError(
            "needed again in this process, to explain the run",
            key="rules.replace",
            value=", ".join(later),
            allowed="`entente run` and `entente explain` on the command line; entente.compare",
        )


# ---- there ----------
def serve() -> None:
    """Do what ``_elsewhere`` asks for. What the researcher's file prints goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as stream:
        os.dup2(2, 1)

        def send(kind: str, value: Any) -> None:
            stream.write(pickle.dumps((kind, value)))
            stream.flush()

        try:
            ending.hear()
            module, name, tell = pickle.load(sys.stdin.buffer)
            function = getattr(__import__(module, fromlist=[name]), name)
            more = {"progress": lambda *counts: send("progress", counts)} if tell else {}
            given = pickle.load(sys.stdin.buffer)
            ending.end_with(sys.stdin.fileno())
            send("done", function(**given, **more))
        except (EntenteError, KeyboardInterrupt) as error:
            send("failed", error)
        except BrokenPipeError:
            pass  # nobody waits any more
        except Exception as error:
            traceback.print_exc()
            send("failed", EntenteError(f"{type(error).__name__}: {error}"))
