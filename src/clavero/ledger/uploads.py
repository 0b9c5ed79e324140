"""Files that a person has brought and not imported yet, kept outside the web's reach.

Each lies under ``settings.UPLOADS_HOME`` by a name that cannot be guessed, with a note beside it
of whose it is. Whatever nobody imports is swept away by the next import after a day.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

from clavero.identity.rules import Actor

LIMIT = 4 * 1024**3
"""Bytes. Larger files are for the command line, which reads them where they are."""

_KEY = re.compile(r"[0-9a-f]{32}")
_NAME_LENGTH = 200


class UploadGone(LookupError):
    """There is no such file, or it is somebody else's."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file brought by ``owner`` (a person's id). ``name`` is what they call it."""

    key: str
    name: str
    size: int
    owner: int | None

    @property
    def path(self) -> Path:
        """The file itself."""
        return _file(self.key)


def keep(actor: Actor, name: str, parts: Iterable[bytes]) -> Upload:
    """Write a file that ``actor`` brings, part by part."""
    home = Path(settings.UPLOADS_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_hex(16)
    try:
        with _file(key).open("xb") as target:
            for part in parts:
                target.write(part)
            size = target.tell()
        upload = Upload(key, _plain_name(name), size, actor.user_id)
        _note(key).write_text(json.dumps(asdict(upload)), encoding="utf-8")
    except BaseException:
        _file(key).unlink(missing_ok=True)
        raise
    return upload


def find(actor: Actor, key: str) -> Upload:
    """The file under ``key``, for whoever brought it; for others there is none."""
    if not _KEY.fullmatch(key) or not _note(key).is_file() or not _file(key).is_file():
        raise UploadGone(key)
    upload = Upload(**json.loads(_note(key).read_text(encoding="utf-8")))
    if upload.owner != actor.user_id:
        raise UploadGone(key)
    return upload


def throw_away(key: str) -> None:
    """Remove the file under ``key``, which is not needed any more. Twice is no fault."""
    _file(key).unlink(missing_ok=True)
    _note(key).unlink(missing_ok=True)


def key_of(path: str) -> str:
    """The key of the upload that lies at ``path``."""
    return Path(path).stem


def _file(key: str) -> Path:
    return Path(settings.UPLOADS_HOME) / f"{key}.upload"


def _note(key: str) -> Path:
    return Path(settings.UPLOADS_HOME) / f"{key}.json"


def _plain_name(name: str) -> str:
    """A name without folders and control signs, however the browser sent it."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[-_NAME_LENGTH:] or "file"
