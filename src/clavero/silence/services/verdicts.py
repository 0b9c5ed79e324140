"""What the manager says of a loss: confirmed with its reason, or refuted until a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import accounts
from clavero.silence.models import NAME_LENGTH, Verdict
from clavero.silence.rules.kinds import Finding, LossReason
from clavero.silence.selectors.customer import AccountSilence, account_silence
from clavero.silence.selectors.known import latest_verdict, verdict_seen
from clavero.silence.services._stamp import bump, hold
from clavero.silence.services.stops import refuse_long_note
from clavero.silence.words import FINDING_NAMES
from clavero.ui import formats

LONGEST_REFUTED = timedelta(days=2 * 365)


@transaction.atomic
def confirm_loss(
    actor: Actor,
    *,
    customer_id: int,
    reason: LossReason,
    competitor: str = "",
    lost_on: date | None = None,
    note: str = "",
    seen: int = 0,
) -> Verdict:
    """The customer is lost, since ``lost_on``; without it, since its last purchase and a usual gap.

    ``seen`` is the number of the last verdict that the person saw, 0 for none: another one given
    meanwhile is told. Raises ``Customer.DoesNotExist`` for strangers to the customer.
    """
    found = _silence_of(actor, customer_id, seen)
    if found.said is not None and found.said.is_loss:
        raise Refusal(
            _("Its loss is confirmed already."),
            code="confirmed_already",
            hint=_("Withdraw that verdict first if it is wrong."),
        )
    competitor, note = competitor.strip(), note.strip()
    _check_reason(reason, competitor, note)
    since = lost_on or found.lost_since
    if not found.last_purchase <= since <= timezone.localdate():
        raise Refusal(
            _("It cannot be lost before its last purchase, nor on a day to come."),
            code="lost_on_no_such_day",
            field="lost_on",
            hint=_("Write a day from %(first)s to today."),
            first=formats.day(found.last_purchase),
        )
    return _keep(
        actor,
        "silence.confirmed",
        found,
        Finding.CONFIRMED,
        lost_on=since,
        reason=reason.value,
        competitor=competitor,
        note=note,
    )


@transaction.atomic
def refute_loss(
    actor: Actor, *, customer_id: int, until: date, note: str, seen: int = 0
) -> Verdict:
    """The customer is not lost, for a reason; it is not asked again before ``until``.

    ``seen`` and strangers are as in :func:`confirm_loss`.
    """
    found = _silence_of(actor, customer_id, seen)
    today = timezone.localdate()
    if not note.strip():
        raise Refusal(
            _("Say how you know that it is not lost."),
            code="note_missing",
            field="note",
            hint=_("Those who look back will ask."),
        )
    refuse_long_note(note)
    if not today < until <= today + LONGEST_REFUTED:
        raise Refusal(
            _("It is asked again on a day to come, within two years."),
            code="until_no_such_day",
            field="until",
            hint=_("Write the day on which you expect to know more."),
        )
    return _keep(actor, "silence.refuted", found, Finding.REFUTED, until=until, note=note.strip())


@transaction.atomic
def withdraw_verdict(actor: Actor, *, verdict_id: int) -> None:
    """Take back a verdict entered by mistake; the one before it holds again.

    Raises ``Verdict.DoesNotExist`` for strangers to the customer, and when somebody else has
    withdrawn it meanwhile.
    """
    hold()
    verdict = verdict_seen(actor, verdict_id)
    if not actor.may(Verb.JUDGE_SILENCE):
        raise Forbidden(Verb.JUDGE_SILENCE)
    record(actor, "silence.withdrawn", verdict.customer, before=_told(verdict))
    verdict.delete()
    bump()


def _silence_of(actor: Actor, customer_id: int, seen: int) -> AccountSilence:
    """The silence that is spoken of, with nobody else speaking."""
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.JUDGE_SILENCE):
        raise Forbidden(Verb.JUDGE_SILENCE)
    hold()
    latest = latest_verdict(structure().alone.same(customer.code))
    if latest is not None and latest.pk != seen:
        told = gettext("%(by)s has said meanwhile: “%(finding)s” (%(moment)s).") % {
            "by": latest.by_name,
            "finding": FINDING_NAMES[latest.finding],
            "moment": formats.moment(latest.created_at),
        }
        raise ChangedMeanwhile({"finding": told}, revision=latest.pk)
    found = account_silence(actor, customer_id)
    if found is None:
        raise Refusal(
            _("It has never bought, so there is nothing that it could have stopped."),
            code="never_bought",
            hint=_("Look at the customer's page."),
        )
    return found


def _check_reason(reason: LossReason, competitor: str, note: str) -> None:
    if reason is LossReason.COMPETITOR and not competitor:
        raise Refusal(
            _("Say to which competitor it went."),
            code="competitor_missing",
            field="competitor",
            hint=_("Write “unknown” if nobody knows."),
        )
    if len(competitor) > NAME_LENGTH:
        raise Refusal(
            _("That is more than %(most)s letters."),
            code="competitor_too_long",
            field="competitor",
            hint=_("Write it shorter."),
            most=NAME_LENGTH,
        )
    if reason is LossReason.OTHER and not note:
        raise Refusal(
            _("Say what happened: those who look back will ask."),
            code="note_missing",
            field="note",
        )
    refuse_long_note(note)


def _keep(
    actor: Actor, verb: str, found: AccountSilence, finding: Finding, **given: Any
) -> Verdict:
    verdict = Verdict.objects.create(
        customer_id=found.card.id,
        finding=finding.value,
        last_purchase=found.last_purchase,
        decided_on=timezone.localdate(),
        by_id=actor.user_id,
        by_name=actor.name,
        **given,
    )
    record(actor, verb, verdict.customer, after=_told(verdict))
    bump()
    return verdict


def _told(verdict: Verdict) -> dict[str, Any]:
    told = {
        "silence_finding": verdict.finding,
        "silent_since": verdict.last_purchase,
        "lost_on": verdict.lost_on,
        "loss_reason": verdict.reason,
        "lost_to": verdict.competitor,
        "refuted_until": verdict.until,
        "silence_note": verdict.note,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}
