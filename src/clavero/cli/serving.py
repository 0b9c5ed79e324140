"""``clavero serve``, ``worker`` and ``demo``: Clavero in the browser."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from typing import Annotated, NoReturn
from urllib.parse import urlencode

import typer
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from clavero.cli import database, nights, static_files, warming
from clavero.cli.answers import say
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.identity.selectors import nobody_yet, setup_code
from clavero.ledger import services
from clavero.nightly import hooks

Port = Annotated[int, typer.Option("--port", min=1, max=65_535, help=_("The port to listen on."))]
Host = Annotated[
    str,
    typer.Option(
        "--host", metavar=_("ADDRESS"), help=_("The address to listen on; 0.0.0.0 is all.")
    ),
]
Workers = Annotated[int, typer.Option("--workers", min=1, help=_("Processes that serve pages."))]

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def serve(port: Port = 8000, host: Host = "127.0.0.1", workers: Workers = 2) -> None:
    """Bring the data folder up to date and serve it until Ctrl+C."""
    database.bring_up_to_date()
    static_files.collect()
    listener = _listen(host, port)
    address = f"http://{host}:{port}"
    if host in _LOOPBACK:  # else only its people know the name by which they reach it
        os.environ.setdefault("CLAVERO_SITE", address)
    say(str(_("Clavero is on %(address)s (Ctrl+C stops it).")) % {"address": address})
    if host not in _LOOPBACK and "CLAVERO_HOSTS" not in os.environ:
        say(str(_("Set CLAVERO_HOSTS to the names by which other machines reach it.")))
    if nobody_yet():
        link = f"{address}{reverse('identity:welcome')}?{urlencode({'code': setup_code()})}"
        say(str(_("Nobody can sign in yet. Begin here: %(link)s")) % {"link": link})
    _become_the_server(listener, workers)


def _listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on, before a server is behind it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise Refusal(
            _("%(host)s:%(port)s cannot be used: %(reason)s."),
            code="address_in_use",
            hint=_("Choose another port: --port 8001, or with make: ARGS='--port 8001'."),
            host=host,
            port=port,
            reason=error.strerror,
        ) from error
    listener.listen(512)
    return listener


def _become_the_server(listener: socket.socket, workers: int) -> NoReturn:
    """Replace this process by the web server, with the background worker as its child unless
    ``CLAVERO_WORKER`` says that one runs beside it.

    A fresh process and not a fork: the ledger's engine, once used, does not survive one.
    """
    config = "web" if settings.WORKER else "web_and_worker"
    os.environ["CLAVERO_WORKER"] = "1"
    os.set_inheritable(listener.fileno(), True)
    command = [
        sys.executable, "-P", "-m", "gunicorn", "clavero.config.wsgi:application",
        "--config", f"python:clavero.cli.{config}", "--workers", str(workers),
        "--bind", f"fd://{listener.fileno()}",
    ]  # fmt: skip
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def worker(
    with_parent: Annotated[int | None, typer.Option("--with-parent", hidden=True)] = None,
) -> None:
    """Do the work that pages leave for later: imports and nightly jobs."""
    if with_parent is not None:  # first of all: it may end while this one gets ready
        threading.Thread(target=_end_with, args=(with_parent,), daemon=True).start()
        _log_troubles_only()
    database.make_ready()
    services.recover(Actor.system())
    hooks.go_on()
    nights.start()
    warming.start_worker()
    call_command("db_worker", queue_name="*", startup_delay=False)


def _log_troubles_only() -> None:
    """Beside a server, a worker speaks when something fails and not at each step."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    for name in ("django_tasks", "django_tasks_db"):
        logging.getLogger(name).addHandler(handler)


def _end_with(parent: int) -> None:
    """End this process when its parent does, however that ended, or if it has already."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
