"""Contacts brought in a file: a table or an address book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.likeness import fold
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import ids_of, structure
from clavero.portfolio.visibility import accounts
from clavero.relationships.digests import digest_of
from clavero.relationships.files import read_file
from clavero.relationships.models import Contact, Forgotten
from clavero.relationships.rules.duplicates import digits_of
from clavero.relationships.rules.people import Party
from clavero.relationships.rules.reading import ContactFault, ContactRow, may_be_of
from clavero.relationships.visibility import require

Key = tuple[int, str]
Placed = tuple[ContactRow, int]


@transaction.atomic
def import_contacts(
    actor: Actor,
    *,
    content: bytes,
    customer_id: int | None = None,
    party: Party = Party.CUSTOMER,
    any_company: bool = False,
) -> TableReport:
    """Write down who stands in a file. Whoever is there already stays as they are, so that the same
    file again adds nobody: by e-mail, or by name where nothing says that they are two. Of one name
    with another address and no telephone in common is somebody else, a suggested duplicate. Who
    asked to be forgotten is not brought back. With ``customer_id`` a row without an
    account is of that one, and no row is of another; without, each says its own. The people of an
    address book stand on the side of ``party``: as third parties under the company of their card.
    A card on the customer's side that names a company unlike the account is refused by its name,
    unless ``any_company`` is of it: it may be somebody else's.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    require(actor)
    own = None if customer_id is None else accounts(actor).get(pk=customer_id)
    read = read_file(content, party)
    refused = list(read.refused)
    units = _units(actor, own, {row.account for row in read.contacts if row.account})
    placed: list[Placed] = []
    for row in read.contacts:
        unit = units.get(row.account)
        if unit is None:
            refused.append(row.bad("account", row.account, RowFault.UNKNOWN_ACCOUNT))
        else:
            placed.append((row, unit))
    known = _Known({unit for _row, unit in placed})
    placed = _without_forgotten(placed, known, refused)
    if read.are_cards and not any_company:
        placed = _without_strangers(placed, known, refused)
    kept, there = _keep(actor, placed, known, refused)
    return TableReport(
        read=read.rows, kept=kept, already_there=there,
        refused=sorted(refused, key=lambda bad: bad.line),
    )  # fmt: skip


def _without_forgotten(
    placed: Sequence[Placed], known: _Known, refused: list[RefusedRow]
) -> list[Placed]:
    """The rows of those who did not ask to be forgotten, or were written down again since."""
    digests = {row.line: digest_of(row.values["email"]) for row, _ in placed if row.values["email"]}
    found = Forgotten.objects.filter(digest__in=set(digests.values()))
    forgotten = set(found.values_list("digest", flat=True)) if digests else set()
    kept = []
    for row, unit in placed:
        if digests.get(row.line) in forgotten and not known.has(unit, row.values):
            email = row.values["email"]
            refused.append(row.bad("email", email, ContactFault.FORGOTTEN))
        else:
            kept.append((row, unit))
    return kept


def _without_strangers(
    placed: Sequence[Placed], known: _Known, refused: list[RefusedRow]
) -> list[Placed]:
    """The cards that name no company, or one that may be the account's, or somebody who is there
    already."""
    names = {unit: _names_of(unit) for unit in {unit for _row, unit in placed}}
    kept = []
    for row, unit in placed:
        company = row.values["organisation"]
        is_own = row.values["party"] != Party.CUSTOMER or may_be_of(company, names[unit])
        if is_own or known.has(unit, row.values):
            kept.append((row, unit))
        else:
            told = f"{row.values['name']} ({company})"
            refused.append(row.bad("ORG", told, ContactFault.OTHER_COMPANY))
    return kept


def _names_of(unit: int) -> list[str]:
    """What a customer is called, the whole of its group, and the records merged into them."""
    shape = structure()
    forest, code = shape.forests[Tree.LEGAL], shape.by_id[unit].code
    top = [forest.survivor(code), *forest.ancestors(code)][-1]
    codes = {same for below in forest.subtree(top) for same in forest.same(below)}
    return [shape.cards[each].title for each in codes if each in shape.cards]


def _units(actor: Actor, own: Any, codes: set[str]) -> dict[str, int]:
    """The customers that a file may name, by their codes, and by nothing its own account."""
    found = ids_of(codes, accounts(actor))
    if own is None:
        return found
    below = structure().forests[Tree.LEGAL].subtree(own.code)
    ids = set(accounts(actor).filter(code__in=below).values_list("pk", flat=True))
    return {"": own.pk, **{code: each for code, each in found.items() if each in ids}}


