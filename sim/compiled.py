"""The one decorator of the rule book: ``@rule`` compiles a function with numba, or leaves it plain Python.

``ENTENTE_JIT=0``, or numba's own ``NUMBA_DISABLE_JIT=1``, runs every rule as plain Python (for reading, debugging and
coverage); results are the same. The compiled code is kept (``sim.compile_cache``) in a folder named after a hash of the
rule book's sources, because numba's own cache does not notice an edit in another file that a cached function calls.
Rules of a researcher's own take their place here (``sim.replaced``), so all that calls them is compiled with them.
"""

from __future__ import annotations

import dis
import hashlib
import os
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from sim import compile_cache, replaced


def _wanted() -> bool:
    """Whether rules are compiled: unless Entente's own switch or numba's says no."""
    if os.environ.get("ENTENTE_JIT", "1") == "0":
        return False
    from numba import config

    return not config.DISABLE_JIT  # type: ignore[attr-defined]


JIT = _wanted()


def sources_hash() -> str:
    """Hash of every source file of ``sim`` and of what replaces rules: all of the rules that results depend on."""
    digest = hashlib.blake2b(replaced.identity().encode(), digest_size=8)
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if JIT:
    import numba
    from numba.core import caching
    from numba.np import arrayobj

    PLACES = compile_cache.places(sources_hash())
    compile_cache.note_use(PLACES)
    if PLACES:  # for what a researcher's own file compiles and caches beside its rules
        numba.config.CACHE_DIR = str(PLACES[0].folder)  # type: ignore[attr-defined]
    numba.config.SLP_VECTORIZE = 0  # type: ignore[attr-defined] # straight code gains nothing by it

    def _fix_index(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
        """Rules count from the front, never with an index below 0: compiled they need not look whether it is one."""
        if builder.function.name.startswith("_ZN3sim"):  # what is written in this package
            return context.cast(builder, index, kind, numba.types.intp)
        return _usual_index(context, builder, kind, index, size)

    _usual_index: Any = getattr(arrayobj, "fix_integer_index", None)
    if _usual_index is not None:  # else a numba that does it elsewhere: slower, with the same results
        arrayobj.fix_integer_index = _fix_index

    _OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}

    _SCALARS = {"int64", "uint64", "float64", "bool_"}  # what a rule may use of numpy without making an array
    _ENCLOSED: set[Callable[..., Any]] = set()

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

    class _Kept(caching.FunctionCache):
        """Numba's cache of a rule, with files of our own."""

        _impl_class = _Forms
        _cache_file: Any

        def __init__(self, function: Callable[..., Any]) -> None:
            super().__init__(function)
            self.stamp = (numba.__version__, self._impl.locator.get_source_stamp())
            self._cache_file = compile_cache.CodeFiles(PLACES, self.cache_path, self._impl.filename_base, self.stamp)

        def holds(self, codegen: Any) -> bool:
            """Whether a form of the rule for this processor is kept."""
            return any(key[1] == codegen.magic_tuple() for key in self._cache_file.kept())

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Compile a rule (no fastmath, no global lock, kept between processes)."""
        return _compiled(function)

    def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
        """A rule that is written into whatever rule calls it: passing many arrays costs more than what it does."""
        return _compiled(function, forceinline=True)

    def enclosed(function: Callable[..., Any]) -> Callable[..., Any]:
        """A rule that makes arrays, or calls what does, and hands out none: its callers need not count theirs."""
        _ENCLOSED.add(function)
        return _compiled(function)

    def _compiled(function: Callable[..., Any], **options: Any) -> Callable[..., Any]:
        compiled: Any = numba.njit(**_OPTIONS, **options)(replaced.in_force(function))
        compiled._cache = _Kept(compiled.py_func)
        compiled.get_call_template = partial(_plain_call, compiled.get_call_template)
        compiled._compiler.compile = partial(_compile, compiled, compiled._compiler.compile)
        return replaced.guarded(compiled)

    def _compile(compiled: Any, usual: Callable[..., Any], args: tuple, returns: Any) -> Any:
        """Compile a rule that makes no array without counting who uses its arrays: its callers hold them."""
        compiled.targetoptions["_nrt"] = _makes_arrays(compiled.py_func)
        return usual(args, returns)

    @cache
    def _makes_arrays(function: Callable[..., Any]) -> bool:
        """Whether a rule, or one that it calls, may make an array. What is not of the rule book may do anything."""
        if not function.__module__.startswith("sim."):
            return True
        names, known = function.__code__.co_names, function.__globals__
        if ("copy" in names and "copy" not in known) or not _SCALARS.issuperset(_taken_of_numpy(function)):
            return True
        found = [known[name] for name in names if name in known]
        found += [getattr(part, name, None) for part in found if isinstance(part, ModuleType) for name in names]
        called = [one.py_func for one in found if isinstance(one, numba.core.dispatcher.Dispatcher)]
        return any(_makes_arrays(one) for one in called if one not in _ENCLOSED)

    def _taken_of_numpy(function: Callable[..., Any]) -> set[str]:
        """Names that follow ``np.`` in a rule."""
        steps = pairwise(dis.get_instructions(function))
        return {after.argval for step, after in steps if step.opname == "LOAD_GLOBAL" and step.argval == "np"}

    def _plain_call(template: Callable[..., Any], args: tuple, kws: dict[str, Any]) -> Any:
        """Numba would compile a rule anew for every constant that it is called with: take constants as numbers."""
        plain = numba.types.unliteral
        return template(tuple(plain(kind) for kind in args), {name: plain(kind) for name, kind in kws.items()})

else:

    def rule(function: Callable[..., Any]) -> Callable[..., Any]:
        """Leave the rule as plain Python."""
        return replaced.in_force(function)

    PLACES = ()
    inlined = enclosed = rule
