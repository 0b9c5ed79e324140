"""Renewals from notice to the end: works · refuses · an outsider is blind · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.contracts.models import Contract, Renewal
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import RenewalRow, contract_head, renewal_rows, renewal_seen
from clavero.contracts.services import (
    add_term,
    change_contract,
    change_renewal,
    undo_renewal,
    withdraw_term,
)
from clavero.contracts.testing import make_contract
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import words
from clavero.work.selectors import due_of_all

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
D = Decimal


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A contract that ends in 200 days, with notice 90 days before, worth 1,000."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    today = timezone.localdate()
    return make_contract(
        customer, start=today - timedelta(400), end=today + timedelta(200), notice_days=90,
        value=D(1000),
    )  # fmt: skip


def test_what_comes_within_a_year_waits_to_be_begun(
    contract: Contract, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    far = make_contract(contract.customer, "Far", start=today, end=today + timedelta(500))
    near = make_contract(contract.customer, "Notice comes", start=today - timedelta(1),
                         end=today + timedelta(400), notice_days=60)  # fmt: skip
    rows = renewal_rows(actors.senior)
    assert [(row.contract_id, row.stage.value) for row in rows] == [
        (contract.pk, "to_begin"), (near.pk, "to_begin"),
    ]  # fmt: skip
    assert rows[0].decides_on == today + timedelta(110)
    assert 253 <= rows[0].days <= 257, "since a year before the day of notice"
    assert renewal_seen(actors.senior, far.pk).row is None
    assert renewal_rows(actors.sales) == renewal_rows(actors.logistics) == []
    with pytest.raises(Contract.DoesNotExist):
        renewal_seen(actors.sales, contract.pk)


def test_what_nobody_decided_is_late_and_not_gone(
    contract: Contract, actors: SimpleNamespace
) -> None:
    """One that renews itself asks to be confirmed; once it is decided to end, it has ended."""
    today = timezone.localdate()
    Contract.objects.update(end=today - timedelta(10), renews_months=12)
    (row,) = renewal_rows(actors.senior)
    assert (row.stage, row.is_late) == (RenewalStage.TO_BEGIN, True)
    assert contract_head(actors.senior, contract.pk).row.state == "to_confirm"
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.ENDED)
    assert contract_head(actors.senior, contract.pk).row.state == "ended"
    Contract.objects.update(end=today - timedelta(400), start=today - timedelta(900))
    Renewal.objects.all().delete()
    assert renewal_rows(actors.senior) == []


def test_it_goes_on_and_the_contract_runs_on(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    given = {"contract_id": contract.pk}
    row = change_renewal(actors.senior, **given, stage=RenewalStage.TALKING, target=D(1200),
                         forecast=D(1100), step="Send the offer")  # fmt: skip
    seen = renewal_seen(actors.senior, contract.pk).row
    assert seen is not None
    assert (seen.stage, seen.days, seen.target, seen.forecast, seen.value) == (
        RenewalStage.TALKING, 0, D(1200), D(1100), D(1000),
    )  # fmt: skip
    change_renewal(actors.director, **given, stage=RenewalStage.OFFERED, seen=seen.seen)
    with pytest.raises(ChangedMeanwhile):
        change_renewal(actors.senior, **given, stage=RenewalStage.PREPARING, seen=seen.seen)
    new_end = contract.end + timedelta(365)
    with refuses("no_new_end"):
        change_renewal(actors.senior, **given, stage=RenewalStage.RENEWED, final=D(1150))
    with refuses("final_missing"):
        change_renewal(actors.senior, **given, stage=RenewalStage.RENEWED, new_end=new_end)
    old_end = contract.end
    seen_now = renewal_seen(actors.senior, contract.pk).row
    assert seen_now is not None
    change_renewal(actors.senior, **given, stage=RenewalStage.RENEWED, final=D(1150),
                   new_end=new_end, seen=seen_now.seen)  # fmt: skip
    contract.refresh_from_db()
    row.refresh_from_db()
    assert (contract.end, contract.value, row.end, row.final) == (
        new_end, D(1150), old_end, D(1150),
    )  # fmt: skip
    assert history(contract)[0].verb == "contract.renewed"
    assert [each.stage for each in renewal_rows(actors.senior)] == [RenewalStage.RENEWED]
    with pytest.raises(Forbidden):
        change_renewal(actors.executive, **given, stage=RenewalStage.TALKING)
    with pytest.raises(Contract.DoesNotExist):
        change_renewal(actors.sales, **given, stage=RenewalStage.TALKING)


def renewed(contract: Contract, actor: Any, **given: Any) -> RenewalRow:
    """Offered for 1,100 and then renewed for 1,150, a year longer."""
    change_renewal(actor, contract_id=contract.pk, stage=RenewalStage.OFFERED, forecast=D(1100))
    seen = renewal_seen(actor, contract.pk).row
    assert seen is not None
    change_renewal(actor, contract_id=contract.pk, stage=RenewalStage.RENEWED, final=D(1150),
                   new_end=contract.end + timedelta(365), seen=seen.seen)  # fmt: skip
    contract.refresh_from_db()
    return seen


def test_renewed_in_error_it_is_undone(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    end = contract.end
    renewed(contract, actors.senior)
    seen = renewal_seen(actors.senior, contract.pk).renewed
    assert seen is not None
    given = {"contract_id": contract.pk, "seen": seen.seen, "until": contract.end}
    with refuses("reason_missing"):
        undo_renewal(actors.senior, **given, reason=" ")
    later = add_term(actors.senior, contract_id=contract.pk, kind=TermKind.PAYMENT, days=30,
                     yearly=D(0), start=end + timedelta(1))  # fmt: skip
    with refuses("terms_after"):
        undo_renewal(actors.senior, **given, reason="The other contract")
    withdraw_term(actors.senior, term_id=later.pk)
    with pytest.raises(Forbidden):
        undo_renewal(actors.executive, **given, reason="x")
    with pytest.raises(Contract.DoesNotExist):
        undo_renewal(actors.sales, **given, reason="x")
    undo_renewal(actors.senior, **given, reason="The other contract")
    contract.refresh_from_db()
    row = Renewal.objects.get()
    assert (contract.end, contract.value) == (end, D(1000))
    assert (row.stage, row.final, row.forecast, row.end) == ("offered", None, D(1100), end)
    told = history(contract)[0]
    assert (told.verb, told.after["reason"]) == ("contract.renewal_undone", "The other contract")
    with refuses("nothing_renewed"):
        undo_renewal(actors.director, contract_id=contract.pk, reason="Again")
    now = renewal_seen(actors.senior, contract.pk).row
    assert now is not None
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.RENEWED,
                   final=D(1200), new_end=end + timedelta(30), seen=now.seen)  # fmt: skip
    contract.refresh_from_db()
    assert contract.end == end + timedelta(30)


def test_the_second_who_renews_at_once_is_told(
    contract: Contract, actors: SimpleNamespace, refuses: Refuses
) -> None:
    end = contract.end
    seen = renewed(contract, actors.senior)
    longer = {"final": D(1150), "new_end": end + timedelta(730), "seen": seen.seen, "until": end}
    with refuses("changed_meanwhile"):
        change_renewal(actors.director, contract_id=contract.pk, stage=RenewalStage.RENEWED,
                       **longer)  # fmt: skip
    with refuses("changed_meanwhile"):
        undo_renewal(actors.director, contract_id=contract.pk, reason="x", until=end)
    assert Renewal.objects.count() == 1


def test_put_back_by_hand_two_renewals_never_claim_one_day(
    contract: Contract, actors: SimpleNamespace
) -> None:
    end = contract.end
    renewed(contract, actors.senior)
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.PREPARING)
    later = Renewal.objects.get(stage="preparing")
    change_contract(actors.senior, contract_id=contract.pk, end=end, seen=revision_of(contract))
    seen = renewal_seen(actors.senior, contract.pk).row
    assert seen is not None
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.TALKING,
                   seen=seen.seen)  # fmt: skip
    later.refresh_from_db()
    assert later.stage == "talking"


def test_one_that_ends_can_be_taken_up_again(contract: Contract, actors: SimpleNamespace) -> None:
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.ENDED)
    seen = renewal_seen(actors.senior, contract.pk).row
    assert seen is not None
    change_renewal(actors.senior, contract_id=contract.pk, stage=RenewalStage.TALKING,
                   seen=seen.seen)  # fmt: skip
    assert Renewal.objects.get().stage == "talking"


def test_its_next_step_is_told_to_the_list_of_what_falls_due(
    contract: Contract, actors: SimpleNamespace
) -> None:
    day = timezone.localdate() + timedelta(3)
    given = {"contract_id": contract.pk, "step": "Send the offer", "step_on": day}
    change_renewal(actors.senior, stage=RenewalStage.TALKING, **given)
    (due,) = due_of_all(actors.senior, Period(day, day + timedelta(1)), owner_ids=None)
    assert "Send the offer: renewal of “Framework agreement”" in due.text
    assert (due.is_done, due.url) == (False, reverse("contracts:renewal", args=[contract.pk]))
    assert due_of_all(actors.sales, Period(day, day + timedelta(1)), owner_ids=None) == []


def test_the_board_the_list_and_the_page(
    contract: Contract, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    client = as_person(cast.senior)
    page, board = reverse("contracts:renewal", args=[contract.pk]), reverse("contracts:renewals")
    assert "Framework agreement" in words(client.get(board))
    sent = {"seen": 0, "stage": "preparing"}
    moved = client.post(reverse("contracts:move_renewal", args=[contract.pk]), sent)
    assert moved.status_code == 302
    row = Renewal.objects.get()
    assert row.stage == "preparing"
    told = words(client.get(page))
    assert "Preparing" in told
    seen = renewal_seen(actors.senior, contract.pk).row
    assert seen is not None
    sent = {"seen": seen.seen, "stage": "renewed", "final": "1,150.00", "new_end": "2020-01-01"}
    assert client.post(page, sent).status_code == 422
    sent |= {"new_end": str(contract.end + timedelta(30)), "target": "1,200"}
    answer = client.post(page, sent)
    assert answer.status_code == 302, words(answer)
    assert "Renewed" in words(client.get(board))
    assert "1,150.00" in words(client.get(board, {"view": "table"}))
    assert Contract.objects.get().end == contract.end + timedelta(30)
    late = client.post(page, {**sent, "until": str(contract.end), "final": "1,200"})
    assert late.status_code == 422
    assert "somebody has renewed it" in words(late)
    assert "Undo the renewal" in words(client.get(page))
    undone = renewal_seen(actors.senior, contract.pk).renewed
    assert undone is not None
    sent = {"decision": "undo", "seen": undone.seen, "reason": ""}
    assert client.post(page, sent).status_code == 422
    answer = client.post(page, {**sent, "reason": "It was the other contract"})
    assert answer.status_code == 302, words(answer)
    assert Contract.objects.get().end == contract.end
    told = words(client.get(page))
    assert "that it is renewed is undone" in told
    assert "It was the other contract" in told
