"""Assignment to whole arrays, in loops: a compiled slice brings a message about shapes that takes long to compile."""

from __future__ import annotations

from sim.compiled import rule


@rule
def fill(out, value):
    """Set all of a one-dimensional array to a value."""
    for k in range(out.shape[0]):
        out[k] = value


@rule
def fill_table(out, value):
    """Set all of a two-dimensional array to a value."""
    for k in range(out.shape[0]):
        for n in range(out.shape[1]):
            out[k, n] = value


@rule
def copy(values, out):
    """Copy a one-dimensional array into another of the same length."""
    for k in range(out.shape[0]):
        out[k] = values[k]


@rule
def copy_table(values, out):
    """Copy a two-dimensional array into another of the same shape."""
    for k in range(out.shape[0]):
        for n in range(out.shape[1]):
            out[k, n] = values[k, n]
