"""The days of contracts for the one list of all that falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.contracts.models import Contract
from clavero.contracts.visibility import contracts_within
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.portfolio.visibility import sees_sales
from clavero.work.hooks import Due
from clavero.work.rules.tasks import DueKind


def told_due(
    actor: Actor, scope: Scope, customer_ids: Collection[int] | None, period: Period
) -> Iterator[Due]:
    """The last days of notice and of contracts, and of terms that end before theirs. One
    query: a contract comes once for each day on which terms of it end."""
    if actor.user_id is not None and not sees_sales(actor):
        return
    found = contracts_within(scope).filter(end__gte=period.start, start__lt=period.end)
    if customer_ids is not None:
        found = found.filter(customer__in=customer_ids)
    in_force = FilteredRelation("terms", condition=Q(terms__withdrawn_on=None))
    found = found.annotate(in_force=in_force, term_end=F("in_force__end")).distinct()
    told: set[int] = set()
    for contract in found:
        days = [] if contract.pk in told else list(_days(contract))
        told.add(contract.pk)
        if contract.term_end is not None and contract.term_end < contract.end:
            text = _("A term of the contract “%(title)s” ends") % {"title": contract.title}
            url = reverse("contracts:contract", args=[contract.pk])
            days.append(Due(contract.term_end, DueKind.RENEWAL, text, contract.customer_id, url))
        yield from (each for each in days if each.day in period)


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
