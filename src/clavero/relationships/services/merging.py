"""Two contacts that are one person: merged, taken apart again, or told apart for good."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.relationships.models import Contact, ToldApart
from clavero.relationships.selectors.place import same_account
from clavero.relationships.services._held import refuse_merged, refuse_nobody, to_change


@transaction.atomic
def merge_contacts(actor: Actor, *, source_id: int, target_id: int) -> Contact:
    """From now on ``source`` is ``target``: its judgements and ties count there, and its own row is
    kept as it is, so that :func:`unmerge_contact` takes them apart again."""
    # In the order of their numbers, so that two who merge at once do not wait for each other.
    held = {each: to_change(actor, each) for each in sorted({source_id, target_id})}
    source, target = held[source_id], held[target_id]
    if source.pk == target.pk:
        raise _same()
    for each in (source, target):
        refuse_merged(each)
        refuse_nobody(each)
    if not same_account(actor, target.customer.code).filter(pk=source.pk).exists():
        raise Refusal(
            _("They are people of two accounts."),
            code="other_account",
            hint=_("Somebody who works for both stands once at each."),
        )
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    record(actor, "contact.merged", source, after={"merged_into": target.pk})
    record(actor, "contact.absorbed", target, after={"absorbed": source.pk})
    return target


@transaction.atomic
def unmerge_contact(actor: Actor, *, contact_id: int) -> Contact:
    """Make a merged contact one of its own again, with all that was its own."""
    contact = to_change(actor, contact_id)
    target = contact.merged_into
    if target is None:
        raise Refusal(_("This contact has not been merged."), code="not_merged")
    contact.merged_into = None
    contact.save(update_fields=["merged_into"])
    record(actor, "contact.unmerged", contact, before={"merged_into": target.pk})
    record(actor, "contact.released", target, before={"absorbed": contact.pk})
    return contact


@transaction.atomic
def tell_apart(actor: Actor, *, first_id: int, second_id: int) -> None:
    """Two contacts are two people: they are not proposed again."""
    lower, higher = (to_change(actor, each) for each in sorted((first_id, second_id)))
    if lower.pk == higher.pk:
        raise _same()
    _word, is_new = ToldApart.objects.get_or_create(first=lower, second=higher)
    if is_new:
        record(actor, "contact.told_apart", lower, after={"of": higher.pk})


def _same() -> Refusal:
    return Refusal(_("That is the same contact twice."), code="same_contact")
