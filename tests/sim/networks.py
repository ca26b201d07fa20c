"""Small networks, drawn at random."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st


@st.composite
def networks(draw, most=8):
    """A symmetric mask of links between 2 to ``most`` nodes."""
    n = draw(st.integers(2, most))
    chosen = draw(st.lists(st.booleans(), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2))
    linked = np.zeros((n, n), dtype=np.int64)
    linked[np.triu_indices(n, 1)] = chosen
    return linked + linked.T


@st.composite
def networks_and_pairs(draw):
    linked = draw(networks())
    a, b = draw(st.permutations(range(len(linked))))[:2]
    return linked, a, b
