"""What alerts do in the background; without a worker, at once."""

from __future__ import annotations

from django_tasks import task

from clavero.alerts import services
from clavero.identity.rules import Actor


@task()
def look() -> None:
    """Let the alerts follow what has changed, and send what a worker that died has left."""
    services.raise_alerts(Actor.system())
    services.deliver_due(Actor.system())


@task()
def deliver(delivery_id: int) -> None:
    """Send one message to a webhook; where it does not arrive, once more later.

    Without a worker nothing waits here: ``clavero alerts deliver`` tries again.
    """
    done = services.deliver(delivery_id)
    if done is not None and done.next_at is not None and deliver.get_backend().supports_defer:
        deliver.using(run_after=done.next_at).enqueue(delivery_id)
