"""Batches made by the workers of a Dask cluster. They only compute: what they make comes back, and is kept here.

Workers may come, go and die at any time: what one had in hand is made again by another, with the same bytes. All must
run the same code with the same libraries, which is checked before the first batch.
"""

from __future__ import annotations

import logging
import pickle
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scenarios.outlines import code_outline, difference_text
from sim.errors import EntenteError, InputError, InputErrors
from sim.jit import overrides

if TYPE_CHECKING:
    import distributed

    from scenarios.batches import Batches
    from scenarios.execute import Made

SCHEMES = ("tcp://", "tls://")
TIMEOUT = 10.0  # seconds to reach the scheduler
FIRST = 60.0  # seconds to wait for a first worker
PATIENCE = 120.0  # seconds without any worker, in the midst of the work
KEPT = "what is finished is kept, and the same command goes on with it"
GLANCE = 5.0  # seconds between two looks at the workers


class Cluster:
    """An executor (``scenarios.execute.Executor``) on a Dask cluster that is running; see ``cluster``."""

    def __init__(self, client: distributed.Client, address: str) -> None:
        self._client, self.address = client, address

    @property
    def workers(self) -> int:
        """Number of workers just now."""
        return len(self._client.nthreads())

    def make(self, batches: Batches, numbers: Sequence[int]) -> Generator[Made, None, None]:
        """See ``Executor``. EntenteError if the scheduler or all workers are gone, or a batch kills its workers."""
        from scenarios.cluster_worker import BatchMaker

        maker = BatchMaker(uuid.uuid4().hex, pickle.dumps(batches.plan), batches.engine, code_outline())
        self._client.register_plugin(maker, name=maker.name)
        waiting: dict[distributed.Future, int] = {}
        try:
            yield from self._made(maker.name, numbers, waiting)
        finally:
            with suppress(Exception):  # a scheduler that is gone needs no farewell
                self._client.cancel(list(waiting), force=True)
                self._client.unregister_worker_plugin(maker.name)

    def _made(
        self, name: str, numbers: Sequence[int], waiting: dict[distributed.Future, int]
    ) -> Generator[Made, None, None]:
        """Batches as they come; as many are handed out as keep the workers busy."""
        from scenarios.cluster_worker import make_batch

        left, seen, looked, most = iter(numbers), time.monotonic(), 0.0, 0
        while True:
            now = time.monotonic()
            if now - looked > GLANCE:
                most, looked = 2 * self._threads(), now
                seen = now if most else seen
                self._check_patience(now - seen)
            while len(waiting) < most and (number := next(left, None)) is not None:
                key = f"{name}-{number}"
                future = self._client.submit(make_batch, name, number, key=key, pure=False)
                waiting[future] = number
            if not waiting and most:
                return
            for future in self._finished(waiting):
                del waiting[future]
                yield self._result(future)

    def _threads(self) -> int:
        """Threads of all workers just now; EntenteError if the scheduler does not answer."""
        try:
            return int(sum(self._client.nthreads().values()))
        except Exception as error:
            raise self._lost(error) from None

    def _check_patience(self, alone: float) -> None:
        if alone > PATIENCE:
            raise EntenteError(f"the cluster at {self.address} has had no worker for {PATIENCE:.0f} seconds; {KEPT}")

    def _finished(self, waiting: dict[distributed.Future, int]) -> list[distributed.Future]:
        """Those of the batches handed out that are finished; waits for one, but not longer than ``GLANCE``."""
        from distributed import wait

        if not waiting:
            time.sleep(0.1)
            return []
        try:
            with self._client.as_current():
                found = wait(list(waiting), timeout=GLANCE, return_when="FIRST_COMPLETED")
        except TimeoutError:
            return []
        except Exception as error:  # futures are cancelled when their scheduler is gone
            raise self._lost(error) from None
        return [future for future in waiting if future in found.done]

    def _result(self, future: distributed.Future) -> Made:
        """A batch that is finished; its error, if it has one."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        try:
            made: Made = future.result()
        except KilledWorker:
            raise EntenteError(
                f"a batch ended several workers one after another, perhaps for lack of memory; {KEPT}"
            ) from None
        except (CancelledError, FutureCancelledError, OSError, TimeoutError) as error:
            raise self._lost(error) from None
        return made

    def _lost(self, error: Exception) -> EntenteError:
        return EntenteError(
            f"the scheduler at {self.address} is gone ({type(error).__name__}): start it and its workers again; {KEPT}"
        )


@contextmanager
def cluster(address: str, timeout: float = TIMEOUT, first: float = FIRST) -> Iterator[Cluster]:
    """The cluster whose scheduler has this address ('tcp://host:port'), for as long as the block lasts.

    timeout, first : seconds to wait for the scheduler, and for a first worker.

    InputError(s) if it cannot be reached, has no worker, or workers of another version of Entente or its libraries.
    """
    _check(address)
    with _quiet():
        client = _client(address, timeout)
        try:
            _wait_for_workers(client, address, first)
            check_workers(client)
            yield Cluster(client, address)
        finally:
            with suppress(Exception):
                client.close(timeout=2)


def _check(address: str) -> None:
    """InputError unless there is Dask, the address is one, and no rules of one's own are in force."""
    if find_spec("distributed") is None:
        allowed = "pip install 'entente[cluster]'"
        raise InputError("Dask is not installed, which a cluster needs", key="cluster", value=address, allowed=allowed)
    if not isinstance(address, str) or not address.startswith(SCHEMES) or ":" not in address[6:].rstrip(":"):
        allowed = "tcp://host:port (or tls://host:port), as 'dask scheduler' prints it"
        raise InputError("not the address of a scheduler", key="cluster", value=address, allowed=allowed)
    if overrides.TEXT:
        raise InputError(
            "custom rules run on this machine only: a worker keeps the rules that it was started with",
            key="cluster", value=address, allowed="to leave out --cluster, or a scenario without [rules]",
        )  # fmt: skip


