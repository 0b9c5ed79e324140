"""The web server's settings where no worker runs beside it: the server brings one.

The background worker runs as a child of the server: started when it listens, ended with it.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from clavero.cli.web import *  # noqa: F403 - gunicorn reads one module

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
