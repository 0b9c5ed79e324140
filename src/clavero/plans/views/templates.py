"""What plans ask for: the versions, a new one, and how a plan takes it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans import selectors, services
from clavero.plans.forms.templates import TemplateForm
from clavero.plans.models import TemplateVersion
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.templates import ASK_BY_KEY, Differs, Part, Template, difference
from clavero.plans.selectors import InForce
from clavero.plans.views._common import crumbs_to, demand
from clavero.plans.views.tending import Page, page
from clavero.plans.words import SECTION_NAMES, Name
from clavero.plans.words.prompts import PROMPTS, fault_in_words
from clavero.portfolio.visibility import sees_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, sent, status_of
from clavero.ui.versions import adopted_from, settings_page

SECTOR_LENGTH = 60


def _for_readers(view: Any) -> Page:
    """A page for those who see plans, and for those who decide what they ask for."""

    safe = require_safe(view)

    @wraps(view)
    def read(request: HttpRequest, **named: Any) -> HttpResponse:
        actor = actor_of(request)
        if not (sees_sales(actor) or actor.may(Verb.GOVERN_PLANS)):
            raise Forbidden(Verb.GOVERN_PLANS)
        answer: HttpResponse = safe(request, **named)
        return answer

    return read


@_for_readers
def templates(request: HttpRequest) -> HttpResponse:
    """What holds today, and every version."""
    return _page(request, selectors.templates_on(timezone.localdate()), is_today=True)


@_for_readers
def template_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version, as it was adopted."""
    found = selectors.templates_of(version_id)
    if found is None:
        raise Http404("no such version")
    return _page(request, found, is_today=False)


def _page(request: HttpRequest, found: InForce, *, is_today: bool) -> HttpResponse:
    governs = actor_of(request).may(Verb.GOVERN_PLANS)
    sectors = sorted({sector for _strategy, sector in found.settings.own if sector})
    rows = [
        _row(found, strategy, sector)
        for strategy in (*Strategy, None)
        for sector in ("", *sectors)
        if not sector or (_key(strategy), sector) in found.settings.own
    ]
    context = {
        "crumbs": _crumbs()[: 1 if is_today else 2],
        "rows": rows,
        **settings_page(
            found,
            selectors.all_templates(),
            name=_("What plans ask for"),
            is_today=is_today,
            governs=governs,
            change_url=reverse("plans:change_template"),
            version_url="plans:template_version",
        ),
    }
    return render(request, "plans/templates.html", context)


def _key(strategy: Strategy | None) -> str:
    return "" if strategy is None else strategy.value


def _row(found: InForce, strategy: Strategy | None, sector: str) -> dict[str, Any]:
    template = found.settings.of(strategy, sector)
    return {
        "strategy": _named(strategy),
        "sector": sector or _("all sectors"),
        "is_own": (_key(strategy), sector) in found.settings.own,
        "sections": ", ".join(str(SECTION_NAMES[each]) for each in sorted(template.sections)),
        "change": f"{reverse('plans:change_template')}?strategy={_key(strategy)}&sector={sector}",
    }


def _named(strategy: Strategy | None) -> Name:
    return _("No review has placed it") if strategy is None else STRATEGY_NAMES[strategy]


@allowed(Verb.GOVERN_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_template(request: HttpRequest) -> HttpResponse:
    """A new version, in which one strategy asks for something else, in a sector or in all."""
    named, sector = request.GET.get("strategy", ""), request.GET.get("sector", "").strip()
    if named and named not in set(Strategy):
        raise Http404("no such strategy")
    strategy = Strategy(named) if named else None
    sector = sector[:SECTOR_LENGTH]
    before, today = selectors.latest_templates(), timezone.localdate()
    earliest = today if before.version is None else max(today, before.version.valid_from)
    data = sent(request)
    form = TemplateForm(
        data,
        template=before.settings.of(strategy, sector),
        initial={"valid_from": earliest, "seen": before.number or ""},
    )

    def adopt(**given: Any) -> TemplateVersion:
        return services.adopt_template(
            actor_of(request), strategy=strategy, sector=sector, template=form.template(), **given
        )

    if data is not None and adopted_from(request, form, adopt, fault_in_words):
        return redirect("plans:templates")
    context = {
        "crumbs": _crumbs(),
        "form": form,
        "strategy": _named(strategy),
        "sector": sector,
        "strategies": [(_key(each), _named(each)) for each in (*Strategy, None)],
        "chosen": named,
    }
    return render(request, "plans/change_template.html", context, status=status_of(form))


@page
def plan_template(request: HttpRequest, customer_id: int) -> HttpResponse:
    """By which version a plan is written, and what a newer one asks for otherwise."""
    actor = actor_of(request)
    found = selectors.plan_template(actor, customer_id)
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
        services.take_template(
            actor, customer_id=customer_id, seen=carried_number(request, "seen") or None
        )
        messages.success(request, _("The plan is written by the newest version now."))
        return redirect("plans:plan", customer_id)
    context = {
        "crumbs": crumbs_to(found.plan.customer),
        "customer": found.plan.customer,
        "found": found,
        "began": _version_in_words(found.plan.template),
        "newest": _version_in_words(found.newest.version),
        "differences": shown_difference(found.template, found.newer),
    }
    return render(request, "plans/plan_template.html", context)


def _version_in_words(version: TemplateVersion | None) -> str:
    if version is None:
        return _("Clavero's own template")
    return _("version %(number)s of %(day)s") % {
        "number": version.pk,
        "day": formats.day(version.valid_from),
    }


def shown_difference(before: Template, after: Template) -> list[tuple[Name, Name, Name, Name]]:
    """Section, what, before and after, each in words."""
    return [_told(each) for each in difference(before, after)]


def _told(each: Differs) -> tuple[Name, Name, Name, Name]:
    if each.part is Part.SECTION:
        words = (_("not asked for"), _("asked for"))
        name = SECTION_NAMES[Section(int(each.key))]
        return name, _("The whole section"), words[each.before], words[each.after]
    ask = ASK_BY_KEY[each.key]
    section = SECTION_NAMES[ask.section]
    if each.part is Part.COUNT:
        before, after = formats.number(each.before), formats.number(each.after)
        return section, PROMPTS[ask.key], before, after
    usual = _("in Clavero's words")
    before, after = _in_one_language(each.before, each.after)
    return section, PROMPTS[ask.key], before or usual, after or usual


def _in_one_language(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, str]:
    """Both in the reader's language, or in the one in which they differ."""
    own = get_language() or ""
    languages = [own, *sorted({*before, *after} - {own})]
    at = next((each for each in languages if before.get(each) != after.get(each)), own)
    return before.get(at, ""), after.get(at, "")


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Customer plans"), reverse("plans:home")),
        Crumb(_("What plans ask for"), reverse("plans:templates")),
    ]
