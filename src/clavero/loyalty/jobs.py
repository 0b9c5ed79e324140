"""What surveys do in the background; without a worker, at once."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.loyalty import services
from clavero.loyalty.services.sending import reaches_people


@task()
def send(invitation_id: int) -> None:
    """Send one invitation or reminder."""
    services.deliver(invitation_id)


def remind_at_night(on: date) -> Refusal | None:
    """Remind who has not answered. Without a mail server, and while nobody is to be reminded, there
    is nothing to do."""
    if not reaches_people():
        return Refusal(_("There is no mail server."), code="no_mail")
    if not services.remind_all(Actor.system()):
        return Refusal(_("There is nobody to remind now."), code="nobody_to_remind")
    return None
