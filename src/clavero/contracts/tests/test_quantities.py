"""Terms by quantity: what has none is not nothing, and different units make no silent sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import compliance, contract_held, statement_seen
from clavero.contracts.sentences import rebate_in_words, statement_in_words, volume_in_words
from clavero.contracts.services import add_term, name_credit_note
from clavero.contracts.testing import make_contract
from clavero.core.errors import Refusal
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
D = Decimal
TODAY = date(2025, 3, 15)
PIECES: dict[str, Any] = {
    "kind": TermKind.REBATE, "basis": "quantity", "tiers": [["0", "0.125"]],
    "is_retroactive": True,
}  # fmt: skip


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """100 kg and 10 boxes, 3 given back in kg, two lines without a quantity in two currencies, one
    of them without a unit, and the rebate's own credit note."""
    row = Row("F1", "P", date(2024, 2, 1), D(1000), quantity=D(100), unit="kg")
    ledger_of(
        [
            row,
            replace(row, document="F2", net_amount=D(50), quantity=D(10), unit="box"),
            replace(row, document="G1", net_amount=D(-30), quantity=D(-3), kind="credit_note"),
            replace(row, document="F3", net_amount=D(70), quantity=None),
            replace(row, document="F4", net_amount=D(7), quantity=None, unit=None),
            replace(row, document="R1", net_amount=D(-9), quantity=None, unit=None,
                    kind="credit_note", date=date(2024, 6, 1)),
            Row("F9", "P", date(2025, 1, 20), D(10)),
        ]
    )  # fmt: skip
    account = Customer.objects.get(code="P")
    cover(cast.senior, account)
    return make_contract(account)


def test_what_has_no_quantity_and_what_is_of_another_unit_stands_beside_the_number(
    contract: Contract, actors: SimpleNamespace, as_person: AsPerson, cast: Cast
) -> None:
    """97 kg at 0.125 are 12.125: 12.13."""
    term = add_term(SYSTEM, contract_id=contract.pk, **PIECES, unit="kg")
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.MINIMUM, amount=D(200),
             is_quantity=True, unit="kg")  # fmt: skip
    name_credit_note(actors.senior, term_id=term.pk, document="R1")
    found = compliance(actors.senior, today=TODAY)
    (rebate,), (volume,) = found.rebates, found.volumes
    assert rebate.accrual is not None
    assert (rebate.accrual.volume, rebate.accrual.due) == (D(97), D("12.13"))
    told = rebate_in_words(rebate, "EUR").splitlines()
    assert told[0] == "Due so far €12.13, at €0.125 on 97.00; credited €9.00."
    assert told[1:] == [
        "2 lines without a quantity are not counted: €77.00.",
        "1 line of another unit is not counted: €50.00.",
    ]
    assert "97.00 of 200.00 so far" in volume_in_words(volume, "")
    assert "3 lines without a quantity are not counted: €68.00." in volume_in_words(volume, "")
    seen = statement_seen(contract_held(actors.senior, contract.pk), term)
    assert statement_in_words(seen, "EUR")[1:] == told[1:]
    page = words(as_person(cast.senior).get(reverse("contracts:contract", args=[contract.pk])))
    assert "1 line of another unit is not counted" in page


def test_different_units_are_not_added_up_silently(
    contract: Contract, actors: SimpleNamespace
) -> None:
    add_term(SYSTEM, contract_id=contract.pk, **PIECES)
    (rebate,) = compliance(actors.senior, today=TODAY).rebates
    told = rebate_in_words(rebate, "EUR")
    assert "It adds up different units: 10 box; 97 kg. Name the unit in the term." in told


def test_money_has_no_unit_of_measure(contract: Contract) -> None:
    for given in (
        {**PIECES, "basis": "turnover"},
        {"kind": TermKind.MINIMUM, "amount": D(9), "is_quantity": False},
    ):
        with pytest.raises(Refusal) as refused:
            add_term(SYSTEM, contract_id=contract.pk, **given, unit="kg")
        assert (refused.value.code, refused.value.field) == ("unit_of_money", "unit")
