"""What surveys do in the background; without a worker, at once."""

from __future__ import annotations

from django_tasks import task

from clavero.loyalty import services


@task()
def send(invitation_id: int) -> None:
    """Send one invitation or reminder."""
    services.deliver(invitation_id)
