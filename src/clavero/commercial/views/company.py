"""*Commercial plan*: the company's targets, written, brought, handed in, approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from clavero.commercial import selectors, services
from clavero.commercial.files import targets_as_file
from clavero.commercial.forms.targets import ReturnForm, SeenForm, TargetsForm
from clavero.commercial.rules.reading import COLUMNS, OPTIONAL
from clavero.commercial.rules.targets import VersionState, sales_by_year
from clavero.commercial.words import (
    PROGRAMME_KIND_NAMES,
    ROW_FAULT_NAMES,
    STATE_NAMES,
    STATE_TONES,
    month_name,
    months_in_words,
)
from clavero.core.money import Money
from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of, allowed, may_or_reads
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.ui import brought, formats
from clavero.ui.address import EXPORT
from clavero.ui.bringing import bring
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.SEE_WHOLE_PORTFOLIO)
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """The company's targets by year and family; the director writes them, others read."""
    actor = actor_of(request)
    writes = may_or_reads(request, Verb.GOVERN_COMMERCIAL)
    picture = selectors.company_picture(actor)
    if request.GET.get(EXPORT) in {"csv", "xlsx"}:
        return targets_as_file(picture.targets, request.GET[EXPORT], name="commercial-plan")
    form = _targets_form(picture, sent(request))

    def keep(*, seen: int, **_given: Any) -> None:
        services.set_company_targets(actor, targets=form.asked(), seen=seen)

    if writes and done(form, keep):
        messages.success(request, _("The targets are kept."))
        return redirect("commercial:company")
    return _page(request, picture, form)


def _targets_form(picture: selectors.CompanyPicture, data: Any = None) -> TargetsForm:
    return TargetsForm(
        data, years=_years(picture), families=picture.families, targets=picture.targets,
        calendar=picture.calendar, seen=picture.seen,
    )  # fmt: skip


def _years(picture: selectors.CompanyPicture) -> list[int]:
    """Those planned, and from this one on as far as most companies plan."""
    first = picture.calendar.of(timezone.localdate())
    planned = {cell.year for cell in picture.targets}
    return sorted(planned | set(range(first, first + selectors.YEARS_AHEAD)))


def _page(
    request: HttpRequest,
    picture: selectors.CompanyPicture,
    form: TargetsForm,
    decision: ReturnForm | None = None,
) -> HttpResponse:
    """The page, with a ``decision`` that could not be carried out."""
    actor = actor_of(request)
    shown, calendar, years = picture.shown, picture.calendar, _years(picture)
    writes = actor.may(Verb.GOVERN_COMMERCIAL)
    currency = ledger.shown_currency()
    waits = shown is not None and shown.state == VersionState.SUBMITTED
    totals = sales_by_year(picture.targets)
    decide = decision or ReturnForm(initial={"seen": picture.seen}, auto_id="return_%s")
    context = {
        "form": form,
        "rows": [
            (row, "" if row.sold is None else formats.money(Money(row.sold, currency), places=0))
            for row in form.rows(picture.sold)
        ],
        "years": [calendar.name(year) for year in years],
        "others": month_name(shown.first_month)
        if shown is not None and picture.is_of_other_years
        else "",
        "totals": [
            (
                calendar.name(year),
                ""
                if year not in totals
                else formats.money(Money(totals[year], currency), places=0),
            )
            for year in years
        ],
        "shown": shown,
        "state": "" if shown is None else STATE_NAMES[shown.state],
        "tone": "" if shown is None else STATE_TONES[shown.state],
        "holding": picture.holding,
        "shops": picture.settings.sells_through_shops,
        "programmes": [
            (
                each,
                PROGRAMME_KIND_NAMES[each.kind],
                months_in_words(each),
                ", ".join(each.families),
                formats.money_short(Money(each.budget, currency)),
                formats.money_short(Money(each.sales, currency)),
            )
            for each in selectors.programmes_of(shown)
        ],
        "versions": [
            (each, STATE_NAMES[each.state], STATE_TONES[each.state]) for each in picture.versions
        ],
        "writes": writes and not waits,
        "may_submit": writes and shown is not None and shown.state == VersionState.DRAFT,
        "may_approve": waits and actor.may(Verb.APPROVE_COMMERCIAL),
        "decide": decide,
        "seen": picture.seen,
    }
    return render(request, "commercial/company.html", context, status=status_of(form, decide))


@allowed(Verb.GOVERN_COMMERCIAL)
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Hand the open version in."""
    form = SeenForm(request.POST)
    form.is_valid()
    services.submit_company_plan(actor_of(request), seen=form.cleaned_data["seen"])
    messages.success(request, _("The plan is handed in."))
    return redirect("commercial:company")


@allowed(Verb.APPROVE_COMMERCIAL)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve the version that was handed in, or give it back."""
    actor = actor_of(request)
    form = ReturnForm(request.POST, auto_id="return_%s")
    approves = request.POST.get("decision") == "approve"

    def keep(*, reason: str, seen: int) -> None:
        if approves:
            services.approve_company_plan(actor, seen=seen)
        else:
            services.return_company_plan(actor, reason=reason, seen=seen)

    if not done(form, keep):
        picture = selectors.company_picture(actor)
        return _page(request, picture, _targets_form(picture), form)
    told = (
        _("The plan is approved: it holds from now on.")
        if approves
        else _("The plan is given back.")
    )
    messages.success(request, told)
    return redirect("commercial:company")


@allowed(Verb.GOVERN_COMMERCIAL)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a file of targets."""
    actor = actor_of(request)
    found = bring(
        request, lambda content, _name: services.import_company_targets(actor, content=content)
    )
    if found.whole is not None:
        messages.success(request, _told(found.whole))
        return redirect("commercial:company")
    context = {
        "crumbs": [Crumb(_("Commercial plan"), reverse("commercial:company"))],
        "verb": _("Load targets"),
        "subheading": _("The company's targets, a year and a product family in each row."),
        "hints": [
            _(
                "CSV or XLSX with the columns %(columns)s, and %(optional)s where it is known. "
                "What the file does not tell of stays as it is; if a row cannot be used, nothing "
                "of the file is kept."
            )
            % {"columns": ", ".join(COLUMNS), "optional": ", ".join(OPTIONAL)}
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
        **found.context(_told, ROW_FAULT_NAMES),
    }
    return render(request, "ui/bring.html", context, status=status_of(found.form))


def _told(report: TableReport) -> str:
    kept = ngettext("%(count)s target is kept.", "%(count)s targets are kept.", report.kept)
    return brought.told(report, kept)
