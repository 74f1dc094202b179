"""Year on year: the figures, held against hand calculation and against others' code, and what may be said of them."""

from __future__ import annotations

import numpy as np
import pytest

from mist_dash.core.change import ratios


def test_the_worked_example_comes_out_to_the_last_figure_given() -> None:
    """4 infections in 2,600 line days against 12 in 2,400; exact values by hand calculation elsewhere."""
    found = ratios.of_rates(4, 2600, 12, 2400)
    assert float(found.ratio) == pytest.approx(0.3077, abs=5e-5)
    assert (float(found.low), float(found.high), float(found.p)) == pytest.approx((0.0857, 0.9191, 0.0337), abs=5e-5)
    exact = (found.exact_low, found.exact_high, found.exact_p)
    assert np.array(exact) == pytest.approx((0.0723, 1.0152, 0.0536), abs=5e-5)
