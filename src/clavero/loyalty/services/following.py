"""What happens after the answer of a detractor: somebody of ours calls."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext

from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.loyalty.models import Invitation
from clavero.portfolio.selectors import today_of
from clavero.work.rules.tasks import Origin
from clavero.work.services import add_task

CALL_WITHIN = timedelta(days=2)
"""While they still remember what they said."""


def follow_up(invitation: Invitation) -> None:
    """Make it the task of whoever leads the account, written in the language of the house. It says
    neither who answered nor what: whoever may know finds it among the single answers."""
    with translation.override(language_for(None)):
        text = gettext("Call after an answer to “%(wave)s”") % {"wave": invitation.wave.name}
        detail = gettext(
            "Somebody there would not recommend us. Who it is and why stands on the account's page "
            "of surveys, for those who look after it."
        )
    add_task(
        Actor.system(),
        customer_id=today_of(invitation.customer).id,
        text=text,
        detail=detail,
        due=timezone.localdate() + CALL_WITHIN,
        origin=Origin.SURVEY,
        origin_key=str(invitation.pk),
    )
