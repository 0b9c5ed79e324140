"""Who looks after whom: assigned, ended, handed over."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole, Stretch
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.structure import forests
from clavero.portfolio.visibility import customer_to_change, records


@transaction.atomic
def assign_coverage(
    actor: Actor,
    *,
    customer_id: int,
    person_id: int,
    role: CoverageRole,
    start: date,
    end: date | None = None,
) -> Coverage:
    """Let a person look after a customer from ``start``, until the day before ``end``.

    There is one lead at a time; a person has each role once at a time.
    """
    customer = customer_to_change(actor, customer_id, Verb.ASSIGN_COVERAGE)
    return _assign(actor, customer, person_id, role, _stretch(start, end))


@transaction.atomic
def end_coverage(actor: Actor, *, coverage_id: int, on: date) -> Coverage | None:
    """From the day ``on`` the person no longer looks after the customer.

    A coverage that would end before it begins is withdrawn (``None``), unless it has already
    been in force: the past is not rewritten.
    """
    coverage = _coverage_to_change(actor, coverage_id)
    return _end(actor, coverage, on)


@transaction.atomic
def transfer_coverage(actor: Actor, *, coverage_id: int, to_person_id: int, on: date) -> Coverage:
    """Hand a coverage over: the old one ends on the day ``on``, when the new one begins."""
    coverage = _coverage_to_change(actor, coverage_id)
    if coverage.person_id == to_person_id:
        raise Refusal(
            _("%(person)s looks after this customer already."),
            code="same_person",
            field="person",
            hint=_("Choose somebody else."),
            person=str(coverage.person),
        )
    customer, role, end = coverage.customer, CoverageRole(coverage.role), coverage.end
    _end(actor, coverage, on)
    return _assign(actor, customer, to_person_id, role, _stretch(on, end))


def _stretch(start: date, end: date | None) -> Stretch:
    if end is not None and end <= start:
        raise Refusal(
            _("The end must come after the beginning."),
            code="ends_before_start",
            field="end",
            hint=_("Leave the end empty if it is not known yet."),
        )
    return Stretch(start, end)


def _coverage_to_change(actor: Actor, coverage_id: int) -> Coverage:
    seen = Coverage.objects.filter(customer__in=records(actor))
    coverage = seen.select_related("customer", "person").get(pk=coverage_id)
    customer_to_change(actor, coverage.customer_id, Verb.ASSIGN_COVERAGE)
    return coverage


def _assign(
    actor: Actor, customer: Customer, person_id: int, role: CoverageRole, stretch: Stretch
) -> Coverage:
    person = people(actor).filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Refusal(
            _("This person has no access to Clavero."),
            code="no_such_person",
            field="person",
            hint=_("Choose somebody from the list."),
        )
    if customer.merged_into is not None:
        raise Refusal(
            _("%(name)s has been merged into %(target)s."),
            code="merged",
            hint=_("Choose %(target)s instead."),
            name=str(customer),
            target=str(customer.merged_into),
        )
    _refuse_overlap(customer, person_id, role, stretch)
    coverage = Coverage.objects.create(
        customer=customer, person_id=person_id, role=role, start=stretch.start, end=stretch.end
    )
    record(actor, "coverage.assigned", customer, after=_told(coverage))
    return coverage


def _refuse_overlap(
    customer: Customer, person_id: int, role: CoverageRole, stretch: Stretch
) -> None:
    codes = forests()[Tree.LEGAL].same(customer.code)
    # Locked, so that two leads assigned at the same moment see each other.
    same_customer = Customer.objects.select_for_update().filter(code__in=codes).order_by("pk")
    present = Coverage.objects.filter(
        customer__in=[each.pk for each in same_customer], role=role
    ).select_related("person")
    for coverage in present:
        if not stretch.overlaps(Stretch(coverage.start, coverage.end)):
            continue
        if coverage.person_id == person_id:
            raise Refusal(
                _("%(person)s has this role at this customer already."),
                code="covers_already",
                field="person",
                hint=_("Choose other dates, another role or another person."),
                person=str(coverage.person),
            )
        if role is CoverageRole.LEAD:
            raise Refusal(
                _("%(person)s is the key account manager in that time."),
                code="lead_taken",
                field="start",
                hint=_("Transfer the customer from %(person)s, or begin later."),
                person=str(coverage.person),
            )


def _end(actor: Actor, coverage: Coverage, on: date) -> Coverage | None:
    before = _told(coverage)
    if on <= coverage.start:
        if coverage.start < timezone.localdate():
            raise Refusal(
                _("The end must come after the beginning, %(start)s."),
                code="ends_before_start",
                field="on",
                hint=_("Choose a later day."),
                start=coverage.start.isoformat(),
            )
        coverage.delete()
        record(actor, "coverage.withdrawn", coverage.customer, before=before)
        return None
    if coverage.end is not None and coverage.end <= on:
        raise Refusal(
            _("This ended already on %(end)s."),
            code="already_ended",
            field="on",
            hint=_("Assign the person again to go on."),
            end=coverage.end.isoformat(),
        )
    coverage.end = on
    coverage.save(update_fields=["end"])
    record(actor, "coverage.ended", coverage.customer, before=before, after=_told(coverage))
    return coverage


def _told(coverage: Coverage) -> dict[str, object]:
    return {
        "person_id": coverage.person_id,
        "role": coverage.role,
        "start": coverage.start,
        "end": coverage.end,
    }
