"""Bootstrap samples of futures: how sure a ranking is, given that other futures might have been drawn.

What is drawn is what was drawn when the futures were made (``futures.Futures.group``): points of a sample, replicates
of a grid. What stays is not in doubt here, and 'how surely' says nothing of it.
"""

from __future__ import annotations

import numpy as np

SAMPLES = 1000


def weights(group: np.ndarray, seed: int, samples: int = SAMPLES) -> np.ndarray:
    """(B, F) how often each future stands in each sample; futures of one group are drawn together.

    The same for the same groups and seed, so that all that is compared is compared on the same samples (paired).
    """
    _, place = np.unique(group, return_inverse=True)
    count = int(place.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=samples)
    return drawn[:, place].astype(np.float64)
