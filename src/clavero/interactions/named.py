"""Complaints and contacts stand beside one another: this room knows both, and what of the one shows
a person of the other who asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from clavero.care.selectors.written import files_of, left_to_look_at, naming_as_data
from clavero.core.files import store
from clavero.identity.rules import Actor
from clavero.relationships.hooks import Left
from clavero.relationships.selectors import personal_of
from clavero.ui import formats


def named_in_complaints(contact_id: int) -> list[dict[str, Any]]:
    """That complaints of others name a contact, as data."""
    return naming_as_data(*personal_of([contact_id]))


def files_of_complaints(contact_ids: Collection[int]) -> Iterator[tuple[str, bytes]]:
    """The files that some contacts sent with complaints; one that is not there any more, or not
    what was brought, is left out."""
    emails, called, _codes = personal_of(contact_ids)
    for each in files_of(emails, called):
        try:
            yield each.name, store.read(each.file, each.digest)
        except store.FileChanged:
            continue


def left_in_complaints(actor: Actor, contact_ids: Collection[int]) -> Iterator[Left]:
    """The files of others in complaints that some contacts sent or are named in: whether they are
    in one, only who opens it sees."""
    shown, more = left_to_look_at(actor, *personal_of(contact_ids))
    for each in shown:
        told = {"file": each.name, "complaint": each.complaint}
        sentence = _("File “%(file)s” of the complaint “%(complaint)s”") % told
        yield Left(sentence, each.complaint_url)
    if more:
        count = {"count": formats.number(more)}
        yield Left(_("Files of complaints at accounts that you do not see: %(count)s") % count)
