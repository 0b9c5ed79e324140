"""What is agreed against what the ledger holds, line by line, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.contracts.models import Contract, Decision
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.findings import FindingKind, Verdict
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import compliance, findings_of, kept_by_account
from clavero.contracts.services import add_price, add_term, decide, write_entry
from clavero.contracts.telling import dates_in_words
from clavero.contracts.testing import make_contract
from clavero.core.errors import Forbidden
from clavero.core.money import Money
from clavero.identity.testing import Cast
from clavero.ledger.models import ExchangeRate
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_one, put_under
from clavero.work.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
Refuses = Callable[[str], Any]
D = Decimal
TODAY = date(2025, 1, 15)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of a group of the senior's, and a year of sales to its units and to others."""
    sold = {"product": "BOX", "family": "Boxes", "quantity": D(100)}
    ledger_of(
        [
            Row("F1", "P", date(2024, 2, 1), D(125), line="1", **sold),
            Row("F2", "S", date(2024, 3, 1), D(130), line="1", **sold, paid_date=date(2024, 4, 30),
                promised_date=date(2024, 3, 5), delivered_date=date(2024, 3, 7)),
            Row("F3", "S", date(2024, 8, 1), D("139.99"), line="2", **sold),
            Row("F4", "S", date(2024, 9, 1), D(-280), kind="credit_note", product="BOX",
                family="Boxes", quantity=D(-200)),
            Row("F5", "OTHER", date(2024, 3, 1), D(500), **sold),
            Row("F6", "P", date(2024, 12, 31), D(1000), product="TIN", quantity=D(1)),
        ]
    )  # fmt: skip
    parent = Customer.objects.get(code="P")
    put_under(parent, Customer.objects.get(code="S"))
    cover(cast.senior, parent)
    found = make_contract(parent)
    first, second = date(2024, 6, 30), date(2024, 7, 1)
    add_price(SYSTEM, contract_id=found.pk, price=D("1.25"), product="BOX", end=first)
    add_price(SYSTEM, contract_id=found.pk, price=D("1.4"), product="BOX", start=second)
    return found


def told(actor: Any, **given: Any) -> list[tuple[Any, ...]]:
    found = compliance(actor, today=TODAY, **given).findings
    return [(each.kind, each.document, each.line, each.due, each.actual, each.difference)
            for each in found]  # fmt: skip


def test_lines_above_and_below_the_price_in_force(
    contract: Contract, actors: SimpleNamespace
) -> None:
    assert told(actors.senior) == [
        (FindingKind.ABOVE, "F2", "1", D(125), D(130), D(5)),
        (FindingKind.BELOW, "F3", "2", D(140), D("139.99"), D("-0.01")),
    ]
    found = compliance(actors.senior, contract_id=contract.pk, today=TODAY)
    assert (found.compared[contract.pk], found.departing[contract.pk]) == (4, 2)
    assert told(actors.sales) == []
    with pytest.raises(Contract.DoesNotExist):
        compliance(actors.sales, contract_id=contract.pk)


def test_rebates_due_against_credited(contract: Contract, actors: SimpleNamespace) -> None:
    tiers = [["500", "0.01"], ["1000", "0.02"]]
    term = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=tiers, is_retroactive=True)  # fmt: skip
    # 125 + 130 + 139.99 - 280 + 1000 = 1,114.99 at 2 %: 22.30
    (stands,) = compliance(actors.senior, today=TODAY).rebates
    assert stands.accrual is not None
    assert (stands.accrual.volume, stands.accrual.due) == (D("1114.99"), D("22.30"))
    assert (FindingKind.REBATE, "", "", D("22.30"), D(0), D("-22.30")) in told(actors.senior)
    write_entry(SYSTEM, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D("22.30"), on=TODAY)
    assert len(told(actors.senior)) == 2, "what was credited in full is no finding"


