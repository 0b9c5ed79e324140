"""The web server's settings, read by gunicorn.

The background worker runs as a child of the server: started when it listens, ended with it.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

worker_class = "gthread"
threads = 8
timeout = 120  # seconds; a large file takes its time to arrive
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True

_ENOUGH = 15  # seconds for the work under way

_worker: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """The server listens: start the background worker."""
    command = [sys.executable, "-m", "clavero.cli", "worker", "--with-parent"]
    _worker.append(subprocess.Popen(command))  # noqa: S603 - our own program


def on_exit(server: Any) -> None:
    """The server ends: so does the worker, in the middle of nothing if it can."""
    for process in _worker:
        process.terminate()
        try:
            process.wait(_ENOUGH)
        except subprocess.TimeoutExpired:
            process.kill()
