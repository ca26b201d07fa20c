"""The two ways whose speed is compared say the same."""

import pandas as pd

from tests.bench.tables import by_frames, by_query, made_up


def test_query_engine_and_data_frames_give_the_same_statistics(tmp_path):
    folder = made_up(12, tmp_path)
    for own, other in zip(by_query(folder), by_frames(folder), strict=True):
        pd.testing.assert_frame_equal(own, other, check_exact=False, rtol=1e-12)
        assert len(own) > 500
