"""The targets of an account: by year and family, by month, and whether the two add up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.commercial import selectors, services
from clavero.commercial.files import accounts_as_file
from clavero.commercial.forms.programmes import PartRow, PartsForm
from clavero.commercial.forms.targets import ExplainForm, MonthsForm, TargetsForm
from clavero.commercial.rules.reconciling import Check
from clavero.commercial.rules.targets import margin_of, sales_by_year
from clavero.commercial.sentences import (
    against_name,
    aims_in_words,
    forecast_in_words,
    margins_in_words,
)
from clavero.commercial.words import (
    PROGRAMME_KIND_NAMES,
    finding_in_words,
    month_name,
    months_in_words,
)
from clavero.core.errors import Forbidden
from clavero.core.money import Money
from clavero.identity.doors import actor_of, may_or_reads
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.plans.selectors import outlook_kept
from clavero.portfolio.doors import account_seen, for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.address import EXPORT
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Its targets beside what it bought; who writes plans writes them."""
    actor = actor_of(request)
    customer = account_seen(actor, customer_id)
    may_or_reads(request, Verb.WRITE_PLANS)
    picture = selectors.account_picture(actor, customer_id)
    if picture is None:
        if request.method == "POST" and not actor.may(Verb.WRITE_PLANS):
            raise Forbidden(Verb.WRITE_PLANS)
        return redirect("plans:plan", customer_id)
    if request.GET.get(EXPORT) in {"csv", "xlsx"}:
        records = selectors.account_target_records(actor, customer.code)
        return accounts_as_file(records, request.GET[EXPORT], name=f"targets-{customer.code}")
    decision = request.POST.get("decision", "years") if request.method == "POST" else ""

    def data(name: str) -> dict[str, Any]:
        return {
            "data": request.POST if decision == name else None,
            "auto_id": f"{name}_%s",
        }

    years = TargetsForm(
        years=picture.years,
        families=picture.families,
        targets=picture.targets,
        calendar=picture.calendar,
        seen=picture.seen,
        **data("years"),
    )
    months = MonthsForm(months=picture.months, seen=picture.seen, **data("months"))
    explain = ExplainForm(**data("explain"))
    parts = PartsForm(
        programmes=picture.programmes, parts=picture.parts, seen=picture.seen, **data("parts")
    )

    def keep_years(*, seen: int, **_given: Any) -> None:
        services.set_account_targets(
            actor, customer_id=customer_id, targets=years.asked(), seen=seen
        )

    def keep_months(*, seen: int, **_given: Any) -> None:
        services.set_months(
            actor, customer_id=customer_id, months=months.asked(), weights=picture.weights,
            seen=seen,
        )  # fmt: skip

    def keep_parts(*, seen: int, **_given: Any) -> None:
        services.set_parts(actor, customer_id=customer_id, parts=parts.asked(), seen=seen)

    def keep_note(**given: Any) -> None:
        services.explain_gap(actor, customer_id=customer_id, **given)

    steps = {
        "years": (years, keep_years, _("The targets are kept.")),
        "months": (months, keep_months, _("The months are kept.")),
        "parts": (parts, keep_parts, _("Its part in programmes is kept.")),
        "explain": (explain, keep_note, _("The explanation is kept.")),
    }
    if request.method == "POST":
        if decision not in steps:
            raise Http404("no such form")
        form, keep, told = steps[decision]
        if done(form, keep):
            messages.success(request, told)
            return redirect("commercial:account", customer_id)
    currency = ledger.shown_currency()

    def money(amount: Decimal | None, places: int | None = None) -> str:
        if amount is None:
            return formats.NOTHING
        return formats.money(Money(amount, currency), places=places)

    def whole(amount: Decimal | None) -> str:
        return _short(amount, currency)

    totals = sales_by_year(picture.targets)
    context = {
        "crumbs": [
            Crumb(_("Customer plans"), reverse("plans:home")),
            Crumb(str(customer), reverse("plans:plan", args=[customer_id])),
        ],
        "customer": customer,
        "writes": picture.writes,
        "years": years,
        "year_list": [picture.calendar.name(year) for year in picture.years],
        "others": month_name(picture.row.first_month)
        if picture.row is not None and picture.is_of_other_years
        else "",
        "rows": [
            (row, "" if row.sold is None else money(row.sold, 0))
            for row in years.rows(picture.sold)
        ],
        "counted_above": [
            (name, ", ".join(picture.calendar.name(year) for year in sorted(years)))
            for name, years in _by_group(picture.counted_above).items()
        ],
        "totals": [
            (picture.calendar.name(year), money(totals.get(year), 0)) for year in picture.years
        ],
        "parts": parts,
        "part_rows": [_part(row, currency) for row in parts.rows()],
        "months": months,
        "month_rows": [
            (formats.month(each.month), field, whole(each.proposal), money(each.before, 0),
             money(each.actual, 0), whole(each.target))
            for each, field in months.rows()
        ],
        "findings": [
            (
                finding_in_words(each, currency),
                each,
                each.check in {Check.WHOLE_YEAR, Check.PART_OF_YEAR},
                # One that comes back to be mended keeps what was written.
                explain
                if explain.data.get("year") == str(each.year)
                else ExplainForm(
                    initial={"seen": picture.seen, "year": each.year, "text": each.note},
                    auto_id=f"explain{each.year}_%s",
                ),
            )
            for each in picture.findings
        ],
        "explain_errors": []
        if explain.data.get("year") in {str(each.year) for each in picture.findings}
        else [error for errors in explain.errors.values() for error in errors],
        "has_targets": picture.row is not None and bool(picture.targets),
        **_against(picture, currency),
    }  # fmt: skip
    return render(
        request, "commercial/account.html", context, status=status_of(years, months, parts, explain)
    )


