"""Numba's cache of a compiled rule, with files of our own (``sim.jit.cache``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numba
from numba.core import caching

from sim.jit.cache import CodeFiles, Place


class _Locator(caching.UserProvidedCacheLocator):
    """Only names the folder of a source file, below every place."""

    def __init__(self, function: Callable[..., Any], file: str) -> None:
        self._py_file, self._lineno = file, function.__code__.co_firstlineno
        self._cache_path = self.get_suitable_cache_subpath(file)

    @classmethod
    def from_function(cls, function: Callable[..., Any], file: str) -> _Locator:
        return cls(function, file)

    def ensure_cache_path(self) -> None:
        """Nothing to do: whoever writes a file makes its folder."""


class _Forms(caching.CompileResultCacheImpl):
    _locator_classes: Any = (_Locator,)


class Kept(caching.FunctionCache):
    """The compiled forms of a rule in the ``places``."""

    _impl_class = _Forms
    _cache_file: Any

    def __init__(self, function: Callable[..., Any], places: Sequence[Place]) -> None:
        super().__init__(function)
        self.stamp = (numba.__version__, self._impl.locator.get_source_stamp())
        self._cache_file = CodeFiles(places, self.cache_path, self._impl.filename_base, self.stamp)

    def holds(self, codegen: Any) -> bool:
        """Whether a form of the rule for this processor is kept."""
        return any(key[1] == codegen.magic_tuple() for key in self._cache_file.kept())
