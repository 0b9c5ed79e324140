"""*Playbook*: what each strategy asks for, today and in every version."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.playbook import selectors
from clavero.playbook.selectors import InForce
from clavero.playbook.showing import columns_of, differences
from clavero.playbook.words import everywhere_of
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.parts import Crumb

CLAVEROS_OWN = "0"


@for_those_who_see_sales
@require_safe
def playbook(request: HttpRequest) -> HttpResponse:
    """What holds today."""
    holding = selectors.playbook_on(timezone.localdate())
    versions = selectors.all_versions()
    context = {
        **_shown(holding),
        "versions": versions,
        "coming": [each for each in versions if each.valid_from > timezone.localdate()],
        "governs": actor_of(request).may(Verb.EDIT_PLAYBOOK),
    }
    return render(request, "playbook/playbook.html", context)


@for_those_who_see_sales
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version as it was adopted, beside the one before it or another."""
    found = selectors.playbook_of(version_id)
    if found is None:
        raise Http404("no such version")
    other = _other(request.GET.get("against", ""), version_id)
    context = {
        **_shown(found),
        "crumbs": [Crumb(_("Playbook"), reverse("playbook:playbook"))],
        "other": other,
        "differences": differences(other.settings, found.settings),
        "versions": [each for each in selectors.all_versions() if each.pk != version_id],
    }
    return render(request, "playbook/version.html", context)


def _shown(holding: InForce) -> dict[str, object]:
    return {
        "shown": holding,
        "everywhere": everywhere_of(holding.settings),
        "columns": columns_of(holding.settings),
    }


def _other(asked: str, version_id: int) -> InForce:
    """The version to compare with: the one asked for, else the one before."""
    if asked == CLAVEROS_OWN:
        return selectors.in_force(None)
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        found = selectors.playbook_of(int(asked))
        if found is not None:
            return found
    return selectors.version_before(version_id)
