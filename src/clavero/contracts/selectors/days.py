"""The days of contracts, for the one list of what falls due."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.contracts.models import AgreedPrice, Contract, Renewal, Term
from clavero.contracts.rules.renewing import DECIDED
from clavero.contracts.visibility import contracts
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.visibility import sees_sales
from clavero.work.hooks import Days, Due, days_of
from clavero.work.rules.tasks import DueKind


def due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """The last days of notice and of contracts."""
    if actor.user_id is not None and not sees_sales(actor):
        return None
    found = contracts(actor) if customer_ids is None else Contract.objects.filter(
        customer__in=customer_ids
    )  # fmt: skip
    rows = days_of(
        found.filter(end__gte=period.start, start__lt=period.end), DueKind.RENEWAL, day="end",
        text=JSONObject(title="title", notice="notice_days", renews="renews_months"),
        customer="customer", owner=None, is_done=_has_passed(),
    )  # fmt: skip
    return Days(rows, _address, _days, many=True)


def due_terms(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """Those on which terms end before their contracts: one for all that end on the same."""
    if actor.user_id is not None and not sees_sales(actor):
        return None
    found = Term.objects.filter(
        withdrawn_on=None, end__gte=period.start, end__lt=F("contract__end")
    ).filter(end__lt=period.end)
    if customer_ids is None:
        found = found.filter(contract__in=contracts(actor).order_by())
    else:
        found = found.filter(contract__customer__in=customer_ids)
    rows = days_of(
        found, DueKind.RENEWAL, day="end", text="contract__title", customer="contract__customer",
        owner=None, is_done=_has_passed(), number_of="contract",
    )  # fmt: skip
    return Days(rows.distinct(), _address, _of_term, many=True)


def due_prices(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """Those on which prices end before their terms: one for all of a contract that end on the
    same."""
    if actor.user_id is not None and not sees_sales(actor):
        return None
    found = AgreedPrice.objects.filter(
        term__withdrawn_on=None, end__gte=period.start, end__lt=F("term__end")
    ).filter(end__lt=period.end)
    if customer_ids is None:
        found = found.filter(term__contract__in=contracts(actor).order_by())
    else:
        found = found.filter(term__contract__customer__in=customer_ids)
    rows = days_of(
        found, DueKind.RENEWAL, day="end", text="term__contract__title",
        customer="term__contract__customer", owner=None, is_done=_has_passed(),
        number_of="term__contract",
    )  # fmt: skip
    return Days(rows.distinct(), _address, _of_prices)


def due_steps(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    """The next steps of renewals; done once a renewal is decided."""
    if actor.user_id is not None and not sees_sales(actor):
        return None
    found = Renewal.objects.filter(step_on__gte=period.start, step_on__lt=period.end)
    if customer_ids is None:
        found = found.filter(contract__in=contracts(actor).order_by())
    else:
        found = found.filter(contract__customer__in=customer_ids)
    rows = days_of(
        found, DueKind.RENEWAL, day="step_on",
        text=JSONObject(title="contract__title", step="step"), customer="contract__customer",
        owner=None, is_done=Q(stage__in=[each.value for each in DECIDED]), number_of="contract",
    )  # fmt: skip
    return Days(rows, _renewal_address, _of_step)


def _of_step(row: Due) -> Iterator[Due]:
    told = json.loads(row.text)
    text = (
        _("%(step)s: renewal of “%(title)s”") if told["step"]
        else _("Next step of the renewal of “%(title)s”")
    )  # fmt: skip
    yield replace(row, text=text % told)


def _renewal_address(contract_id: int, _customer_id: int) -> str:
    return reverse("contracts:renewal", args=[contract_id])


def _days(row: Due) -> Iterator[Due]:
    told = json.loads(row.text)
    named = {"title": told["title"]}
    if told["notice"]:
        text = _("Last day to give notice of the contract “%(title)s”") % named
        yield _passed(replace(row, day=row.day - timedelta(days=told["notice"]), text=text))
    text = (
        _("The contract “%(title)s” renews itself") if told["renews"]
        else _("The contract “%(title)s” ends")
    )  # fmt: skip
    yield _passed(replace(row, text=text % named))


def _of_term(row: Due) -> Iterator[Due]:
    text = _("A term of the contract “%(title)s” ends") % {"title": row.text}
    yield _passed(replace(row, text=text))


def _of_prices(row: Due) -> Iterator[Due]:
    text = _("Agreed prices of the contract “%(title)s” end") % {"title": row.text}
    yield _passed(replace(row, text=text))


def _has_passed() -> Q:
    return Q(end__lt=timezone.localdate())


def _passed(due: Due) -> Due:
    """Such a day passes by itself: afterwards nobody is late."""
    return replace(due, is_done=due.day < timezone.localdate())


def _address(contract_id: int, _customer_id: int) -> str:
    return reverse("contracts:contract", args=[contract_id])
