"""*Factors and weights*: by what the matrix reads accounts, and its versions."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.money import round_for_display
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix import selectors, services
from clavero.matrix.forms.overtaken import parts_of
from clavero.matrix.forms.settings import (
    CriteriaFormSet,
    FactorsFormSet,
    MatrixForm,
    SettingsForm,
    rows_of,
    rules_of,
    settings_from,
    with_sector,
)
from clavero.matrix.lost_in_words import Lost, lost_in_words
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.factors import FactorSet
from clavero.matrix.rules.settings import Settings
from clavero.matrix.scales_in_words import rules_in_words, scale_in_words
from clavero.matrix.selectors import InForce
from clavero.matrix.words import factor_names, factor_note, fault_in_words
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.forms import carry_instead
from clavero.ui.overtaken import overtaken
from clavero.ui.parts import Crumb
from clavero.ui.steps import sent
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


def _page(request: HttpRequest, shown: InForce, *, is_today: bool) -> HttpResponse:
    settings_, names = shown.settings, factor_names(shown.settings)
    context = {
        "crumbs": [Crumb(_("Account analysis matrix"), reverse("matrix:matrix"))],
        "rules": rules_in_words(settings_),
        "potential": _lines(settings_.base.potential, names),
        "position": _lines(settings_.base.position, names),
        "own_potentials": _own(settings_.potentials, names),
        "own_criteria": _own(settings_.sectors, names),
        **settings_page(
            shown,
            selectors.all_versions(),
            name=_("Factors and weights"),
            is_today=is_today,
            governs=actor_of(request).may(Verb.GOVERN_MATRIX),
            change_url=reverse("matrix:change_settings"),
            version_url="matrix:version",
        ),
    }
    return render(request, "matrix/settings.html", context)


def _own(sets: Mapping[str, FactorSet], names: dict[str, Any]) -> list[dict[str, Any]]:
    """What sectors have of their own, in their order."""
    return [{"sector": each, "lines": _lines(sets[each], names)} for each in sorted(sets)]


def _lines(factors: FactorSet, names: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": names[each.key],
            "note": factor_note(each),
            "weight": formats.number(round_for_display(Decimal(str(each.weight)), 1)),
            "scale": scale_in_words(each),
        }
        for each in factors
    ]


@allowed(Verb.GOVERN_MATRIX)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """A new version of what holds for everybody."""
    before = selectors.latest_settings()
    names = factor_names(before.settings)
    posted = sent(request)
    data = None if posted is None else posted.copy()  # what was overtaken is put into it
    form = SettingsForm(data, initial={**rules_of(before.settings), "seen": before.number or ""})
    base = before.settings.base
    called = {"names": names}
    potential = FactorsFormSet(
        data, prefix="potential", initial=rows_of(base.potential, names), form_kwargs=called
    )
    position = CriteriaFormSet(
        data, prefix="position", initial=rows_of(base.position, names), form_kwargs=called
    )

    def adopt(**given: Any) -> MatrixVersion:
        return _adopted(request, form, lost, settings=mine_of(before.settings), **given)

    lost: list[Lost] = []

    def mine_of(started: Settings) -> Settings:
        return settings_from(started, form.cleaned_data, potential, position)

    faults = partial(fault_in_words, names=names)
    rows = (potential, position)
    is_read = data is not None and all(each.is_valid() for each in (form, *rows))
    if data is not None and adopted_from(request, form, adopt, faults, rows=rows):
        return redirect("matrix:settings")
    context = {
        "crumbs": _crumbs(),
        # What cannot be read at all is told first.
        "overtaken": overtaken(form, data, before, selectors.VERSIONS, mine_of, parts_of)
        if data is not None and is_read
        else None,
        "lost": lost,
        "form": form,
        "potential": potential,
        "position": position,
    }
    return render(request, "matrix/change_settings.html", context, status=_status(data))


@allowed(Verb.GOVERN_MATRIX)
@require_http_methods(["GET", "HEAD", "POST"])
def change_sector(request: HttpRequest) -> HttpResponse:
    """A new version in which a sector has factors and criteria of its own, or everybody's again."""
    before = selectors.latest_settings()
    names = factor_names(before.settings)
    sectors = selectors.sectors(actor_of(request))
    asked = request.GET.get("sector", "")
    sector = asked if asked in {*sectors, *before.settings.own} else ""
    if not sector:
        chosen = sorted({*sectors, *before.settings.own})
        context = {"crumbs": _crumbs(), "sectors": chosen}
        return render(request, "matrix/choose_sector.html", context)
    posted = sent(request)
    data = None if posted is None else posted.copy()
    form = MatrixForm(
        data, initial={"valid_from": timezone.localdate(), "seen": before.number or ""}
    )
    started, called = before.settings, {"names": names}
    potential, position = (
        rows(data, prefix=prefix, initial=rows_of(own, names), form_kwargs=called)
        for rows, prefix, own in (
            (FactorsFormSet, "potential", started.factors(sector)),
            (CriteriaFormSet, "position", started.criteria(sector)),
        )
    )

    def adopt(**given: Any) -> MatrixVersion:
        return _adopted(request, form, lost, settings=mine_of(before.settings), **given)

    lost: list[Lost] = []

    def mine_of(started: Settings) -> Settings:
        return with_sector(started, sector, potential, position)

    faults = partial(fault_in_words, names=names)
    rows = (potential, position)
    is_read = data is not None and all(each.is_valid() for each in (form, *rows))
    if data is not None and adopted_from(request, form, adopt, faults, rows=rows):
        return redirect("matrix:settings")
    context = {
        "crumbs": _crumbs(),
        "overtaken": overtaken(
            form, data, before, selectors.VERSIONS, mine_of, partial(parts_of, edited=sector)
        )
        if data is not None and is_read
        else None,
        "lost": lost,
        "form": form,
        "potential": potential,
        "position": position,
        "sector": sector,
        "own_potential": sector in started.potentials,
        "own_position": sector in started.sectors,
    }
    return render(request, "matrix/change_sector.html", context, status=_status(data))


def _adopted(
    request: HttpRequest, form: MatrixForm, lost: list[Lost], **given: Any
) -> MatrixVersion:
    """A new version; what it would cost is put into ``lost``, and the form says it is known."""
    try:
        return services.adopt_settings(actor_of(request), **given)
    except services.PlacesLost as refusal:
        lost += lost_in_words(refusal.lost, refusal.accounts)
        carry_instead(form, {"losing": len(refusal.lost)})
        raise


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
        Crumb(_("Factors and weights"), reverse("matrix:settings")),
    ]


def _status(data: Any) -> int:
    return 200 if data is None else 422
