"""Whoever leaves an account takes no links along unseen: they end, or whoever receives it has met
them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.identity.selectors import people
from clavero.portfolio.selectors import Account
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.selectors.handover import ENDS, PASSES, links_to_hand_over
from clavero.relationships.services.judging import add_tie, end_tie
from clavero.ui import formats
from clavero.work.hooks import Giver

_MET = 1  # of 0 to 3: whoever was introduced has met them, and more nobody knows yet


@transaction.atomic
def hand_links_on(
    actor: Actor, account: Account, giver: Giver, receiver_id: int, chosen: Mapping[str, str]
) -> list[str]:
    """End links of whoever leaves an account, and write down that the receiver has met the contact,
    as was ``chosen``; what was done, in words. A link ends today, or on the day on which the access
    of its holder was closed; nothing that was said of it is changed.

    Refuses with ``receiver_gone`` to pass on to who has no access.
    """
    found = links_to_hand_over(account, giver, receiver_id)
    over = timezone.localdate()
    if giver.last_day is not None:
        over = min(over, giver.last_day + timedelta(days=1))
    passed = [key for key in found if chosen.get(key) == PASSES]
    ended = [key for key in found if chosen.get(key) in {ENDS, PASSES}]
    if passed and not people(actor).filter(pk=receiver_id, is_active=True).exists():
        raise Refusal(
            _("Whoever receives the account has no access any more."),
            code="receiver_gone",
            hint=_("Hand it over to somebody else."),
        )
    for key in ended:
        tie = found[key].tie
        end_tie(actor, tie_id=tie.pk, on=max(over, tie.since))
    source = _("Introduced by %(giver)s when the account was handed over") % {"giver": giver.name}
    known: set[int] = (
        set()
    )  # somebody may hold two links to one person, by records that were merged
    for key in passed:
        tie, contact, is_known = found[key]
        if is_known or contact.pk in known:
            continue
        known.add(contact.pk)
        add_tie(
            actor, contact_id=contact.pk, person_id=receiver_id, ours=Ours(tie.ours), strength=_MET,
            source=source, interval_days=tie.interval_days,
        )  # fmt: skip
    return [*_told(len(ended), len(known))]


def _told(ended: int, passed: int) -> list[str]:
    told = []
    if ended:
        words = ngettext("%(count)s link has ended.", "%(count)s links have ended.", ended)
        told.append(words % {"count": formats.number(ended)})
    if passed:
        words = ngettext(
            "The receiver has met %(count)s of them.",
            "The receiver has met %(count)s of them.",
            passed,
        )
        told.append(words % {"count": formats.number(passed)})
    return told
