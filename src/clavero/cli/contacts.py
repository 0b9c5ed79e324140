"""``clavero contacts``: what is kept of a person, handed over or forgotten, and files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clavero.cli import database
from clavero.cli.answers import Format, say, write_json
from clavero.cli.brought import bring_rows
from clavero.cli.reading import FormatAsked
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.relationships.selectors import Called, contacts_called, person_as_data
from clavero.relationships.services import erase_contact, import_contacts, note_export
from clavero.relationships.words import FAULT_NAMES
from clavero.ui import formats

_SYSTEM = Actor.system()


class Task(StrEnum):
    """What to do with contacts."""

    EXPORT = "export"
    ERASE = "erase"
    LOAD = "load"


TaskAsked = Annotated[Task, typer.Argument(metavar="export|erase|load", help=_("What to do."))]
Whom = Annotated[
    str,
    typer.Argument(
        metavar=_("WHO"), help=_("An e-mail address or a contact's number; to load, a file.")
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help=_("Erase without asking again."))]


def contacts(
    task: TaskAsked, who: Whom, yes: Yes = False, output: FormatAsked = Format.TABLE
) -> None:
    """Hand over or forget what is kept of a person, at every account; or bring a file."""
    if task is Task.LOAD:
        bring_rows(
            Path(who),
            output,
            lambda content: import_contacts(_SYSTEM, content=content),
            FAULT_NAMES,
        )
        return
    database.make_ready()
    found = contacts_called(_SYSTEM, who)
    if not found:
        raise Refusal(
            _("No contact has the address or number %(who)s."),
            code="no_such_contact",
            hint=_("Look it up on the page of the contact."),
            who=who,
        )
    if task is Task.EXPORT:
        write_json([person_as_data(_SYSTEM, each.id) for each in found])
        for each in found:
            note_export(_SYSTEM, contact_id=each.id)
    else:
        _erase(found, is_sure=yes)


def _erase(found: list[Called], *, is_sure: bool) -> None:
    for each in found:
        told = _("Contact %(number)s: %(name)s, of %(account)s.")
        places = {"number": str(each.id), "name": each.name, "account": each.account}
        say(str(told) % places)
    if not is_sure:
        raise Refusal(
            _("Nothing is erased yet: it cannot be undone."),
            code="not_sure",
            hint=_("Say --yes if it should be."),
        )
    persons = {each.today for each in found}
    for person_id in sorted(persons):
        erase_contact(_SYSTEM, contact_id=person_id)
    erased = _("Erased: %(count)s. Their places stay.")
    say(str(erased) % {"count": formats.number(len(persons))})