def test_volumes_deliveries_and_payments(contract: Contract, actors: SimpleNamespace) -> None:
    pk = contract.pk
    add_term(SYSTEM, contract_id=pk, kind=TermKind.MINIMUM, amount=D(300), is_quantity=True,
             product="BOX")  # fmt: skip
    add_term(SYSTEM, contract_id=pk, kind=TermKind.DELIVERY, days_early=1, days_late=0,
             target=D(1))  # fmt: skip
    add_term(SYSTEM, contract_id=pk, kind=TermKind.PAYMENT, days=30, yearly=D(0),
             end=date(2024, 3, 31))  # fmt: skip
    found = [each for each in told(actors.senior) if each[0] not in
             {FindingKind.ABOVE, FindingKind.BELOW}]  # fmt: skip
    late = next(each for each in compliance(actors.senior, today=TODAY).dates if each.late)
    assert (late.due, late.outside, late.late, late.early, late.missing) == (1, 1, 1, 0, 0)
    assert found[0] == (FindingKind.VOLUME, "", "", D(300), D(100), D(-200))
    assert found[1] == (
        FindingKind.DELIVERY, "F2", "1", date(2024, 3, 5), date(2024, 3, 7), D(2),
    )  # fmt: skip
    # F1 was due on 2 March and has not been paid by 1 January, up to which the ledger reaches.
    assert [(each[1], each[5]) for each in found[2:]] == [("F1", D(305)), ("F2", D(30))]


def test_late_payments_cost_what_was_agreed(contract: Contract, actors: SimpleNamespace) -> None:
    """130 paid 30 days late at 8 % a year: 130 × 0.08 × 30 ÷ 365 = 0.85."""
    term = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30,
                    yearly=D("0.08"), start=date(2024, 3, 1), end=date(2024, 3, 31))  # fmt: skip
    found = compliance(actors.senior, today=TODAY)
    (late,) = [each for each in found.findings if each.kind is FindingKind.PAYMENT]
    assert (late.document, late.difference, late.cost) == ("F2", D(30), Money(D("0.85"), "EUR"))
    (stands,) = found.dates
    assert (stands.term, stands.due, stands.outside) == (term.pk, 1, 1)
    assert (stands.in_time, dict(stands.costs)) == (D(0), {"EUR": D("0.85")})


def test_what_was_decided_of_a_rebate_is_of_its_size(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """A late credit note makes another finding of it; of a merged customer it becomes a task."""
    term = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=[["0", "0.02"]], is_retroactive=True)  # fmt: skip

    def key() -> str:
        found = compliance(actors.director, today=TODAY).findings
        return next(each.key for each in found if each.kind is FindingKind.REBATE)

    first = key()
    merged = make_customer("MERGED")
    make_one(contract.customer, merged)
    decide(actors.director, contract_id=contract.pk, key=first, verdict=Verdict.TASK)
    assert Task.objects.get().customer_id == merged.pk
    write_entry(SYSTEM, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D(1), on=TODAY)
    assert key() != first


def test_all_lines_that_depart_are_counted_however_many_are_told(
    contract: Contract, actors: SimpleNamespace
) -> None:
    found = compliance(actors.senior, today=TODAY, most=1)
    assert ([each.document for each in found.findings], found.count) == (["F2"], 2)
    assert compliance(actors.senior, today=TODAY, most=0).findings == []


def test_payments_are_unknown_where_no_file_tells_them(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """The lines of a second file, which has no day of payment, are neither late nor in time."""
    ledger_of([Row("F7", "S", date(2024, 3, 2), D(400)), Row("F8", "P", date(2024, 3, 3), D(1))])
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30, yearly=D("0.08"),
             start=date(2024, 3, 1), end=date(2024, 3, 31))  # fmt: skip
    found = compliance(actors.senior, today=TODAY)
    assert [each.document for each in found.findings if each.kind is FindingKind.PAYMENT] == ["F2"]
    (stands,) = found.dates
    assert (stands.due, stands.outside, stands.unknown) == (1, 1, 2)
    told = dates_in_words(stands, TermKind.PAYMENT)
    assert "Of 2 lines nobody knows whether they were paid" in told


