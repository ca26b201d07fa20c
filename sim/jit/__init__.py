"""The compiler's corner: all that is needed to compile rules, and nothing of the model.

Only this folder imports numba and llvmlite. Rules take from it ``rule`` and the bit helpers, the engines also the
world's pointer. Without compilation (``ENTENTE_JIT=0``) everything here is plain Python.
"""

from sim.jit import overrides
from sim.jit.bits import lowest, ones
from sim.jit.decorator import JIT, PLACES, rule, sources_hash
from sim.jit.pointer import Worlds, copy_array, world_at

__all__ = ["JIT", "PLACES", "Worlds", "copy_array", "lowest", "ones", "overrides", "rule", "sources_hash", "world_at"]
