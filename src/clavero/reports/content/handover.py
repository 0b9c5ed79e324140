"""A handover pack to take along: what whoever takes an account over should know of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.identity.rules import Actor
from clavero.ledger.selectors import shown_currency
from clavero.reports.content.model import Bullet, Bullets, Document, Fact, Facts, Section
from clavero.reports.content.opening import document
from clavero.reports.rules import Kind
from clavero.ui import formats
from clavero.ui.forms import as_day
from clavero.work.selectors import PackSeen, pack_of_account


def handover_document(actor: Actor, customer_id: int) -> Document:
    """The pack of an account, the last one that was opened. Raises ``ObjectDoesNotExist`` for
    strangers to it, and where there is none."""
    found = pack_of_account(actor, customer_id)
    card = found.account.card
    return document(
        actor,
        Kind.HANDOVER,
        title=_("Handover of %(name)s") % {"name": card.title},
        subtitle=card.code,
        day=timezone.localdate(),
        lead=[Facts(tuple(_facts(found)))],
        sections=[
            Section(
                str(each.title),
                (
                    Bullets(
                        tuple(Bullet(str(line.text)) for line in each.lines),
                        empty=pgettext("in a handover", "Nothing."),
                    ),
                ),
                aside=_gone_through(found, each.key),
            )
            for each in found.sections
        ],
        currency=shown_currency(),
    )


def _facts(found: PackSeen) -> Iterator[Fact]:
    pack = found.pack
    yield Fact(_("Handed over by"), str(pack.giver))
    yield Fact(_("Taken over by"), str(pack.receiver))
    yield Fact(_("Begun on"), formats.day(pack.opened_on))
    if pack.closed_on is not None:
        yield Fact(_("Handed over on"), formats.day(pack.closed_on))


def _gone_through(found: PackSeen, key: str) -> str:
    """Who went through a section with whom it concerns, and when."""
    told = found.ticked.get(key)
    if not told:
        return ""
    on = as_day(told.get("on"))
    said = {"by": told.get("by", ""), "day": "" if on is None else formats.day(on)}
    return _("gone through by %(by)s on %(day)s") % said
