"""Many interactions at once, as files have them: a few in each transaction, so that nobody else
waits until a whole calendar is written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from clavero.core.audit import record_many
from clavero.core.batches import parts_of, with_pauses
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.interactions.models import Interaction, OfOurs, OfTheirs
from clavero.interactions.rules.kinds import Origin, State
from clavero.interactions.rules.matching import Matched
from clavero.interactions.services._held import checked
from clavero.interactions.services.recounting import recount_span
from clavero.interactions.visibility import require
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import accounts
from clavero.relationships.selectors.place import same_account

_TOLD = ("kind", "state", "starts_at", "minutes", "subject", "place")


@dataclass(frozen=True, slots=True)
class Draft:
    """What becomes a row, looked through before the database is held."""

    uid: str
    values: dict[str, Any]
    contacts: frozenset[int]
    people: frozenset[int]
    is_cancelled: bool
    origin: Origin
    is_from_us: bool | None
    sequence: int = 0
    stamped_at: datetime | None = None


def draft_of(matched: Matched, customer_id: int, origin: Origin) -> Draft:
    """What one becomes at an account. A mail that its sender's clock dates into the future is of
    now."""
    found = matched.found
    starts = found.starts_at
    if origin is not Origin.CALENDAR:
        starts = min(starts, timezone.now())
    values = checked(
        {
            "kind": found.kind.value, "subject": found.subject or gettext("without a subject"),
            "starts_at": starts, "minutes": found.minutes, "text": found.text,
            "place": found.place,
        }
    )  # fmt: skip
    return Draft(
        found.uid,
        values,
        frozenset(matched.accounts.get(customer_id, ())),
        frozenset(matched.people),
        found.is_cancelled,
        origin,
        matched.is_from_us,
        found.sequence,
        found.stamped_at,
    )


def take_all(actor: Actor, wanted: Sequence[tuple[Draft, int]]) -> int:
    """Write drafts down at accounts, those that are not there; how many. All are looked through
    before the first is written.

    Raises ``Customer.DoesNotExist`` for strangers to an account.
    """
    require(actor)
    by_account: dict[int, list[Draft]] = defaultdict(list)
    for draft, at in wanted:
        by_account[at].append(draft)
    seen = {at: accounts(actor).get(pk=at) for at in by_account}
    parts = (
        (seen[at], part)
        for at, drafts in by_account.items()
        for part in parts_of(sorted(drafts, key=lambda draft: draft.values["starts_at"]))
    )
    return with_pauses(parts, lambda part: _write(actor, *part))


@transaction.atomic
def _write(actor: Actor, customer: Any, drafts: Sequence[Draft]) -> int:
    there = set(
        Interaction.objects.filter(
            customer__in=structure().records(customer.pk), uid__in=[each.uid for each in drafts]
        )
        .order_by()
        .values_list("uid", flat=True)
    )
    new = list({each.uid: each for each in drafts if each.uid not in there}.values())
    if not new:
        return 0
    now = timezone.now()
    rows = Interaction.objects.bulk_create(_row(actor, customer, each, now) for each in new)
    pairs = list(zip(rows, new, strict=True))
    # Who was matched may have gone while the file was read.
    known = _there(same_account(actor, customer.code), {c for each in new for c in each.contacts})
    ours = _there(people(Actor.system()), {who for each in new for who in each.people})
    OfTheirs.objects.bulk_create(
        OfTheirs(interaction=row, contact_id=each)
        for row, draft in pairs
        for each in sorted(draft.contacts & known)
    )
    OfOurs.objects.bulk_create(
        OfOurs(interaction=row, person_id=each)
        for row, draft in pairs
        for each in sorted(draft.people & ours)
    )
    spans: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if row.state == State.DONE:
            spans[row.kind].append(row.starts_at)
    for kind, moments in spans.items():
        recount_span(customer.code, kind, min(moments), max(moments))
    record_many(actor, "interaction.recorded", _told(rows))
    return len(rows)


def _row(actor: Actor, customer: Any, draft: Draft, now: Any) -> Interaction:
    start = draft.values["starts_at"]
    state = State.PLANNED if start > now else State.DONE
    return Interaction(
        customer=customer, was_planned=state is State.PLANNED,
        state=(State.CANCELLED if draft.is_cancelled else state).value,
        day=timezone.localtime(start).date(), origin=draft.origin.value, uid=draft.uid,
        is_from_us=draft.is_from_us, sequence=draft.sequence, stamped_at=draft.stamped_at,
        by_id=actor.user_id, by_name=actor.name, **draft.values,
    )  # fmt: skip


def _there(found: Any, numbers: set[int]) -> set[int]:
    return set(found.filter(pk__in=numbers).order_by().values_list("pk", flat=True))


def _told(rows: Sequence[Interaction]) -> Iterator[tuple[Interaction, None, dict[str, Any]]]:
    for row in rows:
        told = {name: getattr(row, name) for name in _TOLD if getattr(row, name) not in ("", None)}
        yield row, None, as_told(told)
