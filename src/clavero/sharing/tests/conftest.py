"""An account whose plan is shared with one person, led by the senior."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest

from clavero.identity.testing import Cast
from clavero.plans.models import Action, Initiative, Plan
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.sharing.models import Share
from clavero.sharing.selectors import Guest
from clavero.sharing.testing import make_guest, make_share, make_shared_plan

Refuses = Callable[[str], AbstractContextManager[None]]


@dataclass
class Shared:
    """The plan, what is to be signed and ticked in it, and the link."""

    customer: Customer
    plan: Plan
    initiative: Initiative
    action: Action
    share: Share


@pytest.fixture
def shared(cast: Cast) -> Shared:
    customer = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, customer)
    plan = make_plan(customer)
    initiative, action = make_shared_plan(customer)
    return Shared(customer, plan, initiative, action, make_share(customer))


@pytest.fixture
def guest(shared: Shared, mailoutbox: Any) -> Guest:
    return make_guest(shared.share, mailoutbox)
