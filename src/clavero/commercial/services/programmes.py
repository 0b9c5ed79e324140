"""Consumer and shopper programmes: the company's, in its plan, and the part of each account."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.rules.programmes import (
    MECHANIC_LENGTH,
    Part,
    Parts,
    Programme,
    fault_of,
    is_amount,
    parse_parts,
    parts_to_plain,
)
from clavero.commercial.selectors.company import (
    commercial_settings,
    families_known,
    holding_version,
)
from clavero.commercial.selectors.programmes import programmes_of
from clavero.commercial.services._account import keep_targets, targets_to_write
from clavero.commercial.services._meanwhile import reconciled_parts, told_parts
from clavero.commercial.services._versions import demand, open_after, write_in
from clavero.commercial.words import PROGRAMME_FAULT_SENTENCES
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import names_of
from clavero.ui.meanwhile import refuse_unseen


@transaction.atomic
def keep_programme(actor: Actor, *, asked: Programme, seen: int = 0) -> Programme:
    """Write a programme in the open version; one with the number 0 is new and gets its own.

    ``seen`` is the revision of the last version. Raises :class:`Forbidden` and :class:`Refusal`.
    """
    last, standing = _to_write(actor, seen)
    others = [each for each in standing if each.key != asked.key]
    before = next((each for each in standing if each.key == asked.key), None)
    if asked.key and before is None:
        raise _no_such_programme()
    leader = names_of([asked.leader_id]).get(asked.leader_id, "") if asked.leader_id else ""
    asked = replace(
        asked,
        key=asked.key or _next_key(),
        name=" ".join(asked.name.split()),
        aim=" ".join(asked.aim.split()),
        families=tuple(sorted(asked.families)),
        leader=leader,
        leader_id=asked.leader_id if leader else None,
    )
    fault = fault_of(asked, others, families_known() | _families_of(standing))
    if fault is not None:
        raise Refusal(
            PROGRAMME_FAULT_SENTENCES[fault[0]], code=f"programme_{fault[0].value}", field=fault[1]
        )
    if asked != before:
        _write(actor, last, [*others, asked], before, asked)
    return asked


@transaction.atomic
def drop_programme(actor: Actor, *, key: int, seen: int = 0) -> None:
    """Take a programme out of the open version. The parts of accounts stay, and are told to be of
    a programme that is no more once the version is approved."""
    last, standing = _to_write(actor, seen)
    before = next((each for each in standing if each.key == key), None)
    if before is None:
        raise _no_such_programme()
    _write(actor, last, [each for each in standing if each.key != key], before, None)


@transaction.atomic
def set_parts(actor: Actor, *, customer_id: int, parts: Parts, seen: int = 0) -> AccountTargets:
    """What an account does in the programmes of the plan that holds; it takes no part in one that
    is not said. A part in a programme that is no more can only stay as it is or go.

    ``seen`` is the revision of its targets; what somebody else wrote since and the reader left
    alone stays. Raises ``Customer.DoesNotExist`` for strangers to the account, :class:`Forbidden`
    for those who only read, and :class:`Refusal`, of which one is ``ChangedMeanwhile``.
    """
    row = targets_to_write(actor, customer_id)
    settings = commercial_settings()
    holding = {each.key: each for each in programmes_of(holding_version(settings.calendar))}
    before = parse_parts(row.parts)
    after = {}
    for key, each in sorted(parts.items()):
        if key in holding:
            _check_part(key, each)
            after[key] = replace(
                each, name=holding[key].name, mechanic=" ".join(each.mechanic.split())
            )
        elif before.get(key) == each:
            after[key] = each
        else:
            raise _no_such_programme()
    after = dict(reconciled_parts(row, seen=seen, now=before, asked=after))
    changed = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    if not changed:
        return row
    row.parts = parts_to_plain(after)
    keep_targets(
        actor, row, "commercial.parts_set", told_parts(before, changed), told_parts(after, changed)
    )
    return row


def _to_write(actor: Actor, seen: int) -> tuple[CompanyVersion | None, list[Programme]]:
    demand(actor, Verb.GOVERN_COMMERCIAL)
    if not commercial_settings().sells_through_shops:
        raise Refusal(
            _("The company does not sell through shops."),
            code="no_shops",
            hint=_("Say under “How the company plans” that it does; then it has programmes."),
        )
    last = CompanyVersion.objects.select_for_update().first()
    if last is not None:
        refuse_unseen(last, seen)
    return last, programmes_of(last)


def _write(
    actor: Actor,
    last: CompanyVersion | None,
    programmes: list[Programme],
    before: Programme | None,
    after: Programme | None,
) -> None:
    version = open_after(actor, last)
    if last is None:
        version.first_month = commercial_settings().first_month
    version.programmes = [
        each.to_plain() for each in sorted(programmes, key=lambda each: (each.first, each.key))
    ]
    write_in(actor, version)
    record(
        actor, "commercial.programme_set", version,
        before=None if before is None else before.to_plain(),
        after=None if after is None else after.to_plain(),
    )  # fmt: skip


def _next_key() -> int:
    """A number that no programme has had, so that no part of an account is taken for another's."""
    versions = CompanyVersion.objects.values_list("programmes", flat=True)
    known = [each["key"] for programmes in versions for each in programmes]
    parts = AccountTargets.objects.values_list("parts", flat=True)
    return max([*known, *(int(key) for its in parts for key in its)], default=0) + 1


def _families_of(programmes: list[Programme]) -> frozenset[str]:
    return frozenset(family for each in programmes for family in each.families)


def _check_part(key: int, part: Part) -> None:
    for figure in ("budget", "sales"):
        value: Decimal = getattr(part, figure)
        if not is_amount(value):
            raise Refusal(
                _("A budget and sales are amounts in cents, not below zero."),
                code="part_unfit",
                field=f"{figure}|{key}",
            )
    if len(part.mechanic) > MECHANIC_LENGTH:
        raise Refusal(
            _("That is more than %(most)s letters."),
            code="text_too_long",
            field=f"mechanic|{key}",
            most=MECHANIC_LENGTH,
        )


def _no_such_programme() -> Refusal:
    return Refusal(
        _("The plan has no such programme."),
        code="no_such_programme",
        hint=_("Somebody may have taken it out meanwhile: open the page again."),
    )
