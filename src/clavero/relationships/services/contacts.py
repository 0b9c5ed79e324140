"""Contacts are written down, put right, given their place, and forgotten when they ask for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import forget, record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, changed
from clavero.identity.rules import Actor, closes_a_circle
from clavero.portfolio.visibility import accounts
from clavero.relationships.digests import digest_of
from clavero.relationships.hooks import on_erasure
from clavero.relationships.models import Contact, Forgotten, Judgement, Line, Tie, ToldApart
from clavero.relationships.rules.influence import OPINIONS
from clavero.relationships.rules.judging import OF_CONTACTS, Kind
from clavero.relationships.rules.people import Function, Party
from clavero.relationships.selectors.export import emails_of, itself_and_copies
from clavero.relationships.selectors.place import boss_of_each, same_account
from clavero.relationships.services._held import checked, refuse_merged, to_change
from clavero.relationships.services.outside import forget_judged
from clavero.relationships.visibility import require
from clavero.relationships.words import WORDS

_PLACE = (
    "party", "organisation", "title", "function", "level", "part", "unit", "reports_to_id",
)  # fmt: skip


@transaction.atomic
def add_contact(actor: Actor, *, customer_id: int, function: Function, **given: Any) -> Contact:
    """Write a contact down; without a name, a placeholder. Raises ``Customer.DoesNotExist`` for
    strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    values = checked({"party": Party.CUSTOMER, "function": function, **given})
    contact = Contact(customer=customer, by_name=actor.name, **values)
    _check_whole(contact)
    if contact.reports_to_id is not None:
        _refuse_boss_elsewhere(actor, contact, contact.reports_to_id)
    contact.save()
    told = {field: value for field, value in values.items() if value not in ("", None)}
    record(actor, "contact.added", contact, after=as_told(told))
    return contact


@transaction.atomic
def change_contact(actor: Actor, *, contact_id: int, seen: int = 0, **given: Any) -> Contact:
    """Put a contact right; fields that are not given stay. ``seen`` is the revision looked at.
    Whoever is named on the place of somebody who was forgotten is a contact of their own: the one
    that is returned.

    Raises ``Contact.DoesNotExist`` for strangers to its customer.
    """
    contact = to_change(actor, contact_id)
    refuse_merged(contact)
    values = checked(given)
    for field, value in values.items():
        setattr(contact, field, value)
    _check_whole(contact)
    contact.refresh_from_db()
    boss_id = values.get("reports_to_id")
    if boss_id is not None and boss_id != contact.reports_to_id:
        _refuse_boss_elsewhere(actor, contact, boss_id)
        _refuse_circle(contact, boss_id)
    if values.get("name") and contact.erased_on is not None:
        return _successor(actor, contact, values, seen)
    changed(actor, contact, values, seen=seen, verb="contact.changed", words=WORDS)
    return contact


def _successor(actor: Actor, gone: Contact, values: dict[str, Any], seen: int) -> Contact:
    """Somebody else holds the place of one who was forgotten: what is known of the one, from ties
    to minutes, is not known of the other."""
    if gone.left_on is not None:
        raise Refusal(
            _("Whoever held this place has left it."),
            code="place_left",
            field="name",
            hint=_("Write the new person down as another contact."),
        )
    place = {field: getattr(gone, field) for field in _PLACE}
    told = {**place, **values}
    contact = Contact(customer=gone.customer, by_name=actor.name, **told)
    contact.save()
    kept = {field: value for field, value in told.items() if value not in ("", None)}
    record(actor, "contact.added", contact, after=as_told(kept))
    left = {"left_on": timezone.localdate()}
    changed(actor, gone, left, seen=seen, verb="contact.changed", words=WORDS)
    for each in gone.reports.exclude(pk=contact.pk):
        before = {"reports_to_id": gone.pk}
        each.reports_to = contact
        each.save(update_fields=["reports_to"])
        after = {"reports_to_id": contact.pk}
        record(actor, "contact.changed", each, before=before, after=after)
    return contact


@transaction.atomic
def erase_contact(actor: Actor, *, contact_id: int) -> Contact:
    """Forget a person who asks for it: name, ways to reach them, what was thought of them, and what
    the history kept. The place stays, with its function, and how strong the ties to it were, so
    that no count changes. Copies merged into it are forgotten as well."""
    contact = to_change(actor, contact_id)
    refuse_merged(contact)
    every = itself_and_copies(contact.pk)
    rows = list(Contact.objects.select_for_update().filter(pk__in=every))
    ids = [row.pk for row in rows]
    today = timezone.localdate()
    for address in emails_of(ids):
        digest = digest_of(address)
        Forgotten.objects.get_or_create(digest=digest, defaults={"forgotten_on": today})
    for hook in on_erasure:  # who looks for them by their address still finds it
        hook(ids)
    nobody = {"name": "", "email": "", "phone": "", "languages": "", "erased_on": today}
    Contact.objects.filter(pk__in=ids).update(**nobody)
    judged = Judgement.objects.filter(contact__in=ids)
    judged.filter(kind__in=[each.value for each in OF_CONTACTS]).delete()
    judged.filter(kind=Kind.STRENGTH.value).update(source="")
    forget_judged(rows)
    ToldApart.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    lines = Line.objects.filter(Q(start__in=ids) | Q(end__in=ids))
    lines.filter(kind__in=[each.value for each in OPINIONS]).delete()
    lines.update(source="")
    forget(Contact, ids)
    forget(Tie, Tie.objects.filter(contact__in=ids).values_list("pk", flat=True))
    record(actor, "contact.erased", contact)
    contact.refresh_from_db()
    return contact


@transaction.atomic
def erase_people(actor: Actor, *, contact_ids: Collection[int]) -> int:
    """Forget all records of a person who asks for it, or none of them. How many they were."""
    for contact_id in sorted(set(contact_ids)):
        erase_contact(actor, contact_id=contact_id)
    return len(set(contact_ids))


@transaction.atomic
def note_export(actor: Actor, *, contact_id: int) -> None:
    """What is known of a person was handed over."""
    contact = to_change(actor, contact_id)
    record(actor, "contact.exported", contact)


def _check_whole(contact: Contact) -> None:
    if contact.party != Party.CUSTOMER and not contact.organisation:
        raise Refusal(
            _("Say which organisation it belongs to."),
            code="organisation_missing",
            field="organisation",
        )
    if contact.party == Party.CUSTOMER:
        contact.organisation = ""
    if not contact.name and (contact.email or contact.phone):
        raise Refusal(
            _("Say whose e-mail or telephone it is."),
            code="name_missing",
            field="name",
            hint=_("A placeholder has neither."),
        )


def _refuse_boss_elsewhere(actor: Actor, contact: Contact, boss_id: int) -> None:
    if not same_account(actor, contact.customer.code).filter(pk=boss_id).exists():
        raise Refusal(
            _("They can only report to somebody at the same account."),
            code="boss_elsewhere",
            field="reports_to_id",
            hint=_("Write that person down here first."),
        )


def _refuse_circle(contact: Contact, boss_id: int) -> None:
    bosses = boss_of_each(same_account(Actor.system(), contact.customer.code))
    if closes_a_circle(contact.pk, boss_id, bosses):
        raise Refusal(
            _("They would end up above the one they report to."),
            code="closes_a_circle",
            field="reports_to_id",
        )
