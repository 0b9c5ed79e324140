"""*Where the states begin*, and its versions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.silence import selectors, services
from clavero.silence.forms.settings import SHARES, SettingsForm, initial_of, shown
from clavero.silence.models import SilenceVersion
from clavero.silence.selectors import InForce
from clavero.silence.views.customer import crumb_of_list
from clavero.silence.words import SETTING_NAMES, fault_in_words
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent, status_of
from clavero.ui.versions import adopted_from, settings_page


@for_those_who_see_sales
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _page(request, selectors.settings_on(timezone.localdate()), is_today=True)


@for_those_who_see_sales
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = selectors.settings_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _page(request, found, is_today=False)


@allowed(Verb.GOVERN_SILENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new version."""
    data = sent(request)
    before = selectors.latest_settings()
    form = SettingsForm(data, initial=initial_of(before))

    def adopt(**given: Any) -> SilenceVersion:
        return services.adopt_settings(actor_of(request), settings=form.settings(), **given)

    if data is not None and adopted_from(request, form, adopt, fault_in_words):
        return redirect("silence:settings")
    fields = [form[name] for name in SETTING_NAMES]
    context = {"crumbs": _crumbs(), "form": form, "fields": fields}
    return render(request, "silence/change_settings.html", context, status=status_of(form))


def _page(request: HttpRequest, found: InForce, *, is_today: bool) -> HttpResponse:
    context = {
        "crumbs": _crumbs()[: 1 if is_today else 2],
        "rows": _rows(found),
        **settings_page(
            found,
            selectors.all_versions(),
            name=_("Where the states begin"),
            is_today=is_today,
            governs=actor_of(request).may(Verb.GOVERN_SILENCE),
            change_url=reverse("silence:change_settings"),
            version_url="silence:version",
        ),
    }
    return render(request, "silence/settings.html", context)


def _rows(found: InForce) -> list[tuple[Any, str]]:
    rows = []
    for name, value in shown(found.settings).items():
        if isinstance(value, bool):
            told = _("yes") if value else _("no")
        elif name in SHARES:
            told = formats.percent(value / Decimal(100))
        else:
            told = formats.number(value)
        rows.append((SETTING_NAMES[name], told))
    return rows


def _crumbs() -> list[Crumb]:
    return [crumb_of_list(), Crumb(_("Where the states begin"), reverse("silence:settings"))]
