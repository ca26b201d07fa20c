"""Rules read rows as lists in plain Python and as arrays when compiled: what they write arrives all the same."""

import os
import subprocess
import sys

import numpy as np
import pytest

from sim.compiled import rule
from sim.plain import put_back, row_of


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


PROGRAM = """
import numpy as np
from sim.plain import read_singly
values = read_singly(np.array([0.1, 2.0]))
print(type(values).__name__, type(values[0]).__name__, float(values[0]).hex(), len(values))
"""


@pytest.mark.parametrize(("compiled", "kinds"), [("1", ("ndarray", "float64")), ("0", ("list", "float"))])
def test_constants_are_lists_of_the_same_numbers_in_plain_python(compiled, kinds):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | {"ENTENTE_JIT": compiled}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == [*kinds, (0.1).hex(), "2"]
