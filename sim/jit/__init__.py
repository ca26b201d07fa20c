"""The compiler's corner: all that is needed to compile rules, and nothing of the model.

Only this folder imports numba and llvmlite. Rules take from it ``rule`` and the bit helpers, the engines also the
world's pointer. Without compilation (``ENTENTE_JIT=0``) everything here is plain Python. Numba is imported with the
first name that needs it: the command line asks for ``overrides`` only, and must answer at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.jit import overrides
    from sim.jit.bits import lowest, ones
    from sim.jit.decorator import JIT, PLACES, rule, sources_hash
    from sim.jit.pointer import Worlds, copy_array, world_at

__all__ = ["JIT", "PLACES", "Worlds", "copy_array", "lowest", "ones", "overrides", "rule", "sources_hash", "world_at"]
_MODULES = {"bits": ("lowest", "ones"), "pointer": ("Worlds", "copy_array", "world_at"),
            "decorator": ("JIT", "PLACES", "rule", "sources_hash")}  # fmt: skip


def __getattr__(name: str) -> Any:
    """A name of one of the modules, imported when it is asked for."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
