"""Losses that managers confirm, and silences of which nobody has spoken, count for retention."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.kpis.losses import losses
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.retention import Loss, LossKind
from clavero.kpis.selectors import why_together
from clavero.kpis.testing import refreshed
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.silence.models import LossReason
from clavero.silence.services import confirm_loss, refute_loss, withdraw_verdict
from clavero.silence.testing import company
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2024")
BACK = Row("BACK", "GONE", date(2024, 12, 28))


def monthly(customer: str, months: int) -> list[Row]:
    """One who bought on the first of so many months of 2024 and 2025."""
    days = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(months)]
    return [Row(f"{customer}-{day}", customer, date=day) for day in days]


def test_without_sales_nobody_knows() -> None:
    assert losses(YEAR) is None


@pytest.mark.parametrize(
    ("reason", "competitor", "kind"),
    [
        (LossReason.COMPETITOR, "Acme", LossKind.COMPETITOR),
        (LossReason.CLOSED, "", LossKind.CLOSURE),
        (LossReason.PRICE, "", LossKind.SILENCE),
    ],
)
def test_what_a_manager_confirms_counts_from_the_day_to_which_it_is_dated_back(
    cast: Cast, actors: SimpleNamespace, reason: LossReason, competitor: str, kind: LossKind
) -> None:
    ledger_of([*monthly("STAYS", 24), *monthly("LEFT", 12)])
    customer = Customer.objects.get(code="LEFT")
    cover(cast.senior, customer)
    confirm_loss(actors.senior, customer_id=customer.pk, reason=reason, competitor=competitor)
    year = Period.parse("2025")
    (loss,) = losses(year) or ()
    assert (loss.account, loss.kind, loss.recovered_on) == ("LEFT", kind, None)
    assert date(2024, 12, 1) < loss.day < date(2025, 3, 1), (
        "dated back to when it should have bought"
    )
    before = losses(Period.parse("2024")) or ()
    assert "LEFT" not in {each.account for each in before}
    assert loss.day < timezone.localdate() - timedelta(days=300)


def of_gone() -> list[Loss]:
    return [each for each in losses(YEAR) or () if each.account == "GONE"]


def test_who_buys_again_in_the_year_of_its_loss_has_recovered_and_was_not_kept(
    cast: Cast, actors: SimpleNamespace, own_ledger: None, as_person: AsPerson
) -> None:
    """Silent since 4 May: lost since June, told in November, and it buys in December."""
    company()
    gone = Customer.objects.get(code="GONE")
    for code in ("GONE", "PART", "B05", "B06"):
        cover(cast.senior, Customer.objects.get(code=code))
    (silent,) = of_gone()
    assert (silent.day, silent.recovered_on) == (date(2024, 6, 4), None)
    verdict = confirm_loss(
        actors.senior, customer_id=gone.pk, reason=LossReason.COMPETITOR, competitor="Nordwerk"
    )
    ledger_of([BACK], name="december.csv")
    (said,) = of_gone()
    assert (said.day, said.kind) == (silent.day, LossKind.COMPETITOR)
    assert said.recovered_on == BACK.date
    withdraw_verdict(actors.senior, verdict_id=verdict.pk)
    (again,) = of_gone()
    assert (again.day, again.kind) == (silent.day, LossKind.SILENCE), "by itself, at a month's end"
    assert again.recovered_on == BACK.date

    refreshed(date(2025, 1, 1))
    found = why_together(Actor.system(), Level.COMPANY, "", None, "retention")
    assert found is not None
    assert (found.value.numerator, found.value.n) == (3, 4)
    assert found.recovered == {"GONE": BACK.date}
    june = next(each for each in found.months if str(each.month) == "2024-06")
    assert (june.rate.numerator, june.rate.n, june.recovered) == (3, 4, 1)
    told = words(as_person(cast.director).get(reverse("kpis:why_company") + "?kpi=retention"))
    assert f"1 lost account bought again: {gone} (28 Dec 2024). It has recovered" in told
    assert "recovered on 28 Dec 2024" in told
    assert "1 recovered since" in told


def test_a_silence_that_was_refuted_is_no_loss_although_that_was_said_after_the_year(
    cast: Cast, actors: SimpleNamespace, own_ledger: None
) -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    cover(cast.senior, gone)
    assert of_gone()
    later = timezone.localdate() + timedelta(days=30)
    refute_loss(actors.senior, customer_id=gone.pk, until=later, note="They called us.")
    assert of_gone() == []
    ledger_of([BACK], name="december.csv")
    assert of_gone() == [], "nor is it one that recovered"


def test_a_snapshot_of_a_past_day_says_that_a_loss_was_said_later(
    cast: Cast, actors: SimpleNamespace, own_ledger: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of([*monthly("STAYS", 24), *monthly("LEFT", 12)])
    monkeypatch.setattr("clavero.ledger.selectors.last_arrival", lambda _period: None)
    customer = Customer.objects.get(code="LEFT")
    cover(cast.senior, customer, start=date(2024, 1, 1))
    snapshot = refreshed(date(2026, 1, 1))
    assert not snapshot.is_hindsight, "all of it was known then"
    confirm_loss(actors.senior, customer_id=customer.pk, reason=LossReason.PRICE)
    snapshot = refreshed(date(2026, 1, 1))
    assert (snapshot.is_hindsight, snapshot.known_on) == (True, timezone.localdate())
