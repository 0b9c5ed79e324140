"""The web server's settings where no worker runs beside it: the server brings one.

The background worker runs as a child of the server: started when it listens, started again when it
ends before the server does, ended with it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any

from clavero.cli.web import *  # noqa: F403 - gunicorn reads one module

_ENOUGH = 15  # seconds for the work under way
_PAUSE = 2  # seconds, so that one that cannot start keeps no processor busy

_worker: list[subprocess.Popen[bytes]] = []
_ending = threading.Event()


def when_ready(server: Any) -> None:
    """The server listens: start the background worker, and keep one running."""
    _worker.append(_start())
    threading.Thread(target=_keep_one, args=(server,), daemon=True).start()


def _start() -> subprocess.Popen[bytes]:
    parent = str(os.getpid())
    command = [sys.executable, "-P", "-m", "clavero.cli", "worker", "--with-parent", parent]
    return subprocess.Popen(command)  # noqa: S603 - our own program


def _keep_one(server: Any) -> None:
    """Work goes on where a worker that was killed left it: imports, nights, documents."""
    while True:
        _worker[0].wait()
        if _ending.wait(_PAUSE):
            return
        server.log.warning("the background worker has ended: another one takes over")
        _worker[0] = _start()


def on_exit(server: Any) -> None:
    """The server ends: so does the worker, in the middle of nothing if it can."""
    _ending.set()
    for process in _worker:
        process.terminate()
        try:
            process.wait(_ENOUGH)
        except subprocess.TimeoutExpired:
            process.kill()
