"""What guests say about the rows that they read, and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import Money
from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.identity.rules import Actor, Verb
from clavero.plans.rules.kinds import ActionState
from clavero.plans.selectors import plan_to_share
from clavero.plans.services import hold_plan, move_action, sign_value
from clavero.portfolio.visibility import accounts
from clavero.sharing.models import TEXT_LENGTH, Answer, Share
from clavero.sharing.rules.news import MINUTES, News, can_be_taken_back
from clavero.sharing.rules.showing import SharedRow
from clavero.sharing.selectors.guests import Guest
from clavero.sharing.selectors.page import SharedPage, page_of
from clavero.sharing.services._telling import tell
from clavero.ui import formats


@transaction.atomic
def comment(guest: Guest, *, key: str, text: str) -> Answer:
    """Say something about a row."""
    share = _share_of(guest)
    page, row = _row_of(share.plan_id, key)
    answer = _answer(share, page, row, News.COMMENTED, text=_said(text))
    tell(guest, "share.commented", share, name=guest.name, row=row.text)
    return _keep(guest, answer)


@transaction.atomic
def sign(guest: Guest, *, key: str, value: Decimal, version: int) -> Answer:
    """Accept what an initiative is worth a year. ``value`` and ``version`` are what the guest was
    looking at: nobody signs a number that they have not read."""
    share = _share_of(guest)
    page, row = _row_of(share.plan_id, key)
    if not row.has_value or row.value is None:
        raise Refusal(
            _("There is no value to be signed here."),
            code="nothing_to_sign",
            hint=_("Write a comment if you expected one."),
        )
    if value != row.value or version != page.number:
        raise Refusal(
            _("The value was changed while you were looking at it; now it is %(value)s a year."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at it again before you sign."),
            value=formats.money(Money(row.value, page.currency), places=0),
        )
    if row.is_being_revised:
        raise Refusal(
            _("This value is being revised at the moment."),
            code="value_under_revision",
            hint=_("You will find the new one here as soon as it is approved."),
        )
    before = page.signature(row)
    if before is not None:
        raise Refusal(
            _("%(name)s has signed this value already."),
            code="signed_already",
            hint=_("There is nothing more to do."),
            name=before.by_name,
        )
    _on_behalf(guest, sign_value, initiative_id=_number(row), value=value, by=guest.name)
    tell(guest, "share.signed", share, name=guest.name, row=row.text, amount=str(value))
    return _keep(guest, _answer(share, page, row, News.SIGNED, value=value))


@transaction.atomic
def tick(guest: Guest, *, key: str, state: str, is_done: bool) -> Answer | None:
    """An action of the customer's is done, or is not after all. ``state`` is how far it was on the
    page that the guest was looking at. Where it stands as they say already, by a second tap or a
    colleague's, nothing changes: ``None``."""
    share = _share_of(guest)
    page, row = _row_of(share.plan_id, key)
    if row.state != state:
        if row.is_done if is_done else row.can_be_ticked:
            return None
        raise Refusal(
            _("Somebody has moved this action on while you were looking at it."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at it again before you tick it."),
        )
    if not (row.can_be_ticked if is_done else page.ticked(row)):
        raise Refusal(
            _("This action is not one that you can tick."),
            code="not_theirs",
            hint=_("Write a comment instead."),
        )
    to = ActionState.DONE if is_done else ActionState.TO_DO
    try:
        _on_behalf(guest, move_action, action_id=_number(row), state=to)
    except Refusal as refusal:
        # It names the other action, which may be none of the customer's business.
        raise Refusal(
            _("Another action comes first and is not done yet."),
            code=refusal.code,
            hint=_("Write a comment, and we look into it."),
        ) from refusal
    tell(guest, "share.ticked", share, name=guest.name, row=row.text)
    what = News.DONE if is_done else News.NOT_DONE
    return _keep(guest, _answer(share, page, row, what))


@transaction.atomic
def reply(actor: Actor, *, customer_id: int, key: str, text: str) -> Answer:
    """Answer beneath a row; its guests read it. Raises ``Customer.DoesNotExist`` for strangers."""
    plan_id = _plan_to_tend(actor, customer_id)
    page, row = _row_of(plan_id, key)
    said = _said(text)
    answer = Answer(
        plan_id=plan_id,
        what=News.COMMENTED.value,
        row_key=row.key,
        row_text=row.text,
        version=page.number,
        text=said,
    )
    return _keep(actor, answer)


@transaction.atomic
def take_back(who: Actor | Guest, *, answer_id: int) -> Answer:
    """What one has just written is taken back, by who wrote it: that something stood there and who
    has taken it back stays, and the audit has the words. Taking it back twice changes nothing.

    Raises ``Answer.DoesNotExist`` for everybody else, and of ours for strangers to the account.
    """
    if isinstance(who, Actor):
        seen = Answer.objects.filter(plan__customer__in=accounts(who).values("pk"))
        if not who.may(Verb.SHARE_PLANS):
            seen.get(pk=answer_id)
            raise Forbidden(Verb.SHARE_PLANS)
        own = seen.filter(share=None, by_id=who.user_id, by_id__isnull=False)
    else:
        own = Answer.objects.filter(share=_share_of(who))
    own = own.filter(what=News.COMMENTED.value)
    locked = Answer.objects.select_for_update().filter(pk__in=own.values("pk"))
    answer = locked.get(pk=answer_id)
    if answer.taken_back_at is not None:
        return answer
    now = timezone.now()
    if not can_be_taken_back(News(answer.what), answer.at, now):
        raise Refusal(
            _("A comment can be taken back for %(minutes)s minutes after it was sent."),
            code="too_late",
            hint=_("Write another one that puts it right."),
            minutes=str(MINUTES),
        )
    answer.taken_back_at = now
    answer.save(update_fields=["taken_back_at"])
    record(who, "answer.taken_back", answer)
    return answer


@transaction.atomic
def take_note(actor: Actor, *, customer_id: int, seen: int) -> int:
    """What guests said up to the answer ``seen``, the last on the page, is no longer new; how much
    of it there was. Raises ``Customer.DoesNotExist`` for strangers."""
    plan_id = _plan_to_tend(actor, customer_id)
    new = Answer.objects.select_for_update().filter(
        plan=plan_id, share__isnull=False, read_at=None, taken_back_at=None, pk__lte=seen
    )
    answers = list(new)
    now = timezone.now()
    for answer in answers:
        answer.read_at, answer.read_by_name = now, actor.name
        answer.save(update_fields=["read_at", "read_by_name"])
        record(actor, "answer.read", answer)
    return len(answers)


def _plan_to_tend(actor: Actor, customer_id: int) -> int:
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.SHARE_PLANS):
        raise Forbidden(Verb.SHARE_PLANS)
    plan = plan_to_share(customer.pk)
    if plan is None:
        raise Refusal(_("This account has no plan yet."), code="no_plan")
    return plan.pk


