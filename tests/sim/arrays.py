"""Arrays as the rules take them, from what a test has at hand."""

from __future__ import annotations

import numpy as np


def filled(rule, count, *arguments, kind=float):
    """What a rule fills its last argument with, an array of so many numbers."""
    out = np.empty(count, dtype=kind)
    rule(*arguments, out)
    return out
