"""The draws of a round are made in the background; without a worker, at once."""

from __future__ import annotations

from django_tasks import task

from clavero.investment import services


@task()
def draw(drawing_id: int) -> None:
    """Make draws that somebody has asked for."""
    services.make_draws(drawing_id)


def go_on() -> None:
    """As a worker begins: what another was killed over is gone on with, as soon as it is sure that
    nobody works on it any more."""
    for drawing_id, then in services.unfinished_draws():
        if draw.get_backend().supports_defer:
            draw.using(run_after=then).enqueue(drawing_id)
