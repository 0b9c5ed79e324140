"""Files of complaints, negotiations and contracts, in the data folder and outside the web's reach.

Each lies under a name that says nothing, is written whole or not at all, and is handed out only
after its content was compared with the digest in its row.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class FileChanged(LookupError):
    """The file is not there, or not what was brought."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was kept."""

    name: str
    size: int
    digest: str


def keep(content: bytes) -> Kept:
    """Write a file; who reads meanwhile sees none of it."""
    home = Path(settings.ATTACHMENTS_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(20)
    unfinished = home / f"{name}.part"
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(home / name)
    finally:
        unfinished.unlink(missing_ok=True)
    return Kept(name, len(content), hashlib.sha256(content).hexdigest())


def read(name: str, digest: str) -> bytes:
    """What is in a file. Raises :class:`FileChanged` where it is gone or was changed."""
    try:
        content = (Path(settings.ATTACHMENTS_HOME) / name).read_bytes()
    except FileNotFoundError as gone:
        raise FileChanged(name) from gone
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileChanged(name)
    return content


def throw_away(name: str) -> None:
    """A file that nothing belongs to."""
    (Path(settings.ATTACHMENTS_HOME) / name).unlink(missing_ok=True)
