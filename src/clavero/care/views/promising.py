"""*Times and calendars*: how soon complaints are answered, and when people work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.care import selectors, services
from clavero.care.forms import WEEKDAYS, HoursForm, TermsForm
from clavero.care.models import Hours
from clavero.care.rules.cases import Severity, Tier
from clavero.care.rules.days_off import named
from clavero.care.sentences import length_in_words
from clavero.care.views.common import crumb, tabs
from clavero.care.words import SEVERITY_NAMES, TIER_NAMES
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_HOLIDAYS = 6


@for_those_who_see_sales
@allowed(Verb.GOVERN_CARE)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What holds today, what comes, and what was."""
    today = timezone.localdate()
    force = selectors.terms_on(today)
    context = {
        "tabs": tabs(actor_of(request), "terms"),
        "force": force,
        "rows": [
            (TIER_NAMES[tier], [
                (length_in_words(promised.answer), length_in_words(promised.resolve))
                for severity in Severity
                for promised in (force.table[tier, severity],)
            ])
            for tier in Tier
        ],
        "severities": [SEVERITY_NAMES[each] for each in Severity],
        "versions": selectors.all_terms(),
        "calendars": [_shown(each, today) for each in selectors.all_hours()],
        "today": today,
    }  # fmt: skip
    return render(request, "care/terms.html", context)


@for_those_who_see_sales
@allowed(Verb.GOVERN_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_terms(request: HttpRequest) -> HttpResponse:
    """Other times from a day on."""
    actor = actor_of(request)
    force = selectors.terms_on(timezone.localdate())
    initial: dict[str, Any] = {"valid_from": timezone.localdate(), "stops": force.stops}
    for (tier, severity), promised in force.table.items():
        for clock, length in (("answer", promised.answer), ("resolve", promised.resolve)):
            initial[f"{clock}_{tier}_{severity}"] = _hours(length.total_seconds())
    form = TermsForm(sent(request), initial=initial)

    def keep(**cleaned: Any) -> None:
        services.set_terms(actor, **form.given(**cleaned))

    if done(form, keep):
        messages.success(request, _("The times are set."))
        return redirect("care:terms")
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "severities": [SEVERITY_NAMES[each] for each in Severity],
    }
    return render(request, "care/new_terms.html", context, status=status_of(form))


@for_those_who_see_sales
@allowed(Verb.GOVERN_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_hours(request: HttpRequest) -> HttpResponse:
    """Other working hours from a day on."""
    actor = actor_of(request)
    initial: dict[str, Any] = {"valid_from": timezone.localdate()}
    initial |= {f"day_{day}": "09:00-18:00" for day in range(5)}
    last = next((each for each in selectors.all_hours() if not each.name), None)
    if last is not None:
        initial |= {f"day_{day}": text for day, text in last.week.items()}
        initial |= {"zone": last.zone, "country": last.country, "region": last.region}
        initial["days_off"] = "\n".join(last.days_off)
    form = HoursForm(sent(request), initial=initial)

    def keep(**cleaned: Any) -> None:
        services.set_hours(actor, **form.given(**cleaned))

    if done(form, keep):
        messages.success(request, _("The working hours are set."))
        return redirect("care:terms")
    context = {
        "crumbs": _crumbs(),
        "title": _("Working hours"),
        "intro": _("The clocks of complaints run while people work, and stand still otherwise."),
        "form": form,
        "verb": _("Keep"),
        "wide": True,
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


def _crumbs() -> list[Crumb]:
    return [crumb(), Crumb(_("Times and calendars"), reverse("care:terms"))]


def _hours(seconds: float) -> Decimal:
    return (Decimal(int(seconds)) / 3600).normalize() + 0


def _shown(hours: Hours, today: date) -> dict[str, Any]:
    """A calendar in words, with the public holidays that come next."""
    language = get_language() or "en"
    coming = [
        each
        for year in (today.year, today.year + 1)
        for each in named(hours.country, hours.region, year, language)
        if each[0] >= today
    ]
    return {
        "hours": hours,
        "title": hours.name or _("The usual calendar"),
        "week": [(WEEKDAYS[day], hours.week.get(str(day), "") or _("day off")) for day in range(7)],
        "holidays": coming[:_HOLIDAYS],
    }