class _Known:
    """Who is at some customers, by e-mail and by name; ``bosses`` are those to report to, by
    either."""

    def __init__(self, units: set[int]) -> None:
        self.emails: set[Key] = set()
        self.named: dict[Key, list[tuple[str, str]]] = {}
        self.places: set[tuple[int, str, str]] = set()
        self.bosses: dict[Key, int] = {}
        self.several: set[Key] = set()
        for each in Contact.objects.filter(customer__in=units):
            self.add(each)

    def add(self, contact: Contact) -> None:
        """One more."""
        if contact.title or not contact.name:
            self.places.add((contact.customer_id, contact.function, fold(contact.title)))
        if contact.email:
            self.emails.add((contact.customer_id, fold(contact.email)))
        if contact.name:
            key = (contact.customer_id, fold(contact.name))
            told = (fold(contact.email), digits_of(contact.phone))
            self.named.setdefault(key, []).append(told)
            if contact.merged_into_id is None:
                self._leads(key, contact.pk)
                if contact.email:
                    self._leads((contact.customer_id, told[0]), contact.pk)

    def _leads(self, key: Key, contact_id: int) -> None:
        if self.bosses.setdefault(key, contact_id) != contact_id:
            self.several.add(key)

    def has(self, unit: int, values: Mapping[str, Any]) -> bool:
        """Whether somebody is there, or, of a place, whether anybody holds it."""
        if not values["name"]:
            return (unit, values["function"], fold(values["title"])) in self.places
        email, phone = fold(values["email"]), digits_of(values["phone"])
        if email and (unit, email) in self.emails:
            return True
        return any(
            not email or not other or (phone and phone == number)
            for other, number in self.named.get((unit, fold(values["name"])), ())
        )


def _keep(
    actor: Actor, placed: Sequence[Placed], known: _Known, refused: list[RefusedRow]
) -> tuple[int, int]:
    made: list[tuple[ContactRow, Contact]] = []
    there = 0
    for row, unit in _whole(placed, known, refused):
        if known.has(unit, row.values):
            there += 1
            continue
        contact = Contact.objects.create(customer_id=unit, by_name=actor.name, **row.values)
        known.add(contact)
        made.append((row, contact))
    told: list[tuple[Contact, None, dict[str, Any]]] = []
    for row, contact in made:
        boss = known.bosses.get((contact.customer_id, fold(row.reports_to)))
        contact.reports_to_id = boss if row.reports_to else None
        said = {field: value for field, value in row.values.items() if value}
        told.append((contact, None, as_told({**said, "reports_to_id": contact.reports_to_id})))
    Contact.objects.bulk_update([each for _row, each in made], ["reports_to"], batch_size=200)
    record_many(actor, "contact.added", told)
    return len(made), there


def _whole(placed: Sequence[Placed], known: _Known, refused: list[RefusedRow]) -> Sequence[Placed]:
    """The rows that can be kept: whose organisation is named, and whose boss is somebody who is
    there or comes with them. In a circle nobody is anybody's."""
    found: list[Placed] = []
    for row, unit in placed:
        if row.values["party"] == Party.CUSTOMER:
            row.values["organisation"] = ""
        elif not row.values.get("organisation"):
            refused.append(row.bad("organisation", "", RowFault.MISSING))
            continue
        found.append((row, unit))
    while True:
        bosses = {
            (unit, fold(called)): (unit, fold(row.reports_to))
            for row, unit in found
            for called in (row.values["name"], row.values["email"])
            if called and row.values["name"]
        }
        several = _several(found, known)
        lost: list[tuple[Placed, ContactFault]] = []
        for row, unit in found:
            boss = (unit, fold(row.reports_to))
            if row.reports_to and boss in several:
                lost.append(((row, unit), ContactFault.SEVERAL_BOSSES))
            elif row.reports_to and not _ends(boss, bosses, known):
                lost.append(((row, unit), ContactFault.UNKNOWN_BOSS))
        if not lost:
            return found
        for (row, _unit), fault in lost:
            refused.append(row.bad("reports_to", row.reports_to, fault))
        gone = {row.line for (row, _unit), _fault in lost}
        found = [each for each in found if each[0].line not in gone]


def _several(found: Sequence[Placed], known: _Known) -> set[Key]:
    """The names that several people have, of those who are there and those who come."""
    coming: dict[Key, set[str]] = {}
    for row, unit in found:
        if row.values["name"] and not known.has(unit, row.values):
            key = (unit, fold(row.values["name"]))
            coming.setdefault(key, set()).add(fold(row.values["email"]))
    return known.several | {
        key for key, each in coming.items() if len(each) + (key in known.bosses) > 1
    }


def _ends(boss: Key, bosses: Mapping[Key, Key], known: _Known) -> bool:
    """Whether the way up from a boss comes to an end, at somebody."""
    passed: set[Key] = set()
    while boss not in known.bosses:
        if boss in passed or boss not in bosses:
            return False
        passed.add(boss)
        if not bosses[boss][1]:
            return True
        boss = bosses[boss]
    return True
