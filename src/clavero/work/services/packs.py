"""An account goes from one person to another: the pack is opened, read, and closed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import account_of, sees_account, today_of
from clavero.portfolio.visibility import accounts, of_those_seen
from clavero.work.hooks import AT_CLOSING
from clavero.work.models import Pack, Task
from clavero.work.rules.tasks import State
from clavero.work.selectors.packs import giver_of, offers_at_closing


@transaction.atomic
def open_pack(actor: Actor, *, customer_id: int, giver_id: int, receiver_id: int) -> Pack:
    """Begin to hand over what one person knows of an account to another, who sees it already.
    Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    _require(actor)
    everybody = people(Actor.system())
    giver = everybody.filter(pk=giver_id).first()
    receiver = everybody.filter(pk=receiver_id, is_active=True).first()
    if giver is None or receiver is None:
        raise Refusal(
            _("Choose somebody from the list."), code="no_such_person", field="receiver_id"
        )
    if giver == receiver:
        raise Refusal(
            _("Nobody hands over to themselves."), code="same_person", field="receiver_id"
        )
    if not sees_account(receiver, customer_id):
        raise Refusal(
            _("%(person)s does not see this account."),
            code="receiver_sees_nothing",
            field="receiver_id",
            hint=_("Let them look after it first: a month side by side is usual."),
            person=str(receiver),
        )
    if Pack.objects.filter(customer=customer, giver=giver, closed_on=None).exists():
        raise Refusal(
            _("%(person)s is handing this account over already."),
            code="pack_open",
            hint=_("Go on with the pack that is open."),
            person=str(giver),
        )
    pack = Pack.objects.create(
        customer=customer, giver=giver, receiver=receiver, by_name=actor.name,
        opened_on=timezone.localdate(),
    )  # fmt: skip
    after = {"giver_id": giver_id, "receiver_id": receiver_id, "customer_id": customer_id}
    record(actor, "pack.opened", pack, after=after)
    return pack


@transaction.atomic
def tick_section(actor: Actor, *, pack_id: int, key: str, is_done: bool) -> None:
    """A section has been gone through, or not after all; said by who gives, who receives, or who
    leads teams. Raises ``Pack.DoesNotExist`` for strangers to the account."""
    pack = _to_change(actor, pack_id)
    if not (actor.may(Verb.TEND_TEAMS) or actor.user_id in {pack.giver_id, pack.receiver_id}):
        raise Forbidden(Verb.TEND_TEAMS)
    ticked = dict(pack.ticked)
    if (key in ticked) is is_done:
        return
    if is_done:
        ticked[key] = {"by": actor.name, "on": timezone.localdate().isoformat()}
    else:
        del ticked[key]
    pack.ticked = ticked
    pack.save(update_fields=["ticked"])
    record(actor, "pack.ticked" if is_done else "pack.unticked", pack, after={"key": key})


@transaction.atomic
def move_tasks(actor: Actor, *, pack_id: int) -> int:
    """All open tasks that the giver has at the account go to the receiver; how many they are."""
    pack = _to_change(actor, pack_id)
    _require(actor)
    if not people(actor).filter(pk=pack.receiver_id, is_active=True).exists():
        raise Refusal(
            _("Whoever receives the account has no access any more."),
            code="receiver_gone",
            hint=_("Hand it over to somebody else."),
        )
    codes = sorted(account_of(actor, today_of(pack.customer).id).codes)
    found = Task.objects.select_for_update(of=("self",)).filter(
        customer__code__in=codes, owner=pack.giver_id, state=State.OPEN.value
    )
    rows = list(found.order_by("pk"))
    Task.objects.filter(pk__in=[each.pk for each in rows]).update(owner=pack.receiver_id)
    before, after = {"owner_id": pack.giver_id}, {"owner_id": pack.receiver_id}
    record_many(actor, "task.changed", [(each, before, after) for each in rows])
    record(actor, "pack.tasks_moved", pack, after={"tasks": len(rows)})
    return len(rows)


@transaction.atomic
def close_pack(actor: Actor, *, pack_id: int, chosen: Mapping[str, str] | None = None) -> list[str]:
    """The account has been handed over, and what was ``chosen`` becomes of what the giver held, by
    the keys of :func:`clavero.work.selectors.packs.offers_at_closing`; what was done, in words.

    Refuses with ``offer_gone`` a choice of what is no longer the giver's.
    """
    pack = _to_change(actor, pack_id)
    _require(actor)
    told: list[str] = []
    if chosen:
        account = account_of(actor, today_of(pack.customer).id)
        offered = offers_at_closing(actor, pack, account)
        if not chosen.keys() <= {each.key for each in offered}:
            raise Refusal(
                _("Some of what was shown has changed meanwhile."),
                code="offer_gone",
                hint=_("Look at it as it is now."),
            )
        for room in AT_CLOSING:
            told += room.carry_out(actor, account, giver_of(pack), pack.receiver_id, chosen)
    pack.closed_on = timezone.localdate()
    pack.save(update_fields=["closed_on"])
    record(actor, "pack.closed", pack)
    return told


def _to_change(actor: Actor, pack_id: int) -> Pack:
    seen = Pack.objects.filter(of_those_seen(actor))
    pack = seen.select_for_update(of=("self",)).select_related("customer", "giver").get(pk=pack_id)
    if pack.closed_on is not None:
        raise Refusal(_("This handover is over."), code="pack_closed", hint=_("Begin another one."))
    return pack


def _require(actor: Actor) -> None:
    if not actor.may(Verb.TEND_TEAMS):
        raise Forbidden(Verb.TEND_TEAMS)
