"""What alerts do in the background; without a worker, at once."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from clavero.alerts import services
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor


@task()
def look() -> None:
    """Let the alerts follow what has changed, and send what a worker that died has left."""
    services.raise_alerts(Actor.system())
    services.deliver_due(Actor.system())


@task()
def look_at(source: str) -> None:
    """Let the alerts of one source follow what somebody has decided."""
    services.raise_alerts(Actor.system(), of={source})


@task()
def deliver(delivery_id: int) -> None:
    """Send one message to a webhook; where it does not arrive, once more later.

    Without a worker nothing waits here: ``clavero alerts deliver`` tries again.
    """
    done = services.deliver(delivery_id)
    if done is not None and done.next_at is not None and deliver.get_backend().supports_defer:
        deliver.using(run_after=done.next_at).enqueue(delivery_id)


def look_at_night(on: date) -> None:
    """Let the alerts follow what the other steps have computed."""
    raised = services.raise_alerts(Actor.system(), on=on)
    if raised.failed:
        raise Refusal(
            _("Some of what raises alerts could not be read: %(sources)s."),
            code="sources_failed",
            hint=_("Their alerts stay as they were; the log says why."),
            sources=", ".join(raised.failed),
        )


def send_digests(on: date) -> Refusal | None:
    """Send the messages that are due at this hour. Without a mail server there is nothing to do."""
    try:
        sent = services.look_and_send(Actor.system())
    except Refusal as nothing:
        return nothing
    if sent.failed:
        raise Refusal(
            _("The mail server did not take %(count)s of the messages."),
            code="mail_failed",
            hint=_("Look at CLAVERO_MAIL and at the mail server; the next run tries again."),
            count=sent.failed,
        )
    return None


def deliver_due(on: date) -> None:
    """Send what webhooks wait for."""
    services.deliver_due(Actor.system())