def test_a_past_day_is_told_by_what_was_known_then(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """On 30 June F1 and F2 had come, and no part of the year's rebate was due."""
    term = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=[["0", "0.02"]], is_retroactive=True)  # fmt: skip
    write_entry(SYSTEM, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D(3), on=date(2024, 8, 1))
    found = compliance(actors.senior, today=date(2024, 6, 30))
    assert [each.document for each in found.findings] == ["F2"]
    (stands,) = found.rebates
    assert stands.accrual is not None
    assert (stands.accrual.volume, stands.credited) == (D(255), D(0))
    assert (found.compared[contract.pk], found.is_over(term)) == (2, False)


def test_a_rebate_without_a_rate_is_said_and_with_one_is_told(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """1,114.99 EUR; at 1.10 dollars a euro 1,226.489, of which 2 % are 24.53."""
    term = add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=[["0", "0.02"]], is_retroactive=True, currency="USD")  # fmt: skip
    found = compliance(actors.senior, today=TODAY)
    assert [each.pk for each, _rate in found.untold] == [term.pk]
    assert kept_by_account(actors.senior, TODAY) == [], "part of the terms is not all of them"
    days = (date(2024, 2, 1), date(2024, 3, 1), date(2024, 8, 1), date(2024, 9, 1),
            date(2024, 12, 31))  # fmt: skip
    ExchangeRate.objects.bulk_create(
        [ExchangeRate(currency="USD", day=day, rate=D("1.1")) for day in days]
    )
    found = compliance(actors.senior, today=TODAY)
    assert found.untold == []
    (stands,) = found.rebates
    assert stands.accrual is not None
    assert (stands.accrual.volume, stands.accrual.due) == (D("1226.489"), D("24.53"))


def test_what_is_short_by_less_than_a_cent_is_kept(
    contract: Contract, actors: SimpleNamespace
) -> None:
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.MINIMUM, amount=D("1114.994"),
             is_quantity=False)  # fmt: skip
    kinds = [each.kind for each in compliance(actors.senior, today=TODAY).findings]
    assert FindingKind.VOLUME not in kinds


def test_the_terms_of_an_account_are_kept_together(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """Prices: 2 of 4 lines. Payments of March: none of 1. The rebate of 22.30 is credited with
    11.15. 0.5, 0 and 0.5 are a third."""
    pk = contract.pk
    add_term(SYSTEM, contract_id=pk, kind=TermKind.PAYMENT, days=30, yearly=D(0),
             start=date(2024, 3, 1), end=date(2024, 3, 31))  # fmt: skip
    term = add_term(SYSTEM, contract_id=pk, kind=TermKind.REBATE, basis="turnover",
                    tiers=[["1000", "0.02"]], is_retroactive=True)  # fmt: skip
    write_entry(SYSTEM, term_id=term.pk, kind=EntryKind.PAYMENT, amount=D("11.15"), on=TODAY)
    (kept,) = kept_by_account(actors.senior, TODAY)
    assert (kept.customer_id, round(kept.part, 6), kept.terms) == (
        contract.customer_id, D("0.333333"), 3,
    )  # fmt: skip
    assert kept_by_account(actors.sales, TODAY) == []


def test_a_finding_is_accepted_disputed_or_made_a_task(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    above, below = findings_of(actors.senior, contract.pk)
    given = {"contract_id": contract.pk}
    decide(actors.senior, key=above.key, verdict=Verdict.DISPUTED, note="Wrong price", **given)
    for _time in range(2):
        decide(actors.senior, key=below.key, verdict=Verdict.TASK, **given)
    task = Task.objects.get()
    assert (task.origin, task.customer_id) == ("finding", contract.customer_id)
    assert "F3" in task.text
    decide(actors.senior, key=above.key, verdict=Verdict.ACCEPTED, **given)
    assert {each.key: each.verdict for each in Decision.objects.all()} == {
        above.key: "accepted", below.key: "task",
    }  # fmt: skip
    with refuses("finding_gone"):
        decide(actors.senior, key="x", verdict=Verdict.ACCEPTED, **given)
    with pytest.raises(Forbidden):
        decide(actors.executive, key=above.key, verdict=Verdict.ACCEPTED, **given)
    with pytest.raises(Contract.DoesNotExist):
        decide(actors.sales, key=above.key, verdict=Verdict.ACCEPTED, **given)
