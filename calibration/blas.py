"""Linear algebra on one thread: the same bytes on any number of cores, and no waiting where cores are shared."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, wraps
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@lru_cache(maxsize=1)
def _controller() -> Any:
    """None without threadpoolctl (it comes with scikit-learn): sums may then differ in their last digit."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """While it lasts, the libraries of linear algebra use one thread."""
    controller = _controller()
    return nullcontext() if controller is None else controller.limit(limits=1, user_api="blas")


def single(function: Function) -> Function:
    """A function that does its linear algebra on one thread."""

    @wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        with one_thread():
            return function(*args, **kwargs)

    return inner  # type: ignore[return-value]
