"""Two records that are one customer: merged, taken apart again, or declared different."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.merging import already_merged, target_merged
from clavero.core.revisions import refuse_other_target
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.hooks import ON_MERGE, ON_UNMERGE
from clavero.portfolio.models import Coverage, Customer, DuplicateDismissal
from clavero.portfolio.rules.coverage import CoverageRole, Stretch
from clavero.portfolio.rules.grouping import Forest, Loop, Tree
from clavero.portfolio.selectors.structure import forests
from clavero.portfolio.services._structure import bump_structure, hold_structure
from clavero.portfolio.visibility import customer_to_change


@transaction.atomic
def merge_customers(actor: Actor, *, source_id: int, target_id: int) -> Customer:
    """From now on the lines of ``source`` count for ``target``; :func:`unmerge_customer`
    takes them apart again. Nothing but the bookkeeping changes."""
    hold_structure()
    source = customer_to_change(actor, source_id, Verb.MANAGE_CUSTOMERS)
    target = customer_to_change(actor, target_id, Verb.MANAGE_CUSTOMERS)
    _refuse_unfit(source, target)
    trees = forests()
    for forest in trees.values():
        _refuse_other_group(forest, source, target)
    _refuse_two_leads(trees[Tree.LEGAL], source, target)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    bump_structure()
    record(
        actor,
        "customer.merged",
        source,
        before={"merged_into": None},
        after={"merged_into": target.code},
    )
    record(actor, "customer.absorbed", target, after={"code": source.code})
    for follow in ON_MERGE:
        follow(actor, source.pk, target.pk)
    return target


@transaction.atomic
def unmerge_customer(actor: Actor, *, customer_id: int, target_id: int | None = None) -> Customer:
    """Make a merged customer one of its own again, with the links it had.

    ``target_id`` is what the person saw it merged into: from another it is not taken.
    """
    hold_structure()
    customer = customer_to_change(actor, customer_id, Verb.MANAGE_CUSTOMERS)
    target = customer.merged_into
    if target is None:
        raise Refusal(_("%(name)s has not been merged."), code="not_merged", name=str(customer))
    refuse_other_target(customer, target, seen=target_id)
    for forest in forests().values():
        _refuse_loop_apart(forest, customer)
    customer.merged_into = None
    customer.save(update_fields=["merged_into"])
    bump_structure()
    record(
        actor,
        "customer.unmerged",
        customer,
        before={"merged_into": target.code},
        after={"merged_into": None},
    )
    record(actor, "customer.released", target, before={"code": customer.code})
    for follow in ON_UNMERGE:
        follow(actor, customer.pk, target.pk)
    return customer


@transaction.atomic
def dismiss_duplicate(actor: Actor, *, first_id: int, second_id: int) -> None:
    """Two customers are not the same: they are not proposed again."""
    if first_id == second_id:
        raise _same_customer()
    lower, higher = (
        customer_to_change(actor, customer_id, Verb.MANAGE_CUSTOMERS)
        for customer_id in sorted((first_id, second_id))
    )
    _dismissal, is_new = DuplicateDismissal.objects.get_or_create(first=lower, second=higher)
    if is_new:
        record(actor, "customer.not_duplicate", lower, after={"of": higher.code})


def _same_customer() -> Refusal:
    return Refusal(
        _("This is the same customer twice."),
        code="same_customer",
        hint=_("Choose two different customers."),
    )


def _refuse_unfit(source: Customer, target: Customer) -> None:
    if source == target:
        raise _same_customer()
    if source.merged_into is not None:
        raise already_merged(source)
    if target.merged_into is not None:
        raise target_merged(target)
    if source.kind != target.kind:
        raise Refusal(
            _("A customer and a customer group cannot be one."),
            code="different_kinds",
            hint=_("Put the customer into the group instead."),
        )


def _refuse_other_group(forest: Forest, source: Customer, target: Customer) -> None:
    if forest.would_loop_merged(source=source.code, target=target.code):
        raise Refusal(
            _("%(target)s belongs to %(name)s."),
            code="merge_upwards",
            hint=_("Merge them the other way round."),
            name=str(source),
            target=str(target),
        )
    group = forest.parent(source.code)
    if group not in {None, target.code, forest.parent(target.code)}:
        raise Refusal(
            _("%(name)s is in the group %(group)s and %(target)s is not."),
            code="different_groups",
            hint=_("Put both into the same group first, or take %(name)s out of its group."),
            name=str(source),
            target=str(target),
            group=group,
        )


def _refuse_two_leads(forest: Forest, source: Customer, target: Customer) -> None:
    leads = Coverage.objects.filter(role=CoverageRole.LEAD)
    ours = leads.filter(customer__code__in=forest.same(source.code))
    theirs = leads.filter(customer__code__in=forest.same(target.code))
    for lead in ours:
        stretch = Stretch(lead.start, lead.end)
        for other in theirs:
            if other.person_id != lead.person_id and stretch.overlaps(
                Stretch(other.start, other.end)
            ):
                raise Refusal(
                    _("%(name)s and %(target)s have different key account managers."),
                    code="two_leads",
                    hint=_("Transfer one of the two customers first."),
                    name=str(source),
                    target=str(target),
                )


def _refuse_loop_apart(forest: Forest, customer: Customer) -> None:
    merged = {code: into for code, into in forest.merged.items() if code != customer.code}
    apart = Forest(forest.parents, merged)
    try:
        apart.ancestors(customer.code)
    except Loop as loop:
        raise Refusal(
            _("By itself, %(name)s would be a part of its own group."),
            code="unmerge_loop",
            hint=_("Take %(group)s out of its group first."),
            name=str(customer),
            group=str(loop),
        ) from loop
