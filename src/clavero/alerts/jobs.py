"""What alerts do in the background; without a worker, at once."""

from __future__ import annotations

from django_tasks import task

from clavero.alerts import services
from clavero.identity.rules import Actor


@task()
def look() -> None:
    """Let the alerts follow what has changed."""
    services.raise_alerts(Actor.system())
