"""The web server's settings, read by gunicorn."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

worker_class = "gthread"
threads = 8
timeout = 120  # seconds; a large file takes its time to arrive
graceful_timeout = 10
_SPARE = 3
keepalive = 5
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Programs come from where they are installed: gunicorn looks for them first in the folder in
    which somebody happens to start the server."""
    here = str(Path.cwd())
    sys.path[:] = [each for each in sys.path if each != here]


def post_worker_init(worker: Any) -> None:
    """A process is about to serve pages."""
    from clavero.cli import warming  # Django, which it needs, has only now been started

    warming.start()
    # A process ends by itself before the server, with the same patience, would kill it.
    worker.cfg.set("graceful_timeout", graceful_timeout - _SPARE)


def worker_exit(server: Any, worker: Any) -> None:
    """A process has served its last page. A request that nobody finishes sending would keep it
    until the server kills it, and says so as if something were wrong."""
    if worker.booted and not worker.alive:
        os._exit(0)
