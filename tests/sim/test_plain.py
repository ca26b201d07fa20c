"""Rules read rows as lists in plain Python and as arrays when compiled: what they write arrives all the same."""

import numpy as np
import pytest

from sim.compiled import JIT, rule
from sim.plain import put_back, read_singly, row_of


@rule
def doubled(values):
    """Twice the values, in place; their sum."""
    total, row = 0.0, row_of(values)
    for k in range(len(row)):
        row[k] *= 2.0
        total += row[k]
    put_back(row, values)
    return total


@pytest.mark.parametrize("how", ["as it runs here", "in plain Python"])
def test_a_row_is_read_and_put_back(how):
    table = np.arange(6.0).reshape(2, 3)
    do = doubled if how == "as it runs here" else getattr(doubled, "py_func", doubled)
    assert do(table[1]) == 24.0
    assert table.tolist() == [[0.0, 1.0, 2.0], [6.0, 8.0, 10.0]]


def test_constants_are_lists_in_plain_python_only():
    assert type(read_singly(np.ones(2))) is (np.ndarray if JIT else list)
