"""All that falls due: at one account, and at all that a reader sees."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import dates, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import by_their_clock
from clavero.ui.answers import or_404
from clavero.ui.steps import done, sent, status_of
from clavero.work import selectors, services
from clavero.work.forms.tasks import QuickAtAccountForm
from clavero.work.selectors import Whose
from clavero.work.sentences import due_in_words, month_of
from clavero.work.views.common import crumb_of_work, crumbs_of, shown, shown_weeks, tabs
from clavero.work.views.tasks import WHOSE_NAMES
from clavero.work.visibility import require

AHEAD = 30  # days of the list beside the calendar


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """All that falls due at an account, as a list and as a month; a new task in one line."""
    actor = actor_of(request)
    month = month_of(request.GET.get("month", ""))
    found = or_404(
        lambda: selectors.account_due(actor, customer_id, month, ahead=timedelta(days=AHEAD))
    )
    form = None
    if actor.may(Verb.TEND_TASKS):
        people = selectors.givable(actor)
        form = QuickAtAccountForm(sent(request), initial={"owner_id": actor.user_id}, people=people)
    if request.method == "POST":
        require(actor)
        if form is not None and done(
            form, partial(services.add_task, actor, customer_id=customer_id)
        ):
            messages.success(request, _("The task is written down."))
            return redirect(request.get_full_path())
    card = found.account.card
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": card,
        "tabs": tabs(customer_id, "account"),
        "sentences": due_in_words(found, AHEAD),
        "late": shown(found.late, account_id=card.id),
        "coming": shown(found.coming, account_id=card.id),
        "undated": shown(found.undated, account_id=card.id),
        "form": form,
        "here": request.get_full_path(),
        "all_tasks": f"{reverse('work:tasks')}?whose=all",
        **_month(found.month, found.weeks, account_id=card.id),
    }
    return render(
        request, "work/account.html", context, status=200 if form is None else status_of(form)
    )


@by_their_clock
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of all that falls due at the accounts that a reader sees: what they do, what their
    team does, or all."""
    actor = actor_of(request)
    asked = request.GET.get("whose", "")
    whose = Whose(asked) if asked in set(Whose) else Whose.MINE
    month = month_of(request.GET.get("month", "")) or first_of_month(timezone.localdate())
    owners = {Whose.MINE: {actor.user_id or 0}, Whose.TEAM: actor.team, Whose.ALL: None}[whose]
    period = Period(month, add_months(month, 1))
    items = selectors.due_of_all(actor, period, owner_ids=owners)
    context = {
        "crumbs": [crumb_of_work()],
        "items": shown(items),
        "tabs": [
            (name, f"?whose={each}&month={month:%Y-%m}", each is whose)
            for each, name in WHOSE_NAMES.items()
            if each is not Whose.TEAM or actor.team
        ],
        "here": request.get_full_path(),
        **_month(month, selectors.weeks_of(month, items), extra=f"whose={whose}&"),
    }
    return render(request, "work/calendar.html", context)


def _month(
    month: date, weeks: Any, *, account_id: int | None = None, extra: str = ""
) -> dict[str, Any]:
    """A month with the way to the ones beside it."""
    return {
        "month": month,
        "weekdays": [str(dates.WEEKDAYS_ABBR[each]) for each in range(7)],
        "weeks": shown_weeks(weeks, timezone.localdate(), account_id=account_id),
        "month_before": f"?{extra}month={add_months(month, -1):%Y-%m}",
        "month_after": f"?{extra}month={add_months(month, 1):%Y-%m}",
        "is_empty": not any(items for week in weeks for _day, _of_month, items in week),
    }
