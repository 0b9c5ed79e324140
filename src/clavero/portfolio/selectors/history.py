"""What has been changed about a customer, a product or the company's figures, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from clavero.core import audit
from clavero.core.models import AuditEntry
from clavero.core.money import Money
from clavero.core.revisions import Words, revision_of
from clavero.core.scope import Scope
from clavero.core.telling import Change
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.ledger.selectors import Product
from clavero.portfolio.hooks import CHANGES_OF_TEAMS
from clavero.portfolio.models import (
    COVERAGE_ROLE_NAMES,
    KIND_NAMES,
    TREE_NAMES,
    CompanyFigures,
    Customer,
)
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.selectors.structure import Card, Structure, structure
from clavero.portfolio.words import BY_OUTSIDERS, CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS, Name
from clavero.ui import formats

MOST_CHANGES = 30
_SAY_WHICH = {
    *(f"{kind}.{verb}" for kind in ("customer", "product")
      for verb in ("absorbed", "released", "merged", "unmerged", "not_duplicate")),
    *(f"group.{verb}" for verb in ("linked", "unlinked", "left_dissolved", "put_in", "taken_out")),
}  # fmt: skip
"""Verbs that say to which other record something happened, and with it no value of before."""
_OTHERS = ("merged_into", "of", "group", "member", "record")
_MONEY, _DAYS = {"ebit", "overhead", "cash"}, {"start", "valid_from"}


def changes_of(
    subject: Customer | CompanyFigures | Product, *, names_others: bool = False
) -> list[Change]:
    """The latest changes, newest first; of one who may see ``subject``. At most three queries.
    ``names_others``: the reader may see every record, and so the names of those that it was merged
    or grouped with, not only their codes.

    The first one's number is the revision. Only the key of ``subject`` is looked at, so that a
    page can ask for it before it reads the values.
    """
    entries = list(audit.history(subject)[:MOST_CHANGES])
    names = _people_in(entries)
    model = Product if isinstance(subject, Product) else Customer
    others = _others_in(entries, model) if names_others else {}
    return [_change(entry, names, others) for entry in entries]


def changes_seen(
    actor: Actor, customer_id: int, *, names_others: bool = False
) -> tuple[list[Change], int]:
    """The same of a customer with what only its account team may know, as far as ``actor`` is of
    it; and the revision, to which that does not belong. At most four queries."""
    subject = Customer(pk=customer_id)
    which = Q(subject_type=Customer._meta.label, subject_id=str(customer_id))
    rows, as_its = AuditEntry.objects.all(), {}
    for tell in CHANGES_OF_TEAMS:
        told = tell(actor, customer_id)
        which |= told.which
        rows = rows.annotate(**told.read)
        as_its.update(dict.fromkeys(told.verbs, told.as_its))
    found = list(rows.filter(which)[:MOST_CHANGES])
    own = [each for each in found if each.subject_type == Customer._meta.label]
    revision = own[0].pk if own else revision_of(subject)
    entries = [each if each in own else as_its[each.verb](each) for each in found]
    names = _people_in(entries)
    others = _others_in(own, Customer) if names_others else {}
    return [_change(entry, names, others) for entry in entries], revision


@dataclass(frozen=True, slots=True)
class Recent:
    """A change of one of several customers."""

    card: Card
    change: Change


def recent_changes(
    scope: Scope,
    *,
    since: datetime,
    most: int = MOST_CHANGES,
    shape: Structure | None = None,
) -> list[Recent]:
    """What people have changed about the customers of ``scope`` from ``since`` on, newest first,
    without the values. At most two queries, and one fewer with the structure of a moment ago."""
    cards = (shape or structure()).cards
    codes = cards if scope.customers is None else cards.keys() & scope.customers
    seen = {str(cards[code].id): cards[code] for code in codes}
    entries = AuditEntry.objects.filter(
        Q(by_id__isnull=False) | Q(verb__in=BY_OUTSIDERS),
        subject_type=Customer._meta.label,
        at__gte=since,
    )
    if scope.customers is not None:
        entries = entries.filter(subject_id__in=seen)
    found = [entry for entry in entries[:most] if entry.subject_id in seen]
    return [
        Recent(
            seen[entry.subject_id],
            Change(entry.pk, entry.at, entry.by_name, CHANGE_NAMES[entry.verb], ()),
        )
        for entry in found
    ]


def _people_in(entries: Sequence[AuditEntry]) -> Mapping[int, str]:
    told = [values for entry in entries for values in (entry.before, entry.after) if values]
    ids = {values["person_id"] for values in told if "person_id" in values}
    return names_of(ids) if ids else {}


def _which(entry: AuditEntry) -> dict[str, Any]:
    """The other record that an entry names, whether it came or went; nothing of other verbs."""
    if entry.verb not in _SAY_WHICH:
        return {}
    told = {**(entry.before or {}), **{k: v for k, v in (entry.after or {}).items() if v}}
    if "code" in told:
        told["record"] = told.pop("code")
    if entry.verb.endswith(".unmerged"):
        told["record"] = told.pop("merged_into")
    return told


def _others_in(
    entries: Sequence[AuditEntry], model: type[Customer] | type[Product]
) -> Mapping[str, str]:
    """The records that entries name, by their codes: those of today, and dissolved groups."""
    which = [_which(entry) for entry in entries]
    codes = {told[field] for told in which for field in _OTHERS if told.get(field)}
    if not codes:
        return {}
    found = {each.code: f"{each} ({each.code})" for each in model.objects.filter(code__in=codes)}
    if any(entry.verb == "group.left_dissolved" for entry in entries):
        lost = codes - set(found)
        gone = AuditEntry.objects.filter(verb="group.dissolved", before__code__in=lost)
        told = [was for was in gone.values_list("before", flat=True) if was]
        found |= {was["code"]: f"{was['name']} ({was['code']})" for was in told}
    return found


def _change(entry: AuditEntry, names: Mapping[int, str], others: Mapping[str, str]) -> Change:
    values = _values(entry, names)
    if which := _which(entry):
        named = {**which, **{each: others.get(which[each], which[each])
                             for each in _OTHERS if which.get(each)}}  # fmt: skip
        values = [
            (called, "", _readable(field, named, names))
            for field, called in FIELD_NAMES.items()
            if named.get(field)
        ]
    return Change(entry.pk, entry.at, entry.by_name, CHANGE_NAMES[entry.verb], values)


def _values(entry: AuditEntry, names: Mapping[int, str]) -> list[tuple[Name, Name, Name]]:
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    # In the order of the names: PostgreSQL forgets in which order JSON was written.
    told = [
        (called, _readable(field, before, names), _readable(field, after, names))
        for field, called in FIELD_NAMES.items()
        if field in before or field in after
    ]
    # What stayed says of whom or what it is, and has no before.
    return [(what, "" if was == now else was, now) for what, was, now in told if was or now]


def _readable(field: str, values: Mapping[str, Any], names: Mapping[int, str]) -> Name:
    value = values.get(field)
    if value in (None, ""):
        return ""
    if reads := VALUE_WORDS.get(field):
        return reads(value)
    if field == "person_id":
        return names.get(value, str(value))
    if field in _MONEY:
        return formats.money(Money(Decimal(value), values["currency"]), places=0)
    if field in _DAYS:
        return formats.day(date.fromisoformat(value))
    if field == "end":  # kept is the first day without
        return formats.day(date.fromisoformat(value) - timedelta(days=1))
    if field == "avoidable_share":
        return formats.percent(Decimal(value))
    return _named(field, value)


def _said(field: str, values: Mapping[str, Any]) -> Name:
    if field in _MONEY and values.get(field):  # to the cent: two values must not look the same
        return formats.money(Money(Decimal(values[field]), values["currency"]))
    return _readable(field, values, {})


WORDS = Words(FIELD_NAMES, _said, formats.moment)
"""How a collision of two people's changes is told."""


def _named(field: str, value: Any) -> Name:
    if field == "role":
        return COVERAGE_ROLE_NAMES[CoverageRole(value)]
    if field == "tree":
        return TREE_NAMES[Tree(value)]
    if field == "kind":
        return KIND_NAMES[Kind(value)]
    return str(value)
