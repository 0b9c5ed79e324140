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
from clavero.relationships.selectors import (
    Called,
    also_called,
    contacts_called,
    files_sent_by,
    left_of,
    person_as_data,
)
from clavero.relationships.services import erase_people, import_contacts, note_export
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
Files = Annotated[
    Path | None,
    typer.Option("--files", help=_("The folder to which the files go that they sent.")),
]
Yes = Annotated[bool, typer.Option("--yes", help=_("Erase without asking again."))]


def contacts(
    task: TaskAsked,
    who: Whom,
    yes: Yes = False,
    files: Files = None,
    output: FormatAsked = Format.TABLE,
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
        _hand_over_files(found, files)
        for each in found:
            note_export(_SYSTEM, contact_id=each.id)
    else:
        _erase(found, is_sure=yes)


def _hand_over_files(found: list[Called], folder: Path | None) -> None:
    """What the persons sent, into a folder of their own; told beside the data where none is
    given."""
    kept = {each.today: files_sent_by(_SYSTEM, each.today) for each in found}
    if folder is None:
        count = sum(map(len, kept.values()))
        if count:
            told = _("Files that they sent: %(count)s. With --files FOLDER they are handed over.")
            say(str(told) % {"count": formats.number(count)})
        return
    for person_id, files in kept.items():
        own = folder / f"contact-{person_id}"
        own.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (own / name).write_bytes(content)


def _erase(found: list[Called], *, is_sure: bool) -> None:
    for each in found:
        told = _("Contact %(number)s: %(name)s, of %(account)s.")
        places = {"number": str(each.id), "name": each.name, "account": each.account}
        say(str(told) % places)
    persons = {each.today for each in found}
    others = {each.id for one in sorted(persons) for each in also_called(_SYSTEM, one)} - persons
    if others:
        told = _("Other records with the same address: %(count)s. Say the address to erase them.")
        say(str(told) % {"count": formats.number(len(others))})
    left = left_of(_SYSTEM, *sorted(persons))
    if left:
        say(str(_("Whether they are in what others attached only you can see:")))
    for file in left:
        say(f"{file.what} {file.url}".rstrip())
    if not is_sure:
        raise Refusal(
            _("Nothing is erased yet: it cannot be undone."),
            code="not_sure",
            hint=_("Say --yes if it should be."),
        )
    erase_people(_SYSTEM, contact_ids=persons)
    erased = _("Erased: %(count)s. Their places stay.")
    say(str(erased) % {"count": formats.number(len(persons))})
