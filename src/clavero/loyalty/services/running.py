"""A wave begins, reminds, and ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.links import new_key
from clavero.identity.rules import Actor, Verb
from clavero.loyalty.hooks import on_delivery
from clavero.loyalty.models import NAME_LENGTH, Invitation, SurveyVersion, Wave
from clavero.loyalty.rules.asking import (
    COUNTED,
    MOST_OPEN,
    MOST_REMINDERS,
    MOST_REST,
    RESTS_DAYS,
    language_of,
    may_be_reminded,
)
from clavero.loyalty.selectors.asked import Found, who_is_asked
from clavero.loyalty.visibility import invitations, require, tends_wave, waves


@transaction.atomic
def start_wave(
    actor: Actor,
    *,
    version_id: int,
    name: str,
    customer_ids: Collection[int],
    closes_on: date,
    functions: Collection[str] = (),
    rests: int = RESTS_DAYS,
    reminds: int = MOST_REMINDERS,
    is_mailed: bool = True,
) -> Wave:
    """Ask the contacts of chosen accounts until the end of a day; who has not answered is reminded
    ``reminds`` times by the night. Their messages go out after the transaction, unless the links
    are handed over otherwise; whoever is known and left out is kept with the reason."""
    require(actor)
    version = SurveyVersion.objects.select_for_update().get(pk=version_id)  # two begin one by one
    called = " ".join(name.split())
    _check(called, closes_on, rests, reminds)
    found = who_is_asked(actor, customer_ids=customer_ids, functions=functions, rests=rests)
    if not found.asked:
        raise Refusal(
            _("Nobody there can be asked."),
            code="nobody_to_ask",
            field="customer_ids",
            hint=_("Choose other accounts, or write down e-mails of those who have none."),
        )
    now = timezone.now()
    wave = Wave.objects.create(
        version=version,
        name=called,
        opened_at=now,
        closes_on=closes_on,
        rests=rests,
        reminds=reminds if is_mailed else 0,
        sender_id=actor.user_id,
        by_id=actor.user_id,
        by_name=actor.name,
    )
    end = _end_of(closes_on)
    kept = [*found.asked, *(each for each in found.left_out if each.why in COUNTED)]
    Invitation.objects.bulk_create(_invitation(wave, each, end) for each in kept)
    told = {"asked": len(found.asked), "left_out": len(kept) - len(found.asked)}
    record(actor, "survey.wave_started", wave, after={**told, "until": closes_on})
    asked = wave.invitations.filter(left_out="")
    if is_mailed:
        _send(asked.values_list("pk", flat=True))
    else:
        asked.update(sent_at=now)
    return wave


@transaction.atomic
def remind(actor: Actor, *, wave_id: int) -> int:
    """Write once more to those who have not answered, twice at most and not within three days; how
    many. Raises ``Wave.DoesNotExist`` for strangers."""
    wave = _tended(actor, wave_id)
    _refuse_closed(wave)
    count = _remind(actor, wave, MOST_REMINDERS)
    if not count:
        raise Refusal(
            _("There is nobody to remind now."),
            code="nobody_to_remind",
            hint=_(
                "Who has answered is left in peace, and nobody is written to within three days or "
                "more than twice."
            ),
        )
    return count


def remind_all(actor: Actor) -> int:
    """Remind who has not answered the waves that take answers, as often as each was begun to; how
    many. For the night: again it reminds nobody. Raises :class:`Forbidden` for everybody but
    Clavero itself."""
    if actor.user_id is not None:
        raise Forbidden(Verb.RUN_SURVEYS)
    running = Wave.objects.filter(
        closed_at=None, closes_on__gte=timezone.localdate(), reminds__gt=0
    ).order_by("pk")
    return sum(_remind_alone(actor, wave_id) for wave_id in running.values_list("pk", flat=True))


@transaction.atomic
def _remind_alone(actor: Actor, wave_id: int) -> int:
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave_id)
    return 0 if wave.closed_at is not None else _remind(actor, wave, wave.reminds)


def _remind(actor: Actor, wave: Wave, most: int) -> int:
    """Write once more to who has not answered and is still there, if it is time; how many."""
    now = timezone.now()
    is_there = Q(contact__left_on=None) | Q(contact__left_on__gt=timezone.localdate())
    waiting = wave.invitations.select_for_update(of=("self",)).filter(
        is_there, left_out="", answered_at=None, revoked_at=None, contact__isnull=False
    )
    due = [
        each
        for each in waiting
        if _is_owed(each)
        or may_be_reminded(
            sent_at=each.sent_at or now, reminded_at=each.reminded_at, reminders=each.reminders,
            now=now, most=most,
        )
    ]  # fmt: skip
    if not due:
        return 0
    for each in (one for one in due if not _is_owed(one)):
        each.reminded_at, each.reminders = now, each.reminders + 1
    Invitation.objects.bulk_update(due, ["reminded_at", "reminders"])
    record(actor, "survey.reminded", wave, after={"reminded": len(due)})
    _send(each.pk for each in due)
    return len(due)


def _is_owed(invitation: Invitation) -> bool:
    """Whether no mail server has taken its last message, which is then sent again and counts
    once."""
    sent, reminded = invitation.sent_at, invitation.reminded_at
    return sent is None or (reminded is not None and sent < reminded)


@transaction.atomic
def close_wave(actor: Actor, *, wave_id: int) -> Wave:
    """Take no answers any more; a second time changes nothing. Raises ``Wave.DoesNotExist`` for
    strangers."""
    wave = _tended(actor, wave_id)
    if wave.closed_at is None:
        wave.closed_at = timezone.now()
        wave.save(update_fields=["closed_at"])
        record(actor, "survey.wave_closed", wave)
    return wave


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation_id: int) -> Invitation:
    """Take one link back: it opens nothing any more. What was answered stays. Raises
    ``Invitation.DoesNotExist`` for strangers to its customer."""
    found = invitations(actor).filter(left_out="").select_for_update(of=("self",))
    invitation = found.select_related("wave").get(pk=invitation_id)
    require(actor)
    if invitation.answered_at is not None:
        raise Refusal(_("They have answered already."), code="answered")
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record(actor, "survey.link_revoked", invitation)
    return invitation


def _invitation(wave: Wave, found: Found, end: datetime) -> Invitation:
    who = found.who
    return Invitation(
        wave=wave,
        customer_id=who.customer_id,
        contact_id=who.id,
        function=who.function,
        known_by=list(who.known_by),
        left_out="" if found.why is None else found.why.value,
        key=new_key(),
        language=language_of(who.languages, who.country),
        expires_at=end,
    )


def _tended(actor: Actor, wave_id: int) -> Wave:
    wave_id = waves(actor).values_list("pk", flat=True).get(pk=wave_id)
    wave = Wave.objects.select_for_update(of=("self",)).get(pk=wave_id)
    if not tends_wave(actor, wave):
        raise Forbidden(Verb.RUN_SURVEYS)
    return wave


def _refuse_closed(wave: Wave) -> None:
    if wave.closed_at is not None or wave.closes_on < timezone.localdate():
        raise Refusal(_("This wave takes no answers any more."), code="wave_closed")


def _check(name: str, closes_on: date, rests: int, reminds: int) -> None:
    if not 0 <= reminds <= MOST_REMINDERS:
        raise Refusal(
            _("People are reminded %(most)s times at most."),
            code="reminds_outside",
            field="reminds",
            most=MOST_REMINDERS,
        )
    if not name or len(name) > NAME_LENGTH:
        raise Refusal(_("Give the wave a name."), code="name_missing", field="name")
    today = timezone.localdate()
    if not today <= closes_on <= today + timedelta(days=MOST_OPEN):
        raise Refusal(
            _("Answers are taken until a day from today to half a year ahead."),
            code="closes_outside",
            field="closes_on",
        )
    if not 0 <= rests <= MOST_REST:
        raise Refusal(
            _("People are left in peace for 0 to %(most)s days."),
            code="rests_outside",
            field="rests",
            most=MOST_REST,
        )


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _send(ids: Iterable[int]) -> None:
    for one in list(ids):
        for hook in on_delivery:
            transaction.on_commit(partial(hook, one))
