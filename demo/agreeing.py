"""What the company has agreed with its largest customer, and what it was invoiced instead."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from clavero.contracts.models import Contract
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services import (
    add_contract,
    add_price,
    add_term,
    change_renewal,
    close_period,
    write_entry,
    write_measurement,
)
from clavero.core.period import Period
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import account_of, scope_for
from demo.clock import on
from demo.company import Company
from demo.people import KEY_ACCOUNT_MEMBERS, member

_PRODUCTS = 8
_KEPT = (40, 39, 37, 40)
_QUARTERS = [date(2000, 3, 31), date(2000, 6, 30), date(2000, 9, 30), date(2000, 12, 31)]
_TITLES = ("Acuerdo marco de suministro", "Framework supply agreement")
_SCOPES = (
    "Componentes y repuestos para todas sus plantas.",
    "Parts and spares for its plants.",
)
_STEPS = ("Enviar la oferta de renovación", "Send the offer of renewal")
_SERVICES = ("Asistencia en planta en 24 horas", "On site within 24 hours")


def load(made: Company, language: str) -> None:
    """Write it down, by who looks after the account; a second time changes nothing."""
    if Contract.objects.exists():
        return
    which = ("es", "en").index(language)
    senior = actor_for(Person.objects.get(email=member("senior").email))
    customer = Customer.objects.get(code=made.account(next(iter(KEY_ACCOUNT_MEMBERS))))
    today = timezone.localdate()
    start = date(today.year - 1, 1, 1)
    with on(start):
        contract = add_contract(
            senior, customer_id=customer.pk, title=_TITLES[which], reference=f"AM-{start.year}",
            scope=_SCOPES[which], start=start, end=date(today.year, 12, 31), notice_days=90,
            renews_months=12, value=Decimal(9_000_000), currency=ledger.reporting_currency(),
        )  # fmt: skip
        _prices(senior, contract)
        _terms(senior, contract, which)
    _settle(senior, contract, today)
    _renew(senior, contract, today, which)


def _settle(senior: Actor, contract: Contract, today: date) -> None:
    """Nine months of the rebate's year are closed; the service is measured quarter by quarter."""
    rebate = contract.terms.get(kind=TermKind.REBATE.value)
    service = contract.terms.get(kind=TermKind.SERVICE.value)
    year = contract.start.year
    with on(date(year, 10, 15)):
        close_period(senior, term_id=rebate.pk, last=date(year, 9, 30))
    for kept, last in zip(_KEPT, _QUARTERS, strict=True):
        day = last.replace(year=year)
        with on(day):
            write_measurement(senior, term_id=service.pk, day=day, kept=kept, cases=40)


def _renew(senior: Actor, contract: Contract, today: date, which: int) -> None:
    """Its renewal is under way."""
    with on(today - timedelta(days=20)):
        change_renewal(
            senior, contract_id=contract.pk, stage=RenewalStage.TALKING, target=Decimal(9_600_000),
            forecast=Decimal(9_200_000), step=_STEPS[which], step_on=today + timedelta(days=5),
        )  # fmt: skip


def _prices(senior: Actor, contract: Contract) -> None:
    """The prices of what it bought first, as its first invoices of the year had them."""
    codes = account_of(senior, contract.customer_id).codes
    year = Period(contract.start, contract.start + timedelta(days=365))
    rows = ledger.lines(scope_for(senior), customers=codes, period=year, limit=2_000).to_pylist()
    first: dict[str, Decimal] = {}
    for row in reversed(rows):
        if row["product"] and row["quantity"] and row["kind"] == "invoice":
            first.setdefault(row["product"], row["amount"] / row["quantity"])
    for product, price in sorted(first.items())[:_PRODUCTS]:
        add_price(senior, contract_id=contract.pk, product=product, price=round(price, 4))


def _terms(senior: Actor, contract: Contract, which: int) -> None:
    pk, last = contract.pk, date(contract.start.year, 12, 31)
    tiers = [(Decimal(3_000_000), Decimal("0.01")), (Decimal(4_000_000), Decimal("0.02"))]
    add_term(senior, contract_id=pk, end=last, kind=TermKind.REBATE, basis="turnover", tiers=tiers,
             is_retroactive=True)  # fmt: skip
    add_term(
        senior, contract_id=pk, kind=TermKind.MINIMUM, amount=Decimal(9_000_000), is_quantity=False
    )
    add_term(senior, contract_id=pk, kind=TermKind.PAYMENT, days=60, yearly=Decimal("0.08"))
    add_term(senior, contract_id=pk, kind=TermKind.DELIVERY, days_early=1, days_late=0,
             target=Decimal("0.95"))  # fmt: skip
    add_term(senior, contract_id=pk, kind=TermKind.SERVICE, name=_SERVICES[which],
             target=Decimal("0.98"))  # fmt: skip
    budget = add_term(senior, contract_id=pk, kind=TermKind.BUDGET, amount=Decimal(15_000))
    for kind, amount in ((EntryKind.ACCRUAL, 6_000), (EntryKind.PAYMENT, 4_500)):
        write_entry(senior, term_id=budget.pk, kind=kind, amount=Decimal(amount),
                    on=contract.start)  # fmt: skip
