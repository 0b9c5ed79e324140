"""A wave at an account of the senior's and at one of the sales manager's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from clavero.identity.testing import Cast
from clavero.loyalty.models import Wave
from clavero.loyalty.testing import make_contacts, make_survey, make_wave
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer

Refuses = Callable[[str], AbstractContextManager[None]]


@dataclass
class Asked:
    """The two accounts and the wave that asks four people of the first and three of the other."""

    ega: Customer
    urumea: Customer
    wave: Wave


@pytest.fixture
def asked(cast: Cast) -> Asked:
    ega = make_customer("C1", "Talleres Ega", country="ES")
    urumea = make_customer("C2", "Urumea Papel", country="ES")
    cover(cast.senior, ega)
    cover(cast.sales, urumea)
    make_contacts(ega, 4)
    make_contacts(urumea, 3)
    make_survey()
    return Asked(ega, urumea, make_wave(ega, urumea))
