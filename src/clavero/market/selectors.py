"""The notes of the market that a person sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.telling import MOST, Change, revision_in, told
from clavero.identity.rules import Actor
from clavero.market import hooks
from clavero.market.hooks import Use
from clavero.market.models import Note
from clavero.market.rules import About, about, is_old, same_sector
from clavero.market.visibility import notes
from clavero.market.words import CHANGE_NAMES, WORDS
from clavero.portfolio.selectors import Account, account_of, structure, today_of

__all__ = [
    "AccountNotes",
    "NoteRow",
    "NoteSeen",
    "account_notes",
    "holds_at",
    "note_at_account",
    "note_rows",
    "note_seen",
    "notes",
    "sectors",
]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note for a reader; ``customer_id`` and ``name`` are those of its account today."""

    id: int
    about: About
    customer_id: int | None
    code: str
    name: str
    sector: str
    text: str
    detail: str
    effect: str
    source: str
    address: str
    seen_on: date
    until: date | None
    is_old: bool
    by: str
    withdrawn_on: date | None
    withdrawn_because: str
    uses: Sequence[Use] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether it still holds."""
        return self.withdrawn_on is None

    @property
    def used(self) -> str:
        """Where something came of it, in one text."""
        return " · ".join(use.text for use in self.uses)


@dataclass(frozen=True, slots=True)
class AccountNotes:
    """What holds for an account: notes of its own and of those below it, of its sector, and of the
    whole market; the latest first."""

    account: Account
    own: Sequence[NoteRow]
    of_sector: Sequence[NoteRow]
    of_market: Sequence[NoteRow]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.own) + len(self.of_sector) + len(self.of_market)


@dataclass(frozen=True, slots=True)
class NoteSeen:
    """One note with what happened to it, of which ``seen`` is the revision."""

    row: NoteRow
    changes: Sequence[Change]

    @property
    def seen(self) -> int:
        """Its revision."""
        return revision_in(self.changes)


def note_rows(actor: Actor, *, is_open: bool = True) -> list[NoteRow]:
    """All notes that ``actor`` sees, those that hold or those withdrawn, the latest first."""
    return _rows(actor, notes(actor).filter(withdrawn_on__isnull=is_open))


def account_notes(actor: Actor, customer_id: int) -> AccountNotes:
    """What holds for one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    here = Q(customer__code__in=sorted(account.codes)) | Q(customer__isnull=True)
    rows = _rows(actor, notes(actor).filter(here, withdrawn_on=None))
    its = _sectors_of(account)
    return AccountNotes(
        account,
        [row for row in rows if row.about is About.ACCOUNT],
        [row for row in rows if any(same_sector(row.sector, sector) for sector in its)],
        [row for row in rows if row.about is About.EVERYBODY],
    )


def note_seen(actor: Actor, note_id: int) -> NoteSeen:
    """One note. Raises ``Note.DoesNotExist`` for strangers to its account."""
    entries = list(history(Note(pk=note_id))[:MOST])  # before the values that they led to
    note = notes(actor).select_related("customer").get(pk=note_id)
    uses = hooks.uses_of(actor, [note_id]).get(note_id, [])
    return NoteSeen(_row(note, uses), told(entries, CHANGE_NAMES, WORDS))


def holds_at(actor: Actor, row: NoteRow, customer_id: int) -> bool:
    """Whether a note that ``actor`` sees concerns an account: its own or one of those below it, or
    all of its sector, or everybody. Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    if not row.is_open:
        return False
    if row.customer_id == customer_id:
        return True
    account = account_of(actor, customer_id)
    if row.about is About.ACCOUNT:
        return row.code in account.codes
    its = _sectors_of(account)
    return row.about is About.EVERYBODY or any(same_sector(row.sector, each) for each in its)


def _sectors_of(account: Account) -> set[str]:
    """A group is in the sectors of its units, too: often nobody says one of the group itself."""
    cards = account.shape.cards
    return {cards[code].sector for code in {*account.codes, account.card.code} if code in cards}


def note_at_account(actor: Actor, note_id: int, customer_id: int) -> NoteRow:
    """A note that concerns an account. Raises ``Note.DoesNotExist`` where it does not, and
    ``Customer.DoesNotExist`` for strangers to the account."""
    row = _row(notes(actor).select_related("customer").get(pk=note_id), ())
    if not holds_at(actor, row, customer_id):
        raise Note.DoesNotExist
    return row


def sectors() -> list[str]:
    """The sectors that customers and notes name, each once."""
    named = {card.sector for card in structure().cards.values()}
    named |= set(Note.objects.exclude(sector="").values_list("sector", flat=True).distinct())
    found: dict[str, str] = {}
    for name in sorted(named):
        found.setdefault(name.strip().casefold(), name.strip())
    return [name for key, name in sorted(found.items()) if key]


def _rows(actor: Actor, found: QuerySet[Note]) -> list[NoteRow]:
    listed = list(found.select_related("customer"))
    used = hooks.uses_of(actor, [each.pk for each in listed])
    return [_row(each, used.get(each.pk, ())) for each in listed]


def _row(note: Note, uses: Sequence[Use]) -> NoteRow:
    card = None if note.customer is None else today_of(note.customer)
    return NoteRow(
        id=note.pk,
        about=about(note.customer_id, note.sector),
        customer_id=None if card is None else card.id,
        code="" if card is None else card.code,
        name="" if card is None else card.title,
        sector=note.sector,
        text=note.text,
        detail=note.detail,
        effect=note.effect,
        source=note.source,
        address=note.address,
        seen_on=note.seen_on,
        until=note.until,
        is_old=is_old(note.seen_on, note.until, timezone.localdate()),
        by=note.by_name,
        withdrawn_on=note.withdrawn_on,
        withdrawn_because=note.withdrawn_because,
        uses=tuple(uses),
    )
