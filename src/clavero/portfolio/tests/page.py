"""What the tests of the pages share: a company of two years."""

from __future__ import annotations

from datetime import date

from clavero.ledger.testing import Row
from clavero.portfolio.tests.company import sale, worked_rows

BEFORE = date(2023, 3, 5)


def two_years(*, with_cost: bool = True) -> list[Row]:
    """The worked company of 2024, and the year before: K was the largest, now it is gone."""
    earlier = {"K": 500, "A": 300, "B": 180}
    return [
        sale(None, date(2023, 1, 2), 1),
        *(sale(customer, BEFORE, amount) for customer, amount in earlier.items()),
        *worked_rows(with_cost=with_cost),
    ]
