"""Documents are written down and get versions."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from clavero.contracts.selectors import contract_head
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.files import store
from clavero.core.files.kinds import Kind, called, text_of
from clavero.core.files.taking import taken
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import Document, KeptFile, Version
from clavero.negotiations.rules.documents import State, Step
from clavero.negotiations.services._asking import ask_to_approve, end_asking, who_may_approve
from clavero.negotiations.services._held import refuse_broken_off, stepped
from clavero.negotiations.visibility import negotiations, require

KINDS = frozenset({Kind.PDF, Kind.DOCX, Kind.TEXT, Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.HEIC})
MOST_VERSIONS = 100
Brought = tuple[str, bytes] | None
"""A file's name and content."""


@transaction.atomic
def add_document(
    actor: Actor,
    *,
    title: str,
    negotiation_id: int | None = None,
    contract_id: int | None = None,
    text: str = "",
    content: Brought = None,
    note: str = "",
) -> Document:
    """A document of a negotiation or of a contract with its first version. Raises
    ``Negotiation.DoesNotExist`` or ``Contract.DoesNotExist`` for strangers."""
    home: dict[str, Any] = {}
    if negotiation_id is not None:
        home["negotiation"] = negotiations(actor).get(pk=negotiation_id)
    else:
        assert contract_id is not None, "a document is of one of both"
        home["contract"] = contract_head(actor, contract_id).contract
    require(actor)
    if negotiation_id is not None:
        refuse_broken_off(home["negotiation"])
    values = tidy(Document, {"title": title})
    refuse_empty(values, "title", _("Say what the document is called."))
    document = Document.objects.create(owner_id=actor.user_id, by_name=actor.name, **home, **values)
    version = _version(actor, document, text, content, note)
    told = {"document": document.title, "digest": version.digest}
    record(actor, "document.added", document, after=told)
    if document.negotiation is not None:
        told = {"document": document.title}
        record(actor, "negotiation.document_added", document.negotiation, after=told)
    return document


@transaction.atomic
def add_version(
    actor: Actor,
    *,
    document_id: int,
    text: str = "",
    content: Brought = None,
    note: str = "",
    seen: int = 0,
) -> Version:
    """Another version of a document, which is a draft again; whoever had to approve the last one
    has to approve it. ``seen`` is the number of the version that was looked at. Raises
    ``Document.DoesNotExist`` for strangers."""
    document = stepped(actor, document_id, Step.VERSION)
    last = document.versions.first()
    if seen and last is not None and seen != last.number:
        raise Refusal(
            _("%(name)s has kept version %(number)s meanwhile."),
            code="changed_meanwhile",
            hint=_("Compare it with yours, and send yours again if it should follow."),
            name=last.by_name,
            number=last.number,
        )
    if last is not None and last.number >= MOST_VERSIONS:
        raise Refusal(
            _("There are %(most)s versions already."), code="too_many_versions", most=MOST_VERSIONS
        )
    version = _version(actor, document, text, content, note)
    if last is not None:
        if version.digest == last.digest:
            raise Refusal(
                _("This is the same as version %(number)s."), code="same_version",
                number=last.number,
            )  # fmt: skip
        _ask_again(actor, document, last, version)
    document.state = State.DRAFT.value
    document.sent_on, document.sent_to, document.expected_on = None, "", None
    document.save(update_fields=["state", "sent_on", "sent_to", "expected_on"])
    told = {"version": version.number, "digest": version.digest}
    record(actor, "document.version_added", document, after=told)
    return version


def _ask_again(actor: Actor, document: Document, last: Version, version: Version) -> None:
    """Whoever had to approve the last version has to approve the next, as long as they see the
    account: who is gone holds nothing up."""
    home, known = who_may_approve(actor, document)
    asked = {}
    for each in last.approvals.select_related("version"):
        end_asking(actor, each, has_decided=False)
        if each.person_id in known:
            asked[each.person_id] = each.asked_by_id
    ask_to_approve(actor, document, version, asked, home.customer_id)


def _version(actor: Actor, document: Document, text: str, content: Brought, note: str) -> Version:
    values = tidy(Version, {"text": text, "note": note})
    if bool(values["text"]) == (content is not None):
        raise Refusal(
            _("Write the text, or choose a file: one of both."),
            code="text_or_file",
            field="content" if content is not None else "text",
        )
    number = (document.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    if content is None:
        values["digest"] = hashlib.sha256(values["text"].encode()).hexdigest()
        return Version.objects.create(
            document=document, number=number, by_name=actor.name, **values
        )
    name, read = content
    kind = taken(name, read, kinds=KINDS, hint=_("Send a PDF, a picture, a text or a Word file."))
    if kind is Kind.TEXT:  # of a text the lines can be compared
        values |= tidy(Version, {"text": text_of(read)})
    row = kept_file(actor, name, read, kind)
    return Version.objects.create(
        document=document, number=number, file=row, by_name=actor.name,
        **{**values, "digest": row.digest},
    )  # fmt: skip


def kept_file(actor: Actor, name: str, content: bytes, kind: Kind) -> KeptFile:
    """A file in the store with its row; without the row nothing stays of it."""
    kept = store.keep(content)
    try:
        with transaction.atomic():
            return KeptFile.objects.create(
                name=called(name, kind), kind=kind.value, size=kept.size, digest=kept.digest,
                file=kept.name, by_name=actor.name,
            )  # fmt: skip
    except BaseException:
        store.throw_away(kept.name)
        raise
