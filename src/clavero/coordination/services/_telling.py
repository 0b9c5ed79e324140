"""How a change of a department, of a process or of who has a request is told to who changed the
same meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.coordination.rules.raci import PartyKind
from clavero.coordination.selectors.governed import party_columns
from clavero.core.errors import Sentence
from clavero.core.revisions import Words
from clavero.identity.selectors import names_of
from clavero.ui import formats


def _value(field: str, values: Mapping[str, Any]) -> Sentence:
    value = values.get(field)
    if field == "is_open":
        return _("yes") if value else _("no")
    if not value:
        return ""
    if field in {"lead_id", "owner_id"}:
        return names_of([value]).get(value, "")
    if field == "member_ids":
        return ", ".join(sorted(names_of(value).values()))
    if field == "checklist":
        return "; ".join(value)
    return _parties(value) if field == "parties" else str(value)


def _parties(kept: list[Mapping[str, str]]) -> str:
    names = dict(party_columns())
    people = names_of(int(each["key"]) for each in kept if each["kind"] == PartyKind.PERSON)
    told = [
        (each["part"], names.get((each["kind"], each["key"])) or people.get(int(each["key"]), ""))
        for each in kept
    ]
    return ", ".join(f"{part} {name}" for part, name in told)


WORDS = Words(
    {
        "name": gettext_lazy("Name"),
        "member_ids": gettext_lazy("Who belongs to it"),
        "lead_id": gettext_lazy("Who leads it"),
        "is_open": gettext_lazy("Takes new requests"),
        "owner_id": gettext_lazy("Who has it"),
        "parties": gettext_lazy("Who does what"),
        "checklist": gettext_lazy("What a request must say"),
    },
    _value,
    formats.moment,
)
