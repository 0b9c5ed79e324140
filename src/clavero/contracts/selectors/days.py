"""The days of contracts for the one list of all that falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import F, Value
from django.db.models.functions import Least
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.contracts.models import Contract, Term
from clavero.contracts.visibility import contracts
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.work.hooks import Due
from clavero.work.rules.tasks import DueKind


def told_due(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Iterator[Due]:
    """The last days of notice and of contracts, and of terms that end before theirs."""
    found = contracts(actor).filter(end__gte=period.start, start__lt=period.end)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    for contract in found:
        yield from (each for each in _days(contract) if each.day in period)
    ends = Term.objects.filter(
        contract__in=contracts(actor), withdrawn_on=None, end__gte=period.start,
        end__lt=Least(F("contract__end"), Value(period.end)),
    )  # fmt: skip
    if customer_ids is not None:
        ends = ends.filter(contract__customer__in=customer_ids)
    told = ends.order_by().values_list("contract", "contract__title", "contract__customer", "end")
    for pk, title, customer_id, day in told.distinct():
        text = _("A term of the contract “%(title)s” ends") % {"title": title}
        yield Due(day, DueKind.RENEWAL, text, customer_id, reverse("contracts:contract", args=[pk]))


def _days(contract: Contract) -> Iterator[Due]:
    url = reverse("contracts:contract", args=[contract.pk])
    named = {"title": contract.title}
    if contract.notice_on is not None:
        text = _("Last day to give notice of the contract “%(title)s”") % named
        yield Due(contract.notice_on, DueKind.RENEWAL, text, contract.customer_id, url)
    text = (
        _("The contract “%(title)s” renews itself") if contract.renews_months
        else _("The contract “%(title)s” ends")
    )  # fmt: skip
    yield Due(contract.end, DueKind.RENEWAL, text % named, contract.customer_id, url)
