"""What runs inside a worker of a Dask cluster: it keeps the plan that it was given, and makes batches of it."""

from __future__ import annotations

import pickle
import threading
from typing import TYPE_CHECKING, Any

from distributed import Worker, WorkerPlugin, get_worker

from scenarios.batches import Batches
from scenarios.outlines import code_outline, difference_text
from sim.errors import EntenteError

if TYPE_CHECKING:
    from scenarios.execute import Made


class BatchMaker(WorkerPlugin):
    """A plan on a worker. The scheduler gives it to every worker, also to those that come later.

    plan : pickled, and read by the first batch, once it is sure that the code is the same.  code : what the code was
    where the plan was made (``code_outline``).
    """

    def __init__(self, token: str, plan: bytes, engine: str, code: dict[str, Any]) -> None:
        self.name = f"entente-{token}"
        self._plan, self._engine, self._code = plan, engine, code

    def setup(self, worker: Worker) -> None:
        """Called once in each worker."""
        self._lock = threading.Lock()
        self._batches: Batches | None = None

    def batches(self) -> Batches:
        """The batches of the plan, with this process's own engine."""
        with self._lock:
            if self._batches is None:
                there = code_outline()
                if there != self._code:
                    raise EntenteError(f"a worker that came later is another: {difference_text(there, self._code)}")
                self._batches = Batches(pickle.loads(self._plan), self._engine)
            return self._batches


def make_batch(name: str, number: int) -> Made:
    """One batch of the plan of that name."""
    maker = get_worker().plugins[name]
    assert isinstance(maker, BatchMaker)
    return number, maker.batches().run(number)
