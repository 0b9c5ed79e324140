"""A file of contacts: who stands in each row, and which rows cannot be used.

Its columns are ``name`` and ``function``; optional are ``account`` (the code of the customer, the
file's own account without it), ``title``, ``level``, ``role`` (in the decision), ``unit``,
``languages``, ``email``, ``phone``, ``party``, ``organisation`` and ``reports_to`` (the name of
another contact, or their e-mail). A row without a name is a placeholder for somebody whom nobody
knows yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from clavero.core.addresses import is_address
from clavero.core.likeness import fold
from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows
from clavero.portfolio.rules.duplicates import words
from clavero.relationships.rules.people import Function, Level, Part, Party

Choice = TypeVar("Choice", bound=StrEnum)
COLUMNS = ("name", "function")
TEXTS = ("title", "unit", "languages", "email", "phone", "organisation")
LONGEST = {
    "name": 150, "title": 120, "unit": 120, "languages": 60, "email": 254, "phone": 40,
    "organisation": 150, "reports_to": 150,
}  # fmt: skip
OPTIONAL = ("account", *TEXTS, "level", "role", "party", "reports_to")
_ACCOUNT = 255
_SHORTEST = 3  # letters of a word that tells one company from another
_GENERAL = frozenset({
    "grupo", "group", "holding", "espana", "spain", "iberica", "iberia", "industrial",
    "industrias", "industries", "comercial", "servicios", "services", "soluciones", "solutions",
    "internacional", "international", "the", "los", "las", "del",
})  # fmt: skip


class ContactFault(StrEnum):
    """Why a row of contacts cannot be used, beside what any row can have wrong."""

    UNKNOWN_FUNCTION = "unknown_function"
    UNKNOWN_LEVEL = "unknown_level"
    UNKNOWN_PART = "unknown_part"
    UNKNOWN_PARTY = "unknown_party"
    UNKNOWN_BOSS = "unknown_boss"
    SEVERAL_BOSSES = "several_bosses"
    FORGOTTEN = "forgotten"
    NOT_AN_ADDRESS = "not_an_address"
    NO_NAME = "no_name"
    OTHER_COMPANY = "other_company"


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who stands in a row. ``account`` is empty where the file does not say."""

    line: int
    account: str
    values: dict[str, Any]
    reports_to: str = ""

    def bad(self, column: str, value: str, reason: StrEnum) -> RefusedRow:
        """What is told of a row that cannot be kept after all."""
        return RefusedRow(self.line, column, value, reason)


@dataclass(slots=True)
class ContactsRead:
    """A whole file: how many rows it has, who stands there, and the ones refused."""

    rows: int = 0
    contacts: list[ContactRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    are_cards: bool = False


def may_be_of(company: str, names: Iterable[str]) -> bool:
    """Whether the company that a card names may be one of these names of an account: they share a
    word, or begin alike. Legal forms, and words that half of all companies have, tell nothing.

    >>> [may_be_of(each, ["VALDORIA INDUSTRIAL, S.A."]) for each in
    ...     ("Valdoria", "Grupo Valdoria España", "Deloitte", "Industrial Rovira SL", "S.L.")]
    [True, True, False, False, True]
    """
    told = _telling(company)
    return not told or any(
        one.startswith(other) or other.startswith(one)
        for name in names
        for other in _telling(name)
        for one in told
    )


def _telling(name: str) -> list[str]:
    whole = words(name)
    found = [each for each in whole if len(each) >= _SHORTEST and each not in _GENERAL]
    return [*found, "".join(whole)] if found else []


def read_contacts(
    text: str,
    functions: Mapping[str, Function],
    words: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> ContactsRead:
    """Who stands in a CSV text. ``functions`` are their names as people write them, folded, and
    ``words`` by column those of levels, parts and parties.
    Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_contacts("Nombre;Función;Correo\\nMarta Gil;Compras;m@x.example\\n;?;\\n",
    ...     {"compras": Function.PURCHASING})
    >>> [(each.values["name"], str(each.values["function"])) for each in read.contacts]
    [('Marta Gil', 'purchasing')]
    >>> [(bad.line, bad.reason.value) for bad in read.refused]
    [(3, 'unknown_function')]
    """
    read = ContactsRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.contacts.append(_contact(row, functions, words))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def _contact(
    row: TableRow, functions: Mapping[str, Function], words: Mapping[str, Mapping[str, str]]
) -> ContactRow:
    name = row.text("name", longest=LONGEST["name"])
    party = Party.CUSTOMER
    if row.cells.get("party"):
        party = row.one_of(Party, "party", ContactFault.UNKNOWN_PARTY, words.get("party"))
    function = functions.get(fold(row.said("function")))
    if function is None:
        raise row.bad("function", ContactFault.UNKNOWN_FUNCTION)
    values: dict[str, Any] = {"name": name, "party": party, "function": function}
    values |= {column: row.text(column, longest=LONGEST[column]) for column in TEXTS}
    if values["email"] and not is_address(values["email"]):
        raise row.bad("email", ContactFault.NOT_AN_ADDRESS)
    if row.cells.get("level"):
        values["level"] = row.one_of(Level, "level", ContactFault.UNKNOWN_LEVEL, words.get("level"))
    if row.cells.get("role"):
        values["part"] = row.one_of(Part, "role", ContactFault.UNKNOWN_PART, words.get("role"))
    account = row.text("account", longest=_ACCOUNT)
    return ContactRow(
        row.line, account, values, row.text("reports_to", longest=LONGEST["reports_to"])
    )
