"""Numbers of levers as they are shown: rounded to what matters."""

import pytest

pytest.importorskip("nicegui")

from entente.browser.levers.sliders import rounded


@pytest.mark.parametrize(
    ("value", "shown"), [(8.42, 8), (1.39, 1.4), (0.0337, 0.034), (33.3, 33), (0.0, 0), (-0.34, -0.34), (99.6, 100)]
)
def test_a_number_that_nobody_has_set_is_rounded(value, shown):
    assert rounded(value) == shown