def _share_of(guest: Guest) -> Share:
    """The guest's share, locked, and the plan held: what is taken back or changed at the same
    moment is so before, and told, or after."""
    locked = Share.objects.select_for_update(of=("self",)).select_related("plan__customer")
    share = locked.get(pk=guest.share_id)
    if share.revoked_at is not None or share.expires_at <= timezone.now():
        raise Refusal(
            _("This link does not open anything any more."),
            code="share_closed",
            hint=_("Ask whoever sent it to you for another one."),
        )
    hold_plan(share.plan_id)
    return share


def _row_of(plan_id: int, key: str) -> tuple[SharedPage, SharedRow]:
    page = page_of(plan_id)
    row = None if page is None else page.row(key)
    if page is None or row is None:
        raise Refusal(
            _("This row is not shared any more."),
            code="row_not_shared",
            hint=_("The page shows what is shared now."),
        )
    return page, row


def _said(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refusal(_("Write what you want to say."), code="text_missing", field="text")
    if len(said) > TEXT_LENGTH:
        raise Refusal(
            _("That is %(count)s letters; at most %(most)s can be kept."),
            code="text_too_long",
            field="text",
            hint=_("Say it shorter, or in two comments."),
            count=formats.number(len(said)),
            most=formats.number(TEXT_LENGTH),
        )
    return said


def _answer(share: Share, page: SharedPage, row: SharedRow, what: News, **said: Any) -> Answer:
    return Answer(
        plan_id=share.plan_id,
        share=share,
        what=what.value,
        row_key=row.key,
        row_text=row.text,
        version=page.number,
        **said,
    )


def _keep(who: Who, answer: Answer) -> Answer:
    answer.by_id, answer.by_name = who.user_id, who.name
    answer.save()
    told = {"what": answer.what, "row": answer.row_key, "text": answer.text, "value": answer.value}
    record(who, "answer.given", answer, after=told)
    return answer


def _number(row: SharedRow) -> int:
    return int(row.key.partition(":")[2])


def _on_behalf(guest: Guest, verb: Callable[..., object], **given: Any) -> None:
    """Let the plans do one thing that a guest may: what it is about was found among the rows that
    are shared with them, and the audit keeps their name."""
    verb(Actor.system(guest.name), **given)
