"""What a file is by its first bytes, whatever its name says, and its bytes without wrapping.

Nothing is ever unpacked onto the disk: archives are read as a stream, so that no member can be
written outside a folder, and a bomb is noticed while it goes off.
"""

from __future__ import annotations

import gzip
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, cast

from clavero.ledger.ingest import refusals

BLOCK = 1 << 20
"""Bytes read at a time."""

MOST_TIMES = 300
"""Sales files shrink to a tenth, rarely to a hundredth; deflate's limit, for zeros, is 1,032."""

_HARMLESS = 64 << 20  # bytes that may come out of anything
_HEAD = 4096
_SMALL_BLOCK = 1 << 18
_LARGEST_LIST = 16 << 20  # bytes of a ZIP's list of its members
_DAMAGE = (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
"""What unpacking may raise: for a password, RuntimeError or NotImplementedError."""

_BINARY = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF",
    b"MZ\x90": "EXE",
}
_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"BZh": "BZ2", b"\xfd7zXZ": "XZ"}
_ARCHIVES |= {b"(\xb5/\xfd": "ZSTD"}
_OLE = b"\xd0\xcf\x11\xe0"
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_NOT_MEMBERS = ("__MACOSX/", ".DS_Store", "Thumbs.db")


class Format(StrEnum):
    """What is inside, once unwrapped."""

    TEXT = "text"
    XLSX = "xlsx"
    PARQUET = "parquet"


