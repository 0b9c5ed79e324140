"""Contracts that renew themselves run on where nobody has decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.contracts.models import AgreedPrice, Contract, Renewal, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import renewal_seen
from clavero.contracts.services import (
    add_price,
    add_term,
    change_renewal,
    end_price,
    run_on,
    running,
    undo_renewal,
    write_entry,
)
from clavero.contracts.testing import make_contract
from clavero.core.audit import history
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer
from clavero.work.models import Task
from clavero.work.selectors import due_of_all

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
D = Decimal
SYSTEM = Actor.system()
END, AFTER, NEXT = date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract of 2024 that renews itself for a year, with notice 90 days before."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return make_contract(customer, notice_days=90, renews_months=12, value=D(1000))


def again(contract: Contract) -> Contract:
    contract.refresh_from_db()
    return contract


def test_its_days_move_on_and_its_terms_stay(contract: Contract, actors: SimpleNamespace) -> None:
    given = {"contract_id": contract.pk}
    ended = add_price(SYSTEM, **given, product="BOX", price=D(1), end=date(2024, 6, 30))
    price = add_price(SYSTEM, **given, product="BOX", price=D(2), start=date(2024, 7, 1))
    add_term(SYSTEM, **given, kind=TermKind.PAYMENT, days=30, yearly=D(0))
    assert run_on(SYSTEM, today=END) == 0, "it has not ended yet"
    assert run_on(SYSTEM, today=AFTER) == 1
    assert (again(contract).end, contract.notice_on) == (NEXT, date(2025, 10, 2))
    assert {each.end for each in contract.terms.all()} == {NEXT}
    price.refresh_from_db()
    ended.refresh_from_db()
    assert (price.end, ended.end) == (NEXT, date(2024, 6, 30))
    told = history(contract)[0]
    assert (told.verb, told.before, told.after["end"]) == (
        "contract.ran_on", {"end": str(END)}, str(NEXT),
    )  # fmt: skip
    row = Renewal.objects.get()
    assert (row.stage, row.end, row.final) == ("renewed", END, D(1000))
    assert run_on(SYSTEM, today=AFTER) == 0
    assert run_on(SYSTEM, today=NEXT) == 0
    days = due_of_all(actors.senior, Period(date(2025, 10, 1), date(2026, 1, 1)), owner_ids=None)
    assert [(each.day, each.text) for each in days] == [
        (date(2025, 10, 2), "Last day to give notice of the contract “Framework agreement”"),
        (NEXT, "The contract “Framework agreement” renews itself"),
    ]  # fmt: skip
    assert not Task.objects.exists()


def test_what_is_counted_over_its_time_begins_anew(contract: Contract) -> None:
    given = {"contract_id": contract.pk}
    tiers = [(D(0), D("0.02"))]
    rebate = {"kind": TermKind.REBATE, "tiers": tiers, "is_retroactive": True}
    add_term(SYSTEM, **given, **rebate, basis="turnover")
    add_term(SYSTEM, **given, **rebate, basis="growth", base=D(500))
    add_term(SYSTEM, **given, kind=TermKind.BUDGET, amount=D(50), name="Launch")
    add_term(SYSTEM, **given, kind=TermKind.MINIMUM, amount=D(9), is_quantity=True,
             start=date(2024, 7, 1))  # fmt: skip
    assert run_on(SYSTEM, today=date(2026, 5, 1)) == 1
    assert again(contract).end == date(2026, 12, 31)
    held = Term.objects.order_by("kind", "start").values_list("kind", "start", "end")
    assert list(held) == [
        ("budget", date(2024, 1, 1), END),
        ("budget", AFTER, NEXT),
        ("budget", date(2026, 1, 1), date(2026, 12, 31)),
        ("minimum", date(2024, 7, 1), END),
        ("rebate", date(2024, 1, 1), END),
        ("rebate", date(2024, 1, 1), END),
        ("rebate", AFTER, NEXT),
        ("rebate", date(2026, 1, 1), date(2026, 12, 31)),
    ]
    (task,) = Task.objects.all()
    assert task.text.startswith("“Framework agreement” runs on until")
    assert "Minimum volume" in task.text
    assert "Rebate" in task.text


def test_who_decided_is_heard(contract: Contract, actors: SimpleNamespace) -> None:
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.ENDED)
    other = make_contract(contract.customer, "Another", renews_months=0)
    assert run_on(SYSTEM, today=AFTER) == 0
    assert (again(contract).end, again(other).end) == (END, END)


def test_talks_under_way_go_on(contract: Contract, actors: SimpleNamespace) -> None:
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.TALKING,
                   forecast=D(1100))  # fmt: skip
    run_on(SYSTEM, today=AFTER)
    row = Renewal.objects.get()
    assert (row.stage, row.end, row.forecast) == ("talking", NEXT, D(1100))
    seen = renewal_seen(actors.senior, contract.pk)
    assert seen.renewed is not None
    undo_renewal(actors.senior, contract_id=contract.pk, reason="Notice", seen=seen.renewed.seen)
    row.refresh_from_db()
    assert (row.stage, row.end, again(contract).end) == ("ended", END, END)
    assert run_on(SYSTEM, today=AFTER) == 0


def test_where_another_contract_sets_the_same_somebody_decides(
    contract: Contract, cast: Cast
) -> None:
    add_price(SYSTEM, contract_id=contract.pk, product="BOX", price=D(2))
    later = make_contract(contract.customer, "The next", start=date(2025, 3, 1), end=NEXT)
    price = add_price(SYSTEM, contract_id=later.pk, product="BOX", price=D(3))
    for _night in range(2):
        assert run_on(SYSTEM, today=AFTER) == 0
    assert again(contract).end == END
    (task,) = Task.objects.all()
    assert (task.owner_id, "has not run on" in task.text) == (cast.senior.pk, True)
    end_price(SYSTEM, price_id=price.pk, is_withdrawn=True)
    assert run_on(SYSTEM, today=AFTER) == 1
    assert AgreedPrice.objects.get().end == NEXT
    task.refresh_from_db()
    assert task.state == "done"


def test_who_decides_has_done_what_they_were_asked(
    contract: Contract, actors: SimpleNamespace
) -> None:
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30, yearly=D(0))
    later = make_contract(contract.customer, "The next", start=AFTER, end=NEXT)
    add_term(SYSTEM, contract_id=later.pk, kind=TermKind.PAYMENT, days=60, yearly=D(0))
    run_on(SYSTEM, today=AFTER)
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.ENDED)
    assert Task.objects.get().state == "done"


def test_so_it_is_with_payment_days_of_a_unit_above_or_below(contract: Contract) -> None:
    add_term(SYSTEM, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30, yearly=D(0))
    later = make_contract(contract.customer, "The next", start=AFTER, end=NEXT)
    add_term(SYSTEM, contract_id=later.pk, kind=TermKind.PAYMENT, days=60, yearly=D(0))
    assert run_on(SYSTEM, today=AFTER) == 0


def test_one_of_which_it_fails_keeps_no_other_waiting(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_contract(contract.customer, "Another", renews_months=6)

    def fails(found: Contract, *rest: Any) -> bool:
        if found.pk == contract.pk:
            raise ValueError("of any kind")
        return False

    monkeypatch.setattr(running, "_contradicts", fails)
    with pytest.raises(ValueError, match="of any kind"):
        run_on(SYSTEM, today=AFTER)
    assert (again(contract).end, again(other).end) == (END, date(2025, 6, 30))


def test_run_on_in_error_it_has_ended(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    given = {"contract_id": contract.pk}
    add_price(SYSTEM, **given, product="BOX", price=D(2))
    add_term(SYSTEM, **given, kind=TermKind.BUDGET, amount=D(50), name="Launch")
    add_term(SYSTEM, **given, kind=TermKind.REBATE, basis="growth", base=D(500),
             tiers=[(D(0), D("0.02"))], is_retroactive=True)  # fmt: skip
    run_on(SYSTEM, today=AFTER)
    assert Task.objects.get().state == "open"
    anew = Term.objects.get(kind="budget", start=AFTER)
    write_entry(SYSTEM, term_id=anew.pk, kind=EntryKind.ACCRUAL, amount=D(5), on=AFTER)
    seen = renewal_seen(actors.senior, contract.pk).renewed
    assert seen is not None
    told = {**given, "reason": "They gave notice in time", "seen": seen.seen}
    with refuses("money_after"):
        undo_renewal(actors.senior, **told)
    anew.entries.all().delete()
    later = add_term(SYSTEM, **given, kind=TermKind.PAYMENT, days=30, yearly=D(0), start=AFTER)
    with refuses("terms_after"):
        undo_renewal(actors.senior, **told)
    later.delete()
    undo_renewal(actors.senior, **told)
    assert again(contract).end == END
    assert Renewal.objects.get().stage == "ended"
    assert Task.objects.get().state == "dropped", "there is nothing to agree anew"
    assert AgreedPrice.objects.get().end == END
    standing = contract.terms.filter(withdrawn_on=None)
    assert {(each.kind, each.end) for each in standing} == {
        ("price", END), ("budget", END), ("rebate", END),
    }  # fmt: skip
    assert history(contract)[0].verb == "contract.renewal_undone"
    assert run_on(SYSTEM, today=AFTER) == 0