def _client(address: str, timeout: float) -> distributed.Client:
    from distributed import Client

    try:
        return Client(address, timeout=timeout, set_as_default=False)
    except Exception as error:  # of the network, of the address, of the protocol
        said = str(error).strip().splitlines()[:1] or [type(error).__name__]
        problem = f"the scheduler cannot be reached within {timeout:g} seconds ({said[0]})"
        allowed = "the address of a running 'dask scheduler' (see docs/cluster.md)"
        raise InputError(problem, key="cluster", value=address, allowed=allowed) from None


def _wait_for_workers(client: distributed.Client, address: str, timeout: float) -> None:
    try:
        client.wait_for_workers(1, timeout=timeout)
    except TimeoutError:
        problem = f"the scheduler has no worker, after {timeout:g} seconds"
        allowed = f"at least one 'dask worker {address}'"
        raise InputError(problem, key="cluster", value=address, allowed=allowed) from None


def check_workers(client: distributed.Client) -> None:
    """InputErrors, one for each worker that runs another version of the code or of a library."""
    here, errors = code_outline(), []
    for worker, there in sorted(client.run(code_outline, on_error="return").items()):
        if isinstance(there, BaseException):
            errors.append(_refused(f"{worker} has no Entente, or another one ({type(there).__name__}: {there})"))
        elif there != here:
            errors.append(_refused(f"{worker} is another: {difference_text(there, here)}"))
    if errors:
        raise InputErrors(errors)


def _refused(problem: str) -> InputError:
    allowed = "workers with the same version of Entente, of Python and of its libraries: the same bytes need them"
    return InputError(f"worker {problem}", key="cluster", allowed=allowed)


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's own messages, which are for those who run a cluster, are left out while it lasts."""
    import distributed  # sets the levels of its loggers when it is imported

    loggers = [logging.getLogger(name) for name in (distributed.__name__, *sorted(logging.root.manager.loggerDict))]
    before = [(one, one.level) for one in loggers if one.name.partition(".")[0] == distributed.__name__]
    for one, _ in before:
        one.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for one, level in before:
            one.setLevel(level)
