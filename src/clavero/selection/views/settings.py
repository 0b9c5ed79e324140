"""*Criteria*: by what key accounts are selected, and its versions."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.selection import selectors, services
from clavero.selection.forms.overtaken import parts_of
from clavero.selection.forms.settings import (
    CriteriaFormSet,
    QuestionsFormSet,
    SettingsForm,
    criteria_rows,
    question_rows,
    rules_of,
    settings_from,
)
from clavero.selection.models import SelectionVersion
from clavero.selection.rules.settings import Settings
from clavero.selection.selectors import InForce
from clavero.selection.sentences import cap_in_words
from clavero.selection.words import criterion_names, fault_in_words, question_names
from clavero.ui import formats
from clavero.ui.overtaken import overtaken
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent
from clavero.ui.versions import adopted_from, settings_page


@allowed(Verb.SEE_SELECTION)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _page(request, selectors.settings_on(timezone.localdate()), is_today=True)


@allowed(Verb.SEE_SELECTION)
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = selectors.settings_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _page(request, found, is_today=False)


def _page(request: HttpRequest, shown: InForce, *, is_today: bool) -> HttpResponse:
    settings_ = shown.settings
    names = criterion_names(settings_)
    context = {
        "crumbs": _crumbs()[:1],
        "criteria": [
            (names[key], formats.number(round(Decimal(str(weight)), 1)))
            for key, weight in settings_.criteria.weights.items()
        ],
        "questions": list(question_names(settings_).values()),
        "capacity": cap_in_words(settings_),
        **settings_page(
            shown,
            selectors.all_versions(),
            name=_("Criteria and filter"),
            is_today=is_today,
            governs=actor_of(request).may(Verb.DECIDE_KEY_ACCOUNTS),
            change_url=reverse("selection:change_settings"),
            version_url="selection:version",
        ),
    }
    return render(request, "selection/settings.html", context)


@allowed(Verb.DECIDE_KEY_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new version."""
    before = selectors.latest_settings()
    posted = sent(request)
    data = None if posted is None else posted.copy()  # what was overtaken is put into it
    form = SettingsForm(data, initial=rules_of(before))
    names = {**criterion_names(before.settings), **question_names(before.settings)}
    criteria = CriteriaFormSet(
        data,
        prefix="criteria",
        initial=criteria_rows(before.settings),
        form_kwargs={"names": names},
    )
    questions = QuestionsFormSet(
        data,
        prefix="questions",
        initial=question_rows(before.settings),
        form_kwargs={"names": names},
    )

    def adopt(**given: Any) -> SelectionVersion:
        wanted = mine_of(before.settings)
        return services.adopt_settings(actor_of(request), settings=wanted, **given)

    def mine_of(started: Settings) -> Settings:
        return settings_from(started, form.cleaned_data, criteria, questions)

    faults = partial(fault_in_words, names=names)
    rows = (criteria, questions)
    is_read = all(each.is_valid() for each in (form, *rows))
    if data is not None and adopted_from(request, form, adopt, faults, rows=rows):
        return redirect("selection:settings")
    context = {
        "crumbs": _crumbs(),
        # What cannot be read at all is told first.
        "overtaken": overtaken(form, data, before, selectors.VERSIONS, mine_of, parts_of)
        if data is not None and is_read
        else None,
        "form": form,
        "criteria": criteria,
        "questions": questions,
    }
    status = 200 if data is None else 422
    return render(request, "selection/change_settings.html", context, status=status)


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Selection of key accounts"), reverse("selection:selection")),
        Crumb(_("Criteria and filter"), reverse("selection:settings")),
    ]
