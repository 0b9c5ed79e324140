"""Somebody asks for a night out of turn."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.nightly.models import Night
from clavero.nightly.rules import is_alive
from clavero.nightly.services.running import OnStep, carry_on, claim
from clavero.nightly.services.scheduling import hold_schedule, require


@transaction.atomic
def ask_for_night(actor: Actor, *, as_of: date | None = None) -> Night:
    """A night that the worker does next, of today unless said. One that waits or was cut short is
    gone on with."""
    require(actor)
    hold_schedule()
    return _asked(actor, as_of)


def do_night(
    actor: Actor, *, as_of: date | None = None, on_step: OnStep = lambda step, work: None
) -> Night:
    """As :func:`ask_for_night`, and do it here and now."""
    require(actor)
    with transaction.atomic():
        hold_schedule()
        night = _asked(actor, as_of)
        holder = claim(night.pk, timezone.now())
    if not holder or not carry_on(night, holder, on_step):
        raise _under_way()
    night.refresh_from_db()
    return night


def _asked(actor: Actor, as_of: date | None) -> Night:
    day = as_of or timezone.localdate()
    unfinished = Night.objects.filter(finished_at=None)
    now = timezone.now()
    if any(is_alive(each.alive_at, now) for each in unfinished):
        raise _under_way()
    if waiting := unfinished.filter(as_of=day).order_by("pk").first():
        return waiting
    night = Night.objects.create(as_of=day, by_name=actor.name)
    record(actor, "nightly.asked", night, after={"as_of": day})
    return night


def _under_way() -> Refusal:
    return Refusal(
        _("The night's work is being done right now."),
        code="under_way",
        hint=_("Look again when it has ended."),
    )
