"""What a finished run is held against the record with: first deals, who left and joined, cases finished."""

import math

import numpy as np

from sim.record import FORMED, LAPSED, RENEWED
from sim.rules.pairs import first_signed
from sim.rules.run_casework import finished_of_kind
from sim.rules.run_network import left_and_joined

LOG = np.array([
    [3, 0, 1, 2, FORMED], [3, 1, 0, 4, FORMED], [5, 0, 1, 1, FORMED], [7, 0, 1, -1, RENEWED], [9, 0, 2, -1, LAPSED],
    [11, 2, 0, 0, FORMED], [12, 0, 3, 5, FORMED],
])  # fmt: skip


def test_the_first_deal_has_the_types_of_its_month():
    month, types = np.empty(4, dtype=np.int64), np.empty(4, dtype=np.int64)
    first_signed(LOG, 6, np.array([[0, 1], [0, 2], [1, 2], [0, 3]]), month, types)
    assert month.tolist() == [3, 11, -1, -1]  # the last line is beyond the six
    assert types.tolist() == [0b10100, 0b1, 0, 0]


def test_who_left_and_came_back_has_left_and_only_the_later_months_count():
    tiers = np.array([[0, 1, 1, 0], [1, 1, 1, 0], [1, 0, 1, 2], [1, 1, 1, 0]], dtype=float)
    founding = np.array([True, True, True, False])
    assert tuple(left_and_joined(tiers, 0, founding)) == (2, 1)
    assert tuple(left_and_joined(tiers, 1, founding)) == (1, 1)
    assert tuple(left_and_joined(tiers, 3, founding)) == (0, 0)
    assert tuple(left_and_joined(tiers, 9, founding)) == (0, 0)


def test_cases_of_a_kind_that_were_finished_in_time():
    kinds, finished = np.array([1, 1, 1, 2, 1]), np.array([4.0, 5.5, math.nan, 5.0, 9.1])
    assert finished_of_kind(kinds, finished, 1, 4, 8) == 2
    assert finished_of_kind(kinds, finished, 1, 5, 9) == 2
    assert finished_of_kind(kinds, finished, 3, 0, 9) == 0
