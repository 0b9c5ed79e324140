"""Contacts in files: tables (CSV, XLSX) and the cards of address books (vCard)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from clavero.core.addresses import is_address
from clavero.core.errors import Refusal
from clavero.core.likeness import fold
from clavero.core.tables import MOST_BYTES, RefusedRow
from clavero.relationships.rules.people import Function, Party
from clavero.relationships.rules.reading import (
    COLUMNS,
    LONGEST,
    ContactFault,
    ContactRow,
    ContactsRead,
    read_contacts,
)
from clavero.relationships.words import FUNCTION_NAMES, LEVEL_NAMES, PART_NAMES, PARTY_NAMES
from clavero.ui.brought import in_every_language, read_table

_CARD = b"BEGIN:VCARD"
_ALSO = {
    "engineering": Function.DEVELOPMENT, "ingenieria": Function.DEVELOPMENT,
    "administracion": Function.FINANCE, "buying": Function.PURCHASING,
    "procurement": Function.PURCHASING, "direccion": Function.MANAGEMENT,
    "gerencia": Function.MANAGEMENT, "sistemas": Function.IT, "prevencion": Function.SAFETY,
    "prevencion de riesgos": Function.SAFETY,
    "recursos humanos": Function.PEOPLE, "human resources": Function.PEOPLE,
}  # fmt: skip
"""What people write beside the names of the pages."""


def read_file(content: bytes, party: Party = Party.CUSTOMER) -> ContactsRead:
    """Who stands in a file; the people of an address book stand on the side of ``party``, for no
    card says that. One that can be read as neither is refused."""
    names = function_names()
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(_CARD)].upper() == _CARD:
        return _read_cards(content, names, party)
    return read_table(content, lambda text: read_contacts(text, names, words()), COLUMNS)


_ALSO_SAID = {
    "level": {
        "consejo": "board", "propiedad": "board", "directora": "director", "jefe": "manager",
        "jefa": "manager", "responsable": "manager", "mando": "manager",
        "mando intermedio": "manager", "tecnico": "specialist", "tecnica": "specialist",
        "especialista": "specialist", "empleado": "staff", "empleada": "staff",
        "personal": "staff",
    },
    "role": {
        "decisor": "decider", "decisora": "decider", "comprador": "buyer", "compradora": "buyer",
        "comprador economico": "economic_buyer", "comprador tecnico": "technical_buyer",
        "influyente": "influencer", "prescriptor": "influencer", "prescriptora": "influencer",
        "iniciador": "initiator", "iniciadora": "initiator", "usuario": "user", "usuaria": "user",
        "filtro": "gatekeeper", "aliado": "coach", "aliada": "coach", "guia": "coach",
    },
    "party": {
        "cliente": "customer", "consultor": "consultant", "consultora": "consultant",
        "consultant": "consultant", "distribuidor": "distributor", "distribuidora": "distributor",
        "asociacion": "association", "otro": "other", "otra": "other", "tercero": "other",
    },
}  # fmt: skip


def words() -> dict[str, dict[str, str]]:
    """Levels, parts in the decision and parties as the pages call them in each language, folded,
    by the column of a file."""
    names = {"level": LEVEL_NAMES, "role": PART_NAMES, "party": PARTY_NAMES}
    return {
        column: {**_ALSO_SAID[column], **in_every_language(called)}
        for column, called in names.items()
    }


def function_names() -> dict[str, Function]:
    """The functions as people write them, folded: by their keys and in each language."""
    found = {each.value: each for each in Function}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(FUNCTION_NAMES[each])): each for each in Function}
    return {**_ALSO, **found}


def _read_cards(content: bytes, names: dict[str, Function], party: Party) -> ContactsRead:
    import vobject  # no page but this needs it

    if len(content) > MOST_BYTES:
        raise Refusal(
            _("The file is larger than any address book."), code="too_large", field="content",
            hint=_("Split it into smaller files."),
        )  # fmt: skip
    read = ContactsRead(are_cards=True)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    text = text.replace("\0", "")
    try:
        for number, card in enumerate(vobject.readComponents(text, allowQP=True), 1):
            read.rows += 1
            told = _of_card(card, number, names, party)
            if isinstance(told, RefusedRow):
                read.refused.append(told)
            else:
                read.contacts.append(told)
    except Exception as error:  # of the library's own, and of the codecs that it tries
        raise Refusal(
            _("The file cannot be read as an address book from its card %(number)s on."),
            code="damaged_card",
            field="content",
            hint=_("Export it again as vCard."),
            number=read.rows + 1,
        ) from error
    return read


def _of_card(
    card: Any, number: int, names: dict[str, Function], party: Party
) -> ContactRow | RefusedRow:
    """What a card says; ``number`` is its place in the file."""
    name = _first(card, "fn") or _first(card, "n")
    email, title = _first(card, "email"), _first(card, "title") or _first(card, "role")
    if not name:
        return RefusedRow(number, "FN", "", ContactFault.NO_NAME)
    if email and not is_address(email):
        return RefusedRow(number, "EMAIL", email[:80], ContactFault.NOT_AN_ADDRESS)
    departments = list(_departments(card))
    guessed = (names.get(fold(each)) for each in (*departments, title, _first(card, "role")))
    function = next((each for each in guessed if each is not None), Function.OTHER)
    values = {
        "name": _fitting("name", name),
        "party": party,
        "organisation": _fitting("organisation", _company(card)),
        "function": function,
        "title": _fitting("title", title),
        "unit": _fitting("unit", ", ".join(departments)),
        "languages": _fitting("languages", _first(card, "lang")),
        "email": email,
        "phone": _fitting("phone", _first(card, "tel").removeprefix("tel:")),
    }
    return ContactRow(number, "", values)


def _first(card: Any, name: str) -> str:
    """The value of a kind that a card prefers, else the first that it has, on one line."""
    found = sorted(card.contents.get(name) or (), key=_preference)
    return " ".join(str(found[0].value).split()) if found else ""


_NOT_PREFERRED = 101
"""One more than the least preference that a card of version 4 can give, from 1 on."""


def _preference(line: Any) -> int:
    """How much a card prefers a value, the less the more: ``PREF=1`` of version 4, ``TYPE=PREF`` of
    version 3, or ``PREF`` alone of version 2.1."""
    told = [str(each) for each in line.params.get("PREF", ())]
    degrees = [int(each) for each in told if each.isascii() and each.isdigit()]
    if degrees:
        return min(degrees)
    types = [part for each in line.params.get("TYPE", ()) for part in str(each).split(",")]
    marked = [each.strip().upper() for each in (*types, *line.singletonparams)]
    return 1 if told or "PREF" in marked or "PREF" in line.params else _NOT_PREFERRED


def _company(card: Any) -> str:
    return next((" ".join(each.split()) for each in _organisation(card)), "")


def _departments(card: Any) -> Iterator[str]:
    """What stands after the company in a card's organisation."""
    yield from (part.strip() for part in _organisation(card)[1:] if part.strip())


def _organisation(card: Any) -> list[str]:
    found = card.contents.get("org", [])
    if not found:
        return []
    return (
        [str(each) for each in found[0].value]
        if isinstance(found[0].value, list)
        else [str(found[0].value)]
    )


def _fitting(field: str, text: str) -> str:
    return text[: LONGEST[field]]
