"""Who looks after a customer: assigned, ended, handed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.portfolio import selectors, services
from clavero.portfolio.forms.records import AssignForm, EndForm, TransferForm
from clavero.portfolio.hooks import advice_on_coverage, warnings_on_coverage
from clavero.portfolio.models import COVERAGE_ROLE_NAMES, Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors.people import CoverageRow
from clavero.portfolio.tables import CoverageTable
from clavero.ui import formats
from clavero.ui.forms import SeenField
from clavero.ui.steps import done, sent, status_of

if TYPE_CHECKING:
    from clavero.identity.models import Person

A_DAY = timedelta(days=1)


@allowed(Verb.ASSIGN_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Everybody who looks or looked after a customer, and a form for one more."""
    actor = actor_of(request)
    customer = _find(request, customer_id)
    form = AssignForm(sent(request), actor=actor, initial={"start": timezone.localdate()})

    def assign(*, person: Person, role: str, start: date, end: date | None) -> None:
        services.assign_coverage(
            actor,
            customer_id=customer_id,
            person_id=person.pk,
            role=CoverageRole(role),
            start=start,
            end=end,
        )

    if done(form, assign):
        messages.success(
            request,
            _("%(person)s looks after %(name)s.")
            % {"person": form.cleaned_data["person"], "name": customer},
        )
        _warn(request, form.cleaned_data["person"], form.cleaned_data["start"])
        return redirect("portfolio:coverage", customer_id)
    rows = selectors.coverage_of(actor, customer_id)
    context = {
        "customer": customer,
        "form": form,
        "rows": CoverageTable(rows, customer_id=customer_id) if rows else None,
        "advice": advice_on_coverage(actor, customer_id),
        "changes": selectors.changes_seen(actor, customer_id)[0],
    }
    return render(request, "portfolio/coverage.html", context, status=status_of(form))


@allowed(Verb.ASSIGN_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, customer_id: int, coverage_id: int) -> HttpResponse:
    """Let somebody stop on a day."""
    actor = actor_of(request)
    shown = _shown(request, customer_id, coverage_id)
    form = EndForm(sent(request), initial={"on": timezone.localdate(), "seen": shown.seen})

    def stop(on: date, seen: int) -> None:
        with _gone_is_told(shown.customer, seen):
            services.end_coverage(actor, coverage_id=coverage_id, on=on, seen=seen)

    if done(form, stop):
        messages.success(
            request,
            _("%(person)s stops after %(day)s.")
            % {"person": shown.row.person, "day": formats.day(form.cleaned_data["on"] - A_DAY)},
        )
        return redirect("portfolio:coverage", customer_id)
    return _step(request, shown, form, _("Stop looking after it"))


@allowed(Verb.ASSIGN_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, customer_id: int, coverage_id: int) -> HttpResponse:
    """Hand a customer over from one person to another."""
    actor = actor_of(request)
    shown = _shown(request, customer_id, coverage_id)
    initial = {"on": timezone.localdate(), "seen": shown.seen}
    form = TransferForm(sent(request), actor=actor, initial=initial)

    def hand_over(*, person: Person, on: date, seen: int) -> None:
        with _gone_is_told(shown.customer, seen):
            services.transfer_coverage(
                actor, coverage_id=coverage_id, to_person_id=person.pk, on=on, seen=seen
            )

    if done(form, hand_over):
        messages.success(
            request,
            _("From %(day)s on, %(person)s looks after it.")
            % {
                "day": formats.day(form.cleaned_data["on"]),
                "person": form.cleaned_data["person"],
            },
        )
        _warn(request, form.cleaned_data["person"], form.cleaned_data["on"])
        return redirect("portfolio:coverage", customer_id)
    return _step(request, shown, form, _("Hand over"))


def _warn(request: HttpRequest, person: Person, day: date) -> None:
    """What speaks against it is said, and hinders nobody."""
    for told in warnings_on_coverage(person.pk, max(day, timezone.localdate())):
        messages.warning(request, str(told))


@dataclass(frozen=True, slots=True)
class Shown:
    """A coverage of a customer as a page shows it, and the customer's revision."""

    customer: Customer
    row: CoverageRow
    seen: int


def _find(request: HttpRequest, customer_id: int) -> Customer:
    found = selectors.customer_records(actor_of(request)).filter(pk=customer_id).first()
    if found is None:
        raise Http404("no such customer for this reader")
    return found


def _shown(request: HttpRequest, customer_id: int, coverage_id: int) -> Shown:
    customer = _find(request, customer_id)
    seen = revision_of(customer)  # before the rows: no change falls between
    rows = selectors.coverage_of(actor_of(request), customer_id)
    for row in rows:
        if row.id == coverage_id:
            return Shown(customer, row, seen)
    gone = services.coverage_gone(customer, SeenField().clean(request.POST.get("seen")))
    if request.method == "POST" and gone is not None:
        raise gone
    raise Http404("nobody looks after this customer in that way")


@contextmanager
def _gone_is_told(customer: Customer, seen: int) -> Iterator[None]:
    """Somebody has withdrawn it between our looking and our changing it."""
    try:
        yield
    except Coverage.DoesNotExist as error:
        raise services.coverage_gone(customer, seen) or Http404() from error


def _step(
    request: HttpRequest, shown: Shown, form: EndForm | TransferForm, verb: str
) -> HttpResponse:
    context = {
        "customer": shown.customer,
        "row": shown.row,
        "role": COVERAGE_ROLE_NAMES[shown.row.role],
        "form": form,
        "verb": verb,
    }
    return render(request, "portfolio/coverage_step.html", context, status=status_of(form))
