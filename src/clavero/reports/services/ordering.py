"""Somebody orders a document."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.plans.selectors import plan_seen
from clavero.portfolio.visibility import accounts, scope_for, sees_sales
from clavero.reports.models import Document
from clavero.reports.rules import FORMS, MONTHS, MOST_AT_ONCE, UNDER_WAY, Form, Kind
from clavero.sharing.selectors import page_of_account


@transaction.atomic
def order_document(
    actor: Actor,
    *,
    kind: Kind,
    language: str,
    form: Form = Form.PDF,
    customer_id: int | None = None,
    months: int | None = None,
) -> Document:
    """A document that waits to be made. Raises ``Customer.DoesNotExist`` for strangers to its
    account."""
    if not sees_sales(actor):
        raise Forbidden(Verb.SEE_OWN_ACCOUNTS)
    customer = accounts(actor).get(pk=customer_id or 0) if kind.is_of_account else None
    _check(kind, language, form, months)
    _check_plan(actor, kind, customer_id)
    _check_shared(actor, kind, customer_id)
    _check_waiting(actor)
    row = Document.objects.create(
        kind=kind.value,
        form=form.value,
        language=language,
        customer=customer,
        months=(months or MONTHS[0]) if kind.has_period else None,
        codes=None if kind.is_of_account else _codes(actor),
        maker_id=actor.user_id,
        by_name=actor.name,
    )
    told = {"kind": kind, "form": form, "language": language, "customer_id": customer_id}
    record(actor, "document.ordered", row, after=told)
    return row


def _codes(actor: Actor) -> list[str] | None:
    seen = scope_for(actor).customers
    return None if seen is None else sorted(seen)


def _check(kind: Kind, language: str, form: Form, months: int | None) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Refusal(
            _("Documents are made in Spanish and in English."),
            code="unknown_language",
            field="language",
        )
    if kind.has_period and months is not None and months not in MONTHS:
        raise Refusal(
            _("A review tells of 3, 6 or 12 months."),
            code="unknown_period",
            field="months",
        )
    if form not in FORMS[kind]:
        raise Refusal(
            _("There is no such file of this document."),
            code="no_such_form",
            field="form",
            hint=_("A handover pack is there to be read: order it as PDF or text."),
        )


def _check_plan(actor: Actor, kind: Kind, customer_id: int | None) -> None:
    needs_one = kind is Kind.PLAN or kind.is_for_customer
    if needs_one and (customer_id is None or plan_seen(actor, customer_id) is None):
        raise Refusal(
            _("This account has no plan yet."),
            code="no_plan",
            field="kind",
            hint=_("Begin its plan, or order its brief."),
        )


def _check_shared(actor: Actor, kind: Kind, customer_id: int | None) -> None:
    if not kind.is_for_customer or customer_id is None:
        return
    _name, page = page_of_account(actor, customer_id)
    if page is None:
        raise Refusal(
            _("No version of this plan is approved, so the customer may read none of it yet."),
            code="not_approved",
            field="kind",
            hint=_("Hand the plan in, and order this when it is approved."),
        )
    if not page.rows:
        raise Refusal(
            _("Nothing in the approved plan is marked for the customer."),
            code="nothing_shared",
            field="kind",
            hint=_("Mark what they may read, and have the plan approved again."),
        )


def _check_waiting(actor: Actor) -> None:
    waiting = Document.objects.filter(
        maker_id=actor.user_id, state__in=[each.value for each in UNDER_WAY]
    )
    if waiting.count() >= MOST_AT_ONCE:
        raise Refusal(
            _("%(count)s documents of yours are still being made."),
            code="too_many",
            hint=_("Order the next one when they are ready."),
            count=MOST_AT_ONCE,
        )
