"""Documents that a person sees: those of a negotiation or contract, one of them with its versions
and approvals, and two versions beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from clavero.contracts.selectors import contract_head
from clavero.core.audit import history
from clavero.core.files import store
from clavero.core.files.kinds import Kind
from clavero.core.files.wordtext import CannotRead, word_text
from clavero.core.telling import MOST, Change, told
from clavero.identity.rules import Actor
from clavero.negotiations.models import Approval, Document, KeptFile, Negotiation, Version
from clavero.negotiations.rules.comparing import Pair, compared, differences
from clavero.negotiations.rules.documents import State, Step, Verdict, may
from clavero.negotiations.rules.negotiating import State as Course
from clavero.negotiations.visibility import documents, knows
from clavero.negotiations.words import DOCUMENT_CHANGE_NAMES, history_words
from clavero.portfolio.selectors import people_who_see, structure, today_of

if TYPE_CHECKING:
    from clavero.contracts.models import Contract

CHANGED = "changed"
"""A file that is not there any more as it was kept."""
_WITH_TEXT = frozenset({Kind.TEXT.value, Kind.DOCX.value})


@dataclass(frozen=True, slots=True)
class Home:
    """What a document belongs to: a negotiation or a contract with its account."""

    title: str
    url: str
    customer_id: int
    code: str
    name: str
    negotiation_id: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list."""

    id: int
    title: str
    state: str
    versions: int
    sent_on: date | None
    expected_on: date | None
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentSeen:
    """One document; ``steps`` are those that this reader can take now, ``mine`` the approval that
    is waited for from them, ``releases`` are the people whom they can take off who must approve."""

    document: Document
    home: Home
    versions: Sequence[Version]
    approvals: Sequence[Approval]
    steps: frozenset[Step]
    mine: Approval | None
    releases: frozenset[int]
    people: Sequence[tuple[int, str]]
    changes: Sequence[Change]

    @property
    def latest(self) -> Version:
        """Its last version."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a text beside each other; ``others`` are the numbers of those that have no
    text, and ``unread`` says of the two, by number, why a text is not known: ``damaged``,
    ``too_long`` or ``changed``."""

    document: Document
    home: Home
    old: Version
    new: Version
    choices: Sequence[int]
    pairs: Sequence[Pair]
    count: int
    others: Sequence[int] = ()
    unread: Mapping[int, str] = field(default_factory=dict)


def document_rows(found: QuerySet[Document]) -> list[DocumentRow]:
    """Documents as rows. One query."""
    return [
        DocumentRow(
            each.pk, each.title, each.state, each.version_count, each.sent_on, each.expected_on,
            each.signed_on,
        )
        for each in found.annotate(version_count=Count("versions"))
    ]  # fmt: skip


def contract_documents(contract_id: int) -> list[DocumentRow]:
    """Those of a contract, and of the negotiation that it came of, for whoever has found it among
    theirs. One query."""
    own = Q(contract=contract_id) | Q(negotiation__contract=contract_id)
    return document_rows(Document.objects.filter(own))


def home_of_contract(actor: Actor, contract_id: int) -> Home:
    """A contract. Raises ``Contract.DoesNotExist`` for strangers to it."""
    row = contract_head(actor, contract_id).row
    address = reverse("contracts:contract", args=[row.id])
    return Home(row.title, address, row.customer_id, row.code, row.name, contract_id=row.id)


def home_of_negotiation(found: Negotiation) -> Home:
    """A negotiation that was read with its customer."""
    account = today_of(found.customer)
    address = reverse("negotiations:negotiation", args=[found.pk])
    return Home(
        found.title, address, account.id, account.code, account.title, negotiation_id=found.pk
    )


