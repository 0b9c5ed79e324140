"""Customer groups: made, linked, taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.models import CODE_LENGTH, NAME_LENGTH, Customer, GroupLink
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.selectors.people import members_stamp
from clavero.portfolio.selectors.structure import forests
from clavero.portfolio.services._structure import bump_structure, hold_structure
from clavero.portfolio.visibility import customer_to_change


@transaction.atomic
def create_group(
    actor: Actor,
    *,
    name: str,
    code: str = "",
    member_ids: Sequence[int] = (),
    tree: Tree = Tree.LEGAL,
) -> Customer:
    """A new group with its first members. Without ``code`` it gets the next free ``G-…``."""
    hold_structure()
    members = [
        customer_to_change(actor, member_id, Verb.MANAGE_CUSTOMERS) for member_id in member_ids
    ]
    if not actor.may(Verb.MANAGE_CUSTOMERS):
        raise Forbidden(Verb.MANAGE_CUSTOMERS)
    name, code = name.strip(), code.strip()
    if not 0 < len(name) <= NAME_LENGTH:
        raise Refusal(
            _("A customer group needs a name of at most %(most)s characters."),
            code="name_missing",
            field="name",
            hint=_("Write the name people use for the whole group."),
            most=NAME_LENGTH,
        )
    if len(code) > CODE_LENGTH or Customer.objects.filter(code=code).exists():
        raise Refusal(
            _("The code %(asked)s cannot be used: it is taken or too long."),
            code="code_taken",
            field="code",
            hint=_("Leave the code empty to get the next free one."),
            asked=code,
        )
    group = Customer.objects.create(
        code=code or _next_code(), name=name, kind=Kind.GROUP, edited=["name"]
    )
    record(actor, "group.created", group, after={"code": group.code, "name": name})
    for member in members:
        _link(actor, group, member, tree)
    bump_structure()
    return group


@transaction.atomic
def link_group(
    actor: Actor, *, parent_id: int, child_id: int, tree: Tree = Tree.LEGAL
) -> GroupLink:
    """Put a customer, with all below it, under a group in one tree."""
    hold_structure()
    parent = customer_to_change(actor, parent_id, Verb.MANAGE_CUSTOMERS)
    child = customer_to_change(actor, child_id, Verb.MANAGE_CUSTOMERS)
    link = _link(actor, parent, child, tree)
    bump_structure()
    return link


@transaction.atomic
def unlink_group(
    actor: Actor, *, child_id: int, tree: Tree = Tree.LEGAL, parent_id: int | None = None
) -> Customer:
    """Take a customer, with all below it, out of its group in one tree.

    ``parent_id`` is the group that the person saw it in: out of another one it is not taken.
    """
    hold_structure()
    child = customer_to_change(actor, child_id, Verb.MANAGE_CUSTOMERS)
    link = GroupLink.objects.filter(tree=tree, child=child).select_related("parent").first()
    if link is None:
        raise Refusal(_("%(name)s is in no group."), code="not_in_a_group", name=str(child))
    group = link.parent
    if parent_id not in {None, group.pk}:
        raise Refusal(
            _("Somebody has put %(name)s into the group %(group)s meanwhile."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at its record again."),
            name=str(child),
            group=str(group),
        )
    link.delete()
    bump_structure()
    record(actor, "group.unlinked", child, before={"group": group.code, "tree": tree}, after=None)
    record(actor, "group.taken_out", group, before={"member": child.code, "tree": tree})
    return child


@transaction.atomic
def dissolve_group(actor: Actor, *, group_id: int, members_seen: str | None = None) -> None:
    """Remove a group made by hand. Its members stay, each by itself.

    ``members_seen`` is the stamp of those that the person saw (``selectors.group_to_dissolve``):
    with others it is not dissolved.
    """
    hold_structure()
    group = customer_to_change(actor, group_id, Verb.MANAGE_CUSTOMERS)
    if group.kind != Kind.GROUP:
        raise Refusal(
            _("%(name)s is a customer with sales of its own."),
            code="not_a_pure_group",
            hint=_("Take its members out one by one."),
            name=str(group),
        )
    if group.coverage.exists() or group.absorbed.exists() or group.merged_into is not None:
        raise Refusal(
            _("%(name)s has a history: somebody looks or looked after it, or it was merged."),
            code="group_has_history",
            hint=_("Take its members out and leave the empty group."),
            name=str(group),
        )
    links = list(group.links_below.select_related("child").order_by("pk"))
    stamp = members_stamp(len(links), links[-1].pk if links else None)
    if members_seen not in {None, stamp}:
        raise Refusal(
            _("Somebody has changed the members of %(name)s meanwhile."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at its record again."),
            name=str(group),
        )
    members = [link.child.code for link in links]
    record(
        actor,
        "group.dissolved",
        group,
        before={"code": group.code, "name": group.name, "members": members},
    )
    record_many(
        actor,
        "group.left_dissolved",
        [(link.child, {"group": group.code, "tree": link.tree}, None) for link in links],
    )
    group.links_below.all().delete()
    group.links_above.all().delete()
    group.delete()
    bump_structure()


def _link(actor: Actor, parent: Customer, child: Customer, tree: Tree) -> GroupLink:
    if parent == child:
        raise Refusal(
            _("%(name)s cannot be a member of itself."),
            code="group_loop",
            hint=_("Choose another group."),
            name=str(child),
        )
    for customer in (parent, child):
        if customer.merged_into is not None:
            raise Refusal(
                _("%(name)s has been merged into %(target)s."),
                code="merged",
                hint=_("Choose %(target)s instead."),
                name=str(customer),
                target=str(customer.merged_into),
            )
    present = GroupLink.objects.filter(tree=tree, child=child).select_related("parent").first()
    if present is not None:
        raise Refusal(
            _("%(name)s is already in the group %(group)s."),
            code="already_in_a_group",
            hint=_("Take it out of that group first."),
            name=str(child),
            group=str(present.parent),
        )
    if forests()[tree].would_loop(parent=parent.code, child=child.code):
        raise Refusal(
            _("%(group)s is a part of %(name)s, so it cannot be its group."),
            code="group_loop",
            hint=_("Choose a group that does not belong to %(name)s."),
            name=str(child),
            group=str(parent),
        )
    link = GroupLink.objects.create(tree=tree, parent=parent, child=child)
    record(actor, "group.linked", child, after={"group": parent.code, "tree": tree})
    record(actor, "group.put_in", parent, after={"member": child.code, "tree": tree})
    return link


def _next_code() -> str:
    taken = set(Customer.objects.filter(code__startswith="G-").values_list("code", flat=True))
    number = 1
    while f"G-{number:04d}" in taken:
        number += 1
    return f"G-{number:04d}"