class Wrapping(StrEnum):
    """What it is packed in."""

    NONE = "none"
    GZIP = "gzip"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was recognised. ``size`` is on disk; ``member`` is its name inside a ZIP, one
    of ``members``."""

    path: Path
    format: Format
    wrapping: Wrapping
    size: int
    member: str | None = None
    members: tuple[str, ...] = ()

    @contextmanager
    def stream(self) -> Iterator[Unwrapped]:
        """Its bytes without wrapping. Damage and bombs are refused while reading."""
        with self.path.open("rb") as raw:
            if self.wrapping is Wrapping.ZIP:
                with _zip(raw) as archive, _member(archive, str(self.member)) as inner:
                    yield Unwrapped(inner, raw, self.size)
            elif self.wrapping is Wrapping.GZIP:
                with gzip.GzipFile(fileobj=raw) as inner_gzip:
                    yield Unwrapped(inner_gzip, raw, self.size)
            else:
                yield Unwrapped(raw, raw, self.size)


class Unwrapped:
    """Reads the inner bytes and watches how many come out of how few."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, raw: IO[bytes], size: int) -> None:
        self._inner = inner
        self._raw = raw
        self._size = max(size, 1)
        self._out = 0

    def read(self, count: int = BLOCK) -> bytes:
        """Up to ``count`` bytes; none at the end."""
        try:
            block = self._inner.read(count)
        except EOFError as error:
            raise refusals.truncated_archive() from error
        except (OSError, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
            raise refusals.damaged_archive() from error  # bzip2 says OSError, as gzip does
        self._out += len(block)
        _must_not_explode(self._out, self._size)
        return block

    @property
    def share(self) -> float:
        """How much of the file on disk has been read, from 0 to 1."""
        return min(self._raw.tell() / self._size, 1.0)


def recognise(path: Path, member: str | None = None) -> Opened:
    """What the file at ``path`` is. ``member`` chooses among a ZIP's files.

    Raises :class:`Refusal` for what cannot hold a table.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refusals.not_a_file(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise refusals.not_a_file(path) from error
    if not head:
        raise refusals.empty()
    if head.startswith(_ZIP):
        return _open_zip(path, status.st_size, member)
    wrapping = Wrapping.GZIP if head.startswith(_GZIP) else Wrapping.NONE
    opened = Opened(path, Format.TEXT, wrapping, status.st_size)
    if wrapping is Wrapping.GZIP:
        _refuse_nested(opened, path.name)
        return opened
    if head.startswith(_PARQUET):
        return Opened(path, Format.PARQUET, wrapping, status.st_size)
    _refuse_binary(head)
    return opened


def _refuse_binary(head: bytes) -> None:
    if head.startswith(_OLE):
        raise refusals.old_workbook()
    for magic, kind in _ARCHIVES.items():
        if head.startswith(magic):
            raise refusals.other_archive(kind)
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            raise refusals.binary(kind)


def _open_zip(path: Path, size: int, chosen: str | None) -> Opened:
    with path.open("rb") as raw, _zip(raw) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        if "xl/workbook.xml" in names:
            return Opened(path, Format.XLSX, Wrapping.NONE, size)
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise refusals.binary("Office")
    files = tuple(name for name in names if not any(part in name for part in _NOT_MEMBERS))
    member = _choose_member(files, chosen)
    opened = Opened(path, Format.TEXT, Wrapping.ZIP, size, member, files)
    _refuse_nested(opened, member)
    return opened


def _choose_member(files: Sequence[str], chosen: str | None) -> str:
    if not files:
        raise refusals.empty_archive()
    if chosen is not None:
        if chosen not in files:
            raise refusals.unknown_member(chosen, files)
        return chosen
    if len(files) > 1:
        raise refusals.several_members(files)
    return files[0]


def _refuse_nested(opened: Opened, name: str) -> None:
    with opened.stream() as stream:
        head = stream.read(_HEAD)
    if not head:
        raise refusals.empty()
    if head.startswith((*_ZIP, _GZIP, _PARQUET, _OLE)):
        raise refusals.nested_archive(name)
    _refuse_binary(head)


class _Sparing:
    """A file that gives no more at once than the list of a decent number of members.

    ``zipfile`` asks for the whole list in one go, and makes an object of a kilobyte of each entry.
    """

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.seek, self.tell, self.seekable = raw.seek, raw.tell, raw.seekable

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        if size > _LARGEST_LIST:
            raise zipfile.BadZipFile("a list of more members than anybody packs")
        return self._raw.read(size)


@contextmanager
def _zip(raw: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], _Sparing(raw)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refusals.damaged_archive() from error
    with archive:
        yield archive


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    try:
        inner = archive.open(name)
    except RuntimeError as error:  # how zipfile asks for a password
        raise refusals.protected_archive() from error
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise refusals.damaged_archive() from error
    with inner:
        yield inner


class Parts:
    """All that is in a ZIP, part by part, with one measure of how much has come out.

    A ZIP says how large its parts are, and may lie: each is read until it ends.
    """

    def __init__(self, archive: zipfile.ZipFile, size: int, most: int) -> None:
        self._archive = archive
        self._infos = [info for info in archive.infolist() if not info.is_dir()]
        self._size = max(size, 1)
        self._most = most
        self._out = 0

    @property
    def names(self) -> list[str]:
        """Of the parts, in their order."""
        return [info.filename for info in self._infos]

    def blocks(self, at: int) -> Iterator[bytes]:
        """What is in a part. Damage and bombs are refused while reading."""
        info = self._infos[at]
        info.file_size = self._most + 1  # zipfile reads no more than it believes there is
        try:
            with self._archive.open(info) as inner:
                while block := inner.read(_SMALL_BLOCK):
                    self._out += len(block)
                    _must_not_explode(self._out, self._size, self._most)
                    yield block
        except _DAMAGE as error:
            raise refusals.damaged_archive() from error


@contextmanager
def parts_of(path: Path, most: int) -> Iterator[Parts]:
    """The parts of a ZIP, out of which ``most`` bytes may come."""
    with path.open("rb") as raw, _zip(raw) as archive:
        yield Parts(archive, path.stat().st_size, most)


def _must_not_explode(out: int, size: int, most: int | None = None) -> None:
    if (out > _HARMLESS and out > MOST_TIMES * size) or (most is not None and out > most):
        raise refusals.expands_too_much(MOST_TIMES)