def document_seen(actor: Actor, document_id: int) -> DocumentSeen:
    """One document. Raises ``Document.DoesNotExist`` for strangers to its customer."""
    found = _found(actor, document_id)
    versions = list(found.versions.select_related("file").defer("text"))
    latest = versions[0]
    approvals = list(latest.approvals.select_related("person", "asked_by"))
    home, state = _home(found), State(found.state)
    of = found.negotiation
    is_over = of is not None and of.state == Course.BROKEN_OFF
    mine = next(
        (each for each in approvals
         if each.person_id == actor.user_id and each.verdict == Verdict.WAITING),
        None,
    )  # fmt: skip
    steps = {
        step
        for step in Step
        if not is_over
        and may(step, state)
        and (mine is not None if step in {Step.APPROVE, Step.RETURN} else knows(actor))
    }
    people: list[tuple[int, str]] = []
    if Step.ASK in steps:
        asked = {each.person_id for each in approvals}
        every = people_who_see(home.code, structure())
        people = [each for each in every if each[0] not in asked]
    return DocumentSeen(
        found,
        home,
        versions,
        approvals,
        frozenset(steps),
        mine,
        frozenset(
            each.person_id
            for each in approvals
            if Step.ASK in steps
            if each.verdict == Verdict.WAITING and may_release(actor, found, each)
        ),
        people,
        told(history(found)[:MOST], DOCUMENT_CHANGE_NAMES, history_words(knows=knows(actor))),
    )


def may_release(actor: Actor, found: Document, approval: Approval) -> bool:
    """Whether somebody takes an approval back: whoever asked for it, or has written the document
    down; where who asked is not known or gone, everybody who negotiates there."""
    by = approval.asked_by
    if actor.user_id is None or by is None or not by.is_active:
        return True
    return actor.user_id in {by.pk, found.owner_id}


def document_home(actor: Actor, document_id: int) -> tuple[Document, Home]:
    """A document and what it belongs to. Raises ``Document.DoesNotExist`` for strangers."""
    found = _found(actor, document_id)
    return found, _home(found)


def file_of(actor: Actor, document_id: int, file_id: int) -> KeptFile:
    """A file of a document: of one of its versions, or the signed one. Raises
    ``KeptFile.DoesNotExist`` for strangers, and for files of other documents."""
    seen = documents(actor).filter(pk=document_id)
    own = Q(pk__in=Version.objects.filter(document__in=seen).values("file"))
    return KeptFile.objects.filter(own | Q(pk__in=seen.values("signed"))).get(pk=file_id)


def compared_versions(
    actor: Actor, document_id: int, old: int | None, new: int | None
) -> Compared | None:
    """Two versions of a document by their texts, without numbers the last two; ``None`` where there
    are not two that have one. Raises ``Document.DoesNotExist`` for strangers, and
    ``Version.DoesNotExist``."""
    found = _found(actor, document_id)
    versions = list(found.versions.select_related("file").defer("text").order_by("number"))
    choices = [each.number for each in versions if has_text(each)]
    if len(choices) < 2:
        return None
    old = choices[-2] if old is None else old
    new = choices[-1] if new is None else new
    both = {each.number: each for each in versions if each.number in {old, new} & set(choices)}
    if old not in both or new not in both:
        raise Version.DoesNotExist("no text of that number")
    others = [each.number for each in versions if not has_text(each)]
    pairs: list[Pair] = []
    unread: dict[int, str] = {}
    texts = {number: _text_of(each, unread) for number, each in both.items()}
    if not unread:
        pairs = compared(texts[old], texts[new])
    return Compared(
        found, _home(found), both[old], both[new], choices, pairs, differences(pairs), others,
        unread,
    )  # fmt: skip


def has_text(version: Version) -> bool:
    """Whether a version, read with its file, can be compared: a text or a Word file."""
    return version.file is None or version.file.kind in _WITH_TEXT


def _text_of(version: Version, unread: dict[int, str]) -> str:
    """What a version says; why that is not known is put into ``unread``."""
    row = version.file
    if row is None or row.kind != Kind.DOCX:
        return version.text
    try:
        return word_text(store.read(row.file, row.digest))
    except CannotRead as error:
        unread[version.number] = error.why.value
    except store.FileChanged:
        unread[version.number] = CHANGED
    return ""


def _found(actor: Actor, document_id: int) -> Document:
    named = documents(actor).select_related(
        "negotiation__customer", "contract__customer", "signed", "owner"
    )
    return named.get(pk=document_id)


def _home(found: Document) -> Home:
    if found.negotiation is not None:
        return home_of_negotiation(found.negotiation)
    contract: Contract = found.contract  # type: ignore[assignment]  # of one of both
    account = today_of(contract.customer)
    address = reverse("contracts:contract", args=[contract.pk])
    return Home(
        contract.title, address, account.id, account.code, account.title, contract_id=contract.pk
    )
