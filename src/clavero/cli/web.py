"""The web server's settings, read by gunicorn."""

from __future__ import annotations

from typing import Any

worker_class = "gthread"
threads = 8
timeout = 120  # seconds; a large file takes its time to arrive
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """A process is about to serve pages."""
    from clavero.cli import warming  # Django, which it needs, has only now been started

    warming.start()
