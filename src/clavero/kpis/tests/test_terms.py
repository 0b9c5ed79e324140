"""How far contracts are kept, kept as a KPI."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clavero.contracts.models import Term
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services import add_price, add_term, withdraw_term
from clavero.contracts.testing import make_contract
from clavero.kpis.models import Entry
from clavero.kpis.services import tell_terms
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
TODAY = date(2025, 1, 15)


def test_the_part_kept_is_told_once() -> None:
    assert tell_terms(SYSTEM, day=TODAY) == 0, "nobody has a contract"
    sold = {"product": "BOX", "quantity": Decimal(100)}
    ledger_of(
        [
            Row("F1", "P", date(2024, 2, 1), Decimal(125), paid_date=date(2024, 2, 20), **sold),
            Row("F2", "P", date(2024, 12, 31), Decimal(130), paid_date=date(2024, 12, 31), **sold),
        ]
    )
    contract = make_contract(Customer.objects.get(code="P"))
    add_price(SYSTEM, contract_id=contract.pk, price=Decimal("1.25"), product="BOX")
    add_term(
        SYSTEM, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30, yearly=Decimal(0),
        end=date(2024, 6, 30),
    )  # fmt: skip
    assert tell_terms(SYSTEM, day=TODAY) == 1
    entry = Entry.objects.get()
    assert (entry.key, entry.value, entry.n) == ("terms-kept", Decimal("0.75"), 2)
    assert tell_terms(SYSTEM, day=TODAY) == 0, "again it changes nothing"
    for term in Term.objects.all():
        withdraw_term(SYSTEM, term_id=term.pk)
    assert tell_terms(SYSTEM, day=TODAY + timedelta(1)) == 1
    ended = Entry.objects.latest("day")
    assert (ended.day, ended.value) == (TODAY + timedelta(1), None), "nothing is agreed any more"
    assert tell_terms(SYSTEM, day=TODAY + timedelta(2)) == 0