def _against(picture: selectors.AccountPicture, currency: str) -> dict[str, Any]:
    """What its forecast and its objectives say of the years of its targets."""
    outlook, aims = outlook_kept(picture.plan)
    if picture.row is None or not picture.targets:
        return {"has_forecast": outlook is not None}
    sides = selectors.sides_of(picture.row)
    years = [] if outlook is None else sides.years(outlook)
    return {
        "has_forecast": outlook is not None,
        "against": [
            (
                against_name(each),
                _whole(each.wanted, currency),
                _whole(each.expected, currency),
                _whole(each.granted, currency),
                _whole(each.gap, currency),
                each.agrees,
            )
            for each in years
        ],
        "against_told": [
            *forecast_in_words(years, currency),
            *margins_in_words(
                margin_of(picture.targets),
                None if outlook is None else outlook.margin,
                picture.left,
            ),
        ],
        "aims_told": [(aim.id, told) for aim, told in aims_in_words(sides, aims, currency)],
    }


def _whole(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency), places=0)


def _short(amount: Decimal | None, currency: str) -> str:
    return formats.NOTHING if amount is None else formats.money_short(Money(amount, currency))


def _by_group(counted: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for year, name in counted.items():
        found.setdefault(name, []).append(year)
    return found


def _part(row: PartRow, currency: str) -> dict[str, Any]:
    part, its = row.part, row.programme
    told: dict[str, Any] = {
        "name": its.name if its is not None else "" if part is None else part.name,
        "programme": its,
        "budget": _short(None if part is None else part.budget, currency),
        "sales": _short(None if part is None else part.sales, currency),
        "mechanic": "" if part is None else part.mechanic,
        "fields": zip(
            row.fields, (_("Budget"), _("Expected sales"), _("How it is done there")), strict=False
        ),
    }
    if its is not None:
        told |= {
            "kind": PROGRAMME_KIND_NAMES[its.kind],
            "months": months_in_words(its),
            "families": ", ".join(its.families),
        }
    return told
