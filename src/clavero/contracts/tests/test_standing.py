"""The sign beside each term of a contract says whether it is kept, as far as that is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.contracts.models import Contract
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import contract_seen, kept
from clavero.contracts.services import add_price, add_term, write_entry, write_measurement
from clavero.contracts.standing import MARKS, Sign, term_lines
from clavero.contracts.testing import make_contract
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
D = Decimal


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """Half of a year's sales: one line at 1.25, delivered two days late and paid after 60."""
    ledger_of(
        [
            Row("F1", "P", date(2024, 3, 1), D(125), product="BOX", quantity=D(100),
                promised_date=date(2024, 3, 5), delivered_date=date(2024, 3, 7),
                paid_date=date(2024, 4, 30)),
            Row("F2", "P", date(2024, 7, 1), D(75), product="TIN", quantity=D(1)),
        ]
    )  # fmt: skip
    customer = Customer.objects.get(code="P")
    cover(cast.senior, customer)
    return make_contract(customer)


def sign_of(actor: Any, contract: Contract, term: int, today: date) -> Sign | None:
    seen = contract_seen(actor, contract.pk)
    lines = term_lines(seen, kept(seen.held, today=today, prices=seen.prices))
    (line,) = [each for each in lines if each.row.pk == term]
    return next((sign for sign, mark in MARKS.items() if mark is line.mark), None)


@pytest.mark.parametrize(
    ("kind", "given", "sign"),
    [
        (TermKind.MINIMUM, {"amount": D(200)}, Sign.KEPT),
        (TermKind.MINIMUM, {"amount": D(300)}, Sign.ON_COURSE),
        (TermKind.MINIMUM, {"amount": D(900)}, Sign.AT_RISK),
        (TermKind.MINIMUM, {"amount": D(900), "end": date(2024, 6, 30)}, Sign.BROKEN),
        (TermKind.MINIMUM, {"amount": D(125), "end": date(2024, 6, 30)}, Sign.KEPT),
        (TermKind.DELIVERY, {"days_early": 0, "days_late": 2, "target": D("0.95")}, Sign.KEPT),
        (TermKind.DELIVERY, {"days_early": 0, "days_late": 1, "target": D("0.95")}, Sign.BROKEN),
        (TermKind.PAYMENT, {"days": 60, "yearly": D(0), "end": date(2024, 6, 30)}, Sign.KEPT),
        (TermKind.PAYMENT, {"days": 30, "yearly": D(0), "end": date(2024, 6, 30)}, Sign.BROKEN),
        (TermKind.SERVICE, {"name": "Answers", "target": D("0.9")}, None),
        (TermKind.BUDGET, {"amount": D(100)}, None),
        (TermKind.EXCLUSIVITY, {"family": "Boxes"}, None),
    ],
)  # fmt: skip
def test_a_term_and_its_sign(
    contract: Contract, actors: SimpleNamespace, kind: TermKind, given: dict[str, Any],
    sign: Sign | None,
) -> None:  # fmt: skip
    if kind is TermKind.MINIMUM:
        given = {**given, "is_quantity": False}
    term = add_term(SYSTEM, contract_id=contract.pk, kind=kind, **given)
    assert sign_of(actors.senior, contract, term.pk, date(2024, 7, 2)) is sign


@pytest.mark.parametrize(("price", "sign"), [("1.25", Sign.KEPT), ("1.2", Sign.BROKEN)])
def test_prices(contract: Contract, actors: SimpleNamespace, price: str, sign: Sign) -> None:
    added = add_price(SYSTEM, contract_id=contract.pk, price=D(price), product="BOX")
    assert sign_of(actors.senior, contract, added.term_id, date(2024, 7, 2)) is sign


@pytest.mark.parametrize(("kept_of", "sign"), [(9, Sign.KEPT), (8, Sign.BROKEN)])
def test_a_service(contract: Contract, actors: SimpleNamespace, kept_of: int, sign: Sign) -> None:
    term = add_term(
        SYSTEM, contract_id=contract.pk, kind=TermKind.SERVICE, name="Answers", target=D("0.9")
    )
    write_measurement(SYSTEM, term_id=term.pk, day=date(2024, 6, 30), kept=kept_of, cases=10)
    assert sign_of(actors.senior, contract, term.pk, date(2024, 7, 2)) is sign


def test_a_rebate_is_broken_by_what_was_not_credited_when_its_time_is_over(
    contract: Contract, actors: SimpleNamespace
) -> None:
    term = add_term(
        SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
        tiers=[["0", "0.02"]], is_retroactive=True, end=date(2024, 6, 30),
    )  # fmt: skip
    assert sign_of(actors.senior, contract, term.pk, date(2024, 7, 2)) is Sign.BROKEN
    write_entry(
        SYSTEM, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D("2.5"), on=date(2024, 7, 1)
    )
    assert sign_of(actors.senior, contract, term.pk, date(2024, 7, 2)) is None
