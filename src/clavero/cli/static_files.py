"""The files that browsers get, collected into the data folder when they have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

import clavero
from clavero.cli.words import _
from clavero.core.errors import Refusal
from clavero.ui.finders import WANTED

_STAMP = "collected"


def missing_packages() -> list[Path]:
    """The front-end packages' files that are not there."""
    wanted = (Path(settings.NODE_MODULES) / file for file in WANTED.values())
    return [file for file in wanted if not file.is_file()]


def is_collected() -> bool:
    """Whether browsers get today's files."""
    stamp = Path(settings.STATIC_ROOT) / _STAMP
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def collect() -> None:
    """Collect the files, unless that has been done since they last changed."""
    if settings.DEBUG or is_collected():
        return
    if missing := missing_packages():
        raise Refusal(
            _("The front-end packages are missing from %(folder)s."),
            code="packages_missing",
            hint=_("Run: make setup"),
            folder=settings.NODE_MODULES,
            first=missing[0],
        )
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    (Path(settings.STATIC_ROOT) / _STAMP).write_text(_fingerprint())


def _fingerprint() -> str:
    """Changes with the version of Clavero and with any of the files."""
    told = hashlib.sha256(clavero.__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name))
            if file.is_file():
                kept = file.stat()
                told.update(f"{name} {kept.st_size} {kept.st_mtime_ns}\n".encode())
    return told.hexdigest()
