"""*Programmes*: what accounts do in them together, and the company's, written by the director."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.commercial import selectors, services
from clavero.commercial.forms.programmes import ProgrammeForm
from clavero.commercial.forms.targets import SeenForm
from clavero.commercial.rules.programmes import PartLine, Programme
from clavero.commercial.selectors import CompanyPicture, ProgrammeRow, ProgrammesTogether
from clavero.commercial.sentences import programme_in_words
from clavero.commercial.words import PROGRAMME_KIND_NAMES, months_in_words
from clavero.core.money import Money
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.ledger import selectors as ledger
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Each programme with the parts of the accounts that the reader sees, and whether they add up
    to it for those who see the whole company."""
    found = selectors.programmes_together(actor_of(request))
    currency = ledger.shown_currency()
    context = {
        "crumbs": [Crumb(_("Plans together"), reverse("commercial:together"))],
        "found": found,
        "rows": [_row(found, row, currency) for row in found.rows],
        "sentences": [
            sentence
            for row in found.rows
            if found.sees_company
            for sentence in programme_in_words(row, currency)
        ],
    }
    return render(request, "commercial/programmes.html", context)


@allowed(Verb.GOVERN_COMMERCIAL)
@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """A programme more."""
    return _page(request, selectors.company_picture(actor_of(request)), None)


@allowed(Verb.GOVERN_COMMERCIAL)
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, programme_key: int) -> HttpResponse:
    """One programme, to be changed."""
    picture, found = _found(actor_of(request), programme_key)
    return _page(request, picture, found)


@allowed(Verb.GOVERN_COMMERCIAL)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, programme_key: int) -> HttpResponse:
    """Take a programme out, after asking."""
    actor = actor_of(request)
    picture, found = _found(actor, programme_key)
    if request.method == "POST":
        form = SeenForm(request.POST)
        form.is_valid()
        services.drop_programme(actor, key=programme_key, seen=form.cleaned_data["seen"])
        messages.success(request, _("The programme is taken out."))
        return redirect("commercial:company")
    return ask(
        request,
        title=_("Take a programme out"),
        question=_("Take “%(name)s” out of the commercial plan?") % {"name": found.name},
        consequences=[_("The versions before keep it. Accounts that take part in it are told.")],
        verb=_("Take out"),
        back=reverse("commercial:programme", args=[programme_key]),
        is_destructive=True,
        carried={"seen": str(picture.seen)},
    )


def _found(actor: Actor, key: int) -> tuple[CompanyPicture, Programme]:
    picture = selectors.company_picture(actor)
    for each in selectors.programmes_of(picture.shown):
        if each.key == key:
            return picture, each
    raise Http404("no such programme")


def _page(request: HttpRequest, picture: CompanyPicture, found: Programme | None) -> HttpResponse:
    actor = actor_of(request)
    everybody = people(actor).filter(is_active=True).select_related(None).order_by("name", "pk")
    form = ProgrammeForm(
        sent(request),
        programme=found,
        families=picture.families,
        people=list(everybody.values_list("pk", "name")),
        calendar=picture.calendar,
        today=timezone.localdate(),
        seen=picture.seen,
    )

    def keep(*, seen: int, **_given: Any) -> None:
        services.keep_programme(actor, asked=form.asked(), seen=seen)

    if done(form, keep):
        messages.success(request, _("The programme is kept."))
        return redirect("commercial:company")
    context = {
        "crumbs": [Crumb(_("The company's commercial plan"), reverse("commercial:company"))],
        "form": form,
        "programme": found,
    }
    return render(request, "commercial/programme.html", context, status=status_of(form))


def _row(found: ProgrammesTogether, row: ProgrammeRow, currency: str) -> dict[str, Any]:
    def money(amount: Decimal | None) -> str:
        return formats.NOTHING if amount is None else formats.money_short(Money(amount, currency))

    its = row.programme if found.sees_company else None
    return {
        "name": row.name,
        "programme": row.programme,
        "kind": "" if row.programme is None else PROGRAMME_KIND_NAMES[row.programme.kind],
        "months": "" if row.programme is None else months_in_words(row.programme),
        "families": "" if row.programme is None else ", ".join(row.programme.families),
        "its_budget": money(None if its is None else its.budget),
        "its_sales": money(None if its is None else its.sales),
        "budget": money(row.sums.budget),
        "sales": money(row.sums.sales),
        "lines": [_line(found, line, currency) for line in row.lines],
    }


def _line(found: ProgrammesTogether, line: PartLine, currency: str) -> dict[str, Any]:
    card = found.cards[line.account]
    return {
        "name": card.title,
        "address": reverse("commercial:account", args=[card.id]),
        "budget": formats.money_short(Money(line.part.budget, currency)),
        "sales": formats.money_short(Money(line.part.sales, currency)),
        "mechanic": line.part.mechanic,
    }
