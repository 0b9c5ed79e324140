"""What the tests of work start from."""

from __future__ import annotations

import pytest

from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """A customer of the senior's."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return customer
