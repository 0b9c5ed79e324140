"""The days of negotiations and signatures, for the one list of what falls due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.negotiations.models import Document, Negotiation
from clavero.negotiations.rules.documents import State as DocumentState
from clavero.negotiations.rules.negotiating import OPEN, State
from clavero.negotiations.visibility import documents, negotiations
from clavero.portfolio.selectors import ACCOUNT, at_accounts
from clavero.portfolio.visibility import sees_sales
from clavero.work.hooks import Days, Due, Rows, days_of, lines_of
from clavero.work.rules import DueKind

_OPEN = [each.value for each in OPEN]
_OUT = [DocumentState.SENT.value, DocumentState.SIGNED_BY_THEM.value]


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """The days on which negotiations should end; of those broken off there is none."""
    if not _looks(actor):
        return None
    found = _of(actor, customer_ids).exclude(state=State.BROKEN_OFF.value)
    rows = days_of(
        found.filter(ends_on__gte=period.start, ends_on__lt=period.end), DueKind.NEGOTIATION,
        day="ends_on", text="title", customer=ACCOUNT, owner="owner", is_done=~Q(state__in=_OPEN),
    )  # fmt: skip
    return Days(rows, _address, lambda row: [_said(row, _("The negotiation “%(title)s” ends"))])


def next_rounds(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """The days of the next rounds."""
    if not _looks(actor):
        return None
    found = _of(actor, customer_ids).filter(state__in=_OPEN)
    rows = days_of(
        found.filter(next_on__gte=period.start, next_on__lt=period.end), DueKind.NEGOTIATION,
        day="next_on", text="title", customer=ACCOUNT, owner="owner", is_done=Q(pk=None),
    )  # fmt: skip
    return Days(rows, _address, lambda row: [_said(row, _("Next round of “%(title)s”"))])


def due_signatures(
    actor: Actor, customer_ids: Collection[int] | None, period: Period
) -> Days | None:
    """The days by which a signature is expected."""
    if not _looks(actor):
        return None
    found = documents(actor) if customer_ids is None else Document.objects.all()
    customer = Coalesce(
        F("negotiation__customer__merged_into"), F("negotiation__customer"),
        F("contract__customer__merged_into"), F("contract__customer"),
    )  # fmt: skip
    found = found.filter(expected_on__gte=period.start, expected_on__lt=period.end)
    found = found.filter(state__in=[*_OUT, DocumentState.SIGNED.value])
    found = found.exclude(negotiation__state=State.BROKEN_OFF.value)
    if customer_ids is not None:
        found = found.annotate(at=customer).filter(at__in=customer_ids)
    rows = days_of(
        found, DueKind.SIGNATURE, day="expected_on", text="title", customer=customer,
        owner="owner", is_done=Q(state=DocumentState.SIGNED.value),
    )  # fmt: skip
    return Days(
        rows,
        lambda key, _customer: reverse("negotiations:document", args=[key]),
        lambda row: [_said(row, _("Signature of “%(title)s” expected"))],
    )


def known_negotiations(actor: Actor, customer_ids: Collection[int]) -> Rows:
    """Those that go on, for whoever takes an account over."""
    found = Negotiation.objects.filter(customer__in=customer_ids, state__in=_OPEN)
    return Rows(
        "negotiations",
        _("Negotiations that go on"),
        lines_of(found, text="title", day="ends_on"),
        lambda number: reverse("negotiations:negotiation", args=[number]),
        most=None,
    )


def _looks(actor: Actor) -> bool:
    return actor.user_id is None or sees_sales(actor)


def _of(actor: Actor, customer_ids: Collection[int] | None) -> QuerySet[Negotiation]:
    if customer_ids is None:
        return negotiations(actor)
    return Negotiation.objects.filter(at_accounts(customer_ids))


def _said(row: Due, sentence: str) -> Due:
    return replace(row, text=sentence % {"title": row.text})


def _address(negotiation_id: int, _customer_id: int) -> str:
    return reverse("negotiations:negotiation", args=[negotiation_id])
