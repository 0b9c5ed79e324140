"""A retailer's real file, from its bytes to the picture."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from clavero.ledger.services import import_file
from clavero.portfolio.selectors import data_span, portfolio_picture
from clavero.portfolio.testing import SYSTEM

pytestmark = [pytest.mark.trial, pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
FILE = Path(__file__).parents[5] / "shared/data/online_retail/online_retail.csv"


@pytest.mark.skipif(not FILE.exists(), reason="the trial reads ../shared/data/online_retail")
def test_the_retailer_s_real_file():
    import_file(SYSTEM, path=FILE, name=FILE.name, choices=None)
    period = data_span()
    assert period is not None
    picture = portfolio_picture(SYSTEM, period=period)
    summary = picture.summary
    assert summary.net_sales == Decimal("9747747.934")
    assert summary.net_sales - summary.unattributed == Decimal("8300065.814")
    # In floats 4,322 seem to be above zero: five gave back exactly what they bought.
    assert (summary.customers, summary.ranked) == (4372, 4317)
    assert [(row.code, row.net_sales) for row in picture.rows[:3]] == [
        ("14646", Decimal("279489.02")),
        ("18102", Decimal("256438.49")),
        ("17450", Decimal("187482.17")),
    ]
    assert summary.top20_share is not None
    assert round(summary.top20_share, 4) == Decimal("0.7346")
    assert picture.is_margin_unknown
