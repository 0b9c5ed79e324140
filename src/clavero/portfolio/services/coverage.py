"""Who looks after whom: assigned, ended, handed over.

Every change waits for the one before it, with those of customers and groups, of which it depends
who is the same customer: of two at the same moment, the second sees what the first has done.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import as_kept, record
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.core.revisions import ChangedMeanwhile, changes_since, say
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole, Stretch
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors.history import WORDS
from clavero.portfolio.selectors.structure import forests
from clavero.portfolio.services._structure import hold_structure
from clavero.portfolio.visibility import ROLES_THAT_SEE_SALES, customer_to_change, records
from clavero.ui import formats

A_DAY = timedelta(days=1)
_VERBS = {"coverage.assigned", "coverage.ended", "coverage.withdrawn"}


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

    There is one lead at a time; a person has each role once at a time, and only people whose
    role sees customers look after them.
    """
    hold_structure()
    customer = customer_to_change(actor, customer_id, Verb.ASSIGN_COVERAGE)
    return _assign(actor, customer, person_id, role, _stretch(start, end))


@transaction.atomic
def end_coverage(actor: Actor, *, coverage_id: int, on: date, seen: int = 0) -> Coverage | None:
    """From the day ``on`` the person no longer looks after the customer.

    A coverage that would end before it begins is withdrawn (``None``), unless it has already
    been in force: the past is not rewritten. ``seen`` is the customer's revision.
    """
    hold_structure()
    coverage = _coverage_to_change(actor, coverage_id, seen)
    return _end(actor, coverage, on)


@transaction.atomic
def transfer_coverage(
    actor: Actor, *, coverage_id: int, to_person_id: int, on: date, seen: int = 0
) -> Coverage:
    """Hand a coverage over: the old one ends on the day ``on``, when the new one begins."""
    hold_structure()
    coverage = _coverage_to_change(actor, coverage_id, seen)
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


def coverage_gone(customer: Customer, seen: int) -> Refusal | None:
    """Why a coverage that a page of the revision ``seen`` showed is not there any more, if
    somebody has changed the customer's coverage since."""
    since = [
        _("%(by)s changed who looks after it (%(moment)s).")
        % {"by": entry.by_name, "moment": WORDS.moment(entry.at)}
        for entry in changes_since(customer, seen)
        if entry.verb in _VERBS
    ]
    if not since:
        return None
    return Refusal(
        _("This was changed while you were looking at it. %(changes)s"),
        code="coverage_gone",
        hint=_("Look who looks after it now."),
        changes=" ".join(dict.fromkeys(str(sentence) for sentence in since)),
    )


def _coverage_to_change(actor: Actor, coverage_id: int, seen: int) -> Coverage:
    found = Coverage.objects.filter(customer__in=records(actor))
    coverage = found.select_related("customer", "person").get(pk=coverage_id)
    customer_to_change(actor, coverage.customer_id, Verb.ASSIGN_COVERAGE)
    _refuse_changed(coverage, seen)
    return coverage


def _refuse_changed(coverage: Coverage, seen: int) -> None:
    entries = changes_since(coverage.customer, seen)
    own = as_kept(_told(coverage) | {"end": None})
    ended: list[AuditEntry] = []
    for entry in entries:
        if entry.verb == "coverage.assigned" and _without_end(entry.after) == own:
            ended = []  # an earlier one, which was withdrawn, had the same beginning
        if entry.verb == "coverage.ended" and _without_end(entry.before) == own:
            ended.append(entry)
    if ended:
        told = {"end": say("end", ended, WORDS)}
        raise ChangedMeanwhile(told, revision=entries[-1].pk)


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
    if person.role not in ROLES_THAT_SEE_SALES:
        raise Refusal(
            _("%(person)s would not see this customer: the role “%(role)s” sees no sales."),
            code="role_sees_nothing",
            field="person",
            hint=_("Choose somebody else, or have an administrator change the role first."),
            person=str(person),
            role=str(person.get_role_display()),
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
    present = Coverage.objects.filter(customer__code__in=codes, role=role).select_related("person")
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
                start=formats.day(coverage.start),
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
            end=formats.day(coverage.end - A_DAY),
        )
    coverage.end = on
    coverage.save(update_fields=["end"])
    record(actor, "coverage.ended", coverage.customer, before=before, after=_told(coverage))
    return coverage


def _without_end(told: dict[str, object] | None) -> dict[str, object]:
    return {**(told or {}), "end": None}


def _told(coverage: Coverage) -> dict[str, object]:
    return {
        "person_id": coverage.person_id,
        "role": coverage.role,
        "start": coverage.start,
        "end": coverage.end,
    }
