"""*Work*: hours and money that people spend on an account."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Forbidden
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.identity.doors import actor_of, allowed, may_or_reads
from clavero.identity.rules import Actor, Verb
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.profitability import services
from clavero.profitability.forms.work import WorkForm
from clavero.profitability.selectors.people import people_who_work
from clavero.profitability.selectors.work import (
    MOST_ROWS,
    account_of_work,
    spent_on,
    work_of,
)
from clavero.profitability.tables import WorkTable
from clavero.profitability.views.bringing import told
from clavero.profitability.words import FAULT_NAMES
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.bringing import bring
from clavero.ui.parts import Crumb, Entering
from clavero.ui.steps import done, sent, status_of

ZERO = Decimal(0)
A_DAY = timedelta(days=1)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What was recorded for an account, and a form for more; executives only read."""
    actor = actor_of(request)
    customer = account_seen(actor, customer_id)
    may_record = may_or_reads(request, Verb.RECORD_WORK)
    initial = {"day": timezone.localdate(), "person": actor.user_id}
    form = WorkForm(sent(request), initial=initial, actor=actor)

    def keep(*, person: Any, hours: Decimal | None, money: Decimal | None, **given: Any) -> None:
        services.record_work(
            actor,
            customer_id=customer_id,
            person_id=person.pk,
            hours=hours or ZERO,
            money=money or ZERO,
            **given,
        )

    if may_record and done(form, keep):
        messages.success(request, _("It is recorded."))
        return redirect("profitability:work", customer_id)
    rows = list(work_of(actor, customer_id)[:MOST_ROWS])
    today = timezone.localdate()
    year = spent_on(actor, customer_id, Period(today - timedelta(days=365), today + A_DAY))
    currency = ledger.shown_currency()
    spent = ngettext(
        "In the last 365 days, %(hours)s hour and %(money)s were spent on it.",
        "In the last 365 days, %(hours)s hours and %(money)s were spent on it.",
        formats.counted_as(year.hours),
    ) % {
        "hours": formats.number(year.hours),
        "money": formats.money(Money(year.money, currency), places=0),
    }
    whose = _whose(actor) if may_record else set()
    context = {
        "crumbs": crumbs_of_account(customer_id, str(customer)),
        "page": Entering(
            heading=_("Work on %(name)s") % {"name": customer},
            subheading=_("Hours and money that the account's team spends on it."),
            load=(_("Load work"), reverse("profitability:load_work")),
            title=_("Record work"),
            verb=_("Record"),
            label=_("Work"),
            empty=_("Nothing is recorded for this customer yet"),
            empty_text=_("What is recorded counts after its contribution."),
            icon="clock-edit",
            headline=_("What was recorded, the latest first"),
            note=spent,
        ),
        "form": form,
        "may_enter": may_record,
        "table": WorkTable(rows, currency=currency, may_withdraw=whose) if rows else None,
    }
    return render(request, "ui/entering.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, work_id: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    actor = actor_of(request)
    try:
        row = account_of_work(actor, work_id)
    except ObjectDoesNotExist as stranger:
        raise Http404("no such work for this reader") from stranger
    if row.person_id not in _whose(actor):
        raise Forbidden(Verb.RECORD_WORK)
    if request.method == "POST":
        services.withdraw_work(actor, work_id=work_id)
        messages.success(request, _("It is withdrawn."))
        return redirect("profitability:work", row.customer_id)
    return ask(
        request,
        title=_("Withdraw work"),
        question=_("Withdraw what %(person)s did for %(customer)s on %(day)s?")
        % {"person": row.person.name, "customer": row.customer, "day": formats.day(row.day)},
        consequences=[_("Its hours and money no longer count. The history keeps them.")],
        verb=_("Withdraw"),
        back=reverse("profitability:work", args=[row.customer_id]),
        is_destructive=True,
    )


@allowed(Verb.RECORD_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def load_work(request: HttpRequest) -> HttpResponse:
    """Bring a file of work."""
    actor = actor_of(request)
    found = bring(request, lambda content, _name: services.import_work(actor, content=content))
    if found.whole is not None:
        messages.success(request, told(found.whole))
        return redirect("profitability:whale")
    context = {
        "crumbs": [Crumb(_("Profitability"), reverse("profitability:whale"))],
        "verb": _("Load work"),
        "subheading": _("Hours and money spent on accounts, one day of a person in each row."),
        "hints": [
            _(
                "CSV with the columns account (its code), person (an e-mail address), date, "
                "hours, money and type: relationship, implementation, knowledge or selling. Hours"
                " or money may be empty. The same file again changes nothing."
            )
        ],
        **found.context(told, FAULT_NAMES),
    }
    return render(request, "ui/bring.html", context, status=status_of(found.form))


def _whose(actor: Actor) -> set[int]:
    """The people whose work ``actor`` may record, if any."""
    if not actor.may(Verb.RECORD_WORK):
        return set()
    return set(people_who_work(actor).values_list("pk", flat=True))


def crumbs_of_account(customer_id: int, name: str) -> list[Crumb]:
    """The way back to the profitability of an account."""
    return [
        Crumb(_("Profitability"), reverse("profitability:whale")),
        Crumb(name, reverse("profitability:customer", args=[customer_id])),
    ]
