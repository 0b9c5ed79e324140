"""What the tests of needs and opportunities start from."""

from __future__ import annotations

import pytest

from clavero.identity.testing import Cast
from clavero.opportunities.testing import company
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover


@pytest.fixture
def sold(own_ledger: None, cast: Cast) -> dict[str, Customer]:
    """The customers of a small company, by their codes; A, B and C are the senior's."""
    company()
    found = {each.code: each for each in Customer.objects.all()}
    cover(cast.senior, *(found[code] for code in "ABC"))
    return found
