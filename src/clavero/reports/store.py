"""The files of documents, in the data folder and outside the web's reach.

Each lies under a name that cannot be guessed, is written whole or not at all, and is handed out
only after its content was compared with the digest in its row.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class FileChanged(LookupError):
    """The file is not there, or not what was made."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was kept."""

    name: str
    size: int
    digest: str


def folder() -> Path:
    """Where the files are."""
    return Path(settings.DOCUMENTS_HOME)


def keep(content: bytes, ending: str) -> Kept:
    """Write a file; who reads meanwhile sees none of it."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{secrets.token_hex(16)}.{ending}"
    unfinished = home / f"{name}.part"
    try:
        with unfinished.open("xb") as target:
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
        content = (folder() / name).read_bytes()
    except FileNotFoundError as gone:
        raise FileChanged(name) from gone
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileChanged(name)
    return content


def throw_away(name: str) -> None:
    """Remove a file. Twice is no fault."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def sweep(known: Collection[str], older_than: float) -> int:
    """Remove the files that no row knows and nobody has touched since ``older_than``, a moment in
    seconds; how many. One that is being written has no row yet."""
    home = folder()
    if not home.is_dir():
        return 0
    strays = [
        each
        for each in home.iterdir()
        if each.name not in known and each.stat().st_mtime < older_than
    ]
    for each in strays:
        each.unlink(missing_ok=True)
    return len(strays)
