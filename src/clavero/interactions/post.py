"""The mailbox by IMAP: opened to read alone, so that nothing in it is marked, moved or lost."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from clavero.interactions.rules.mails import READ

TIMEOUT = 20  # seconds for one answer of the server
_WHEN = re.compile(rb'INTERNALDATE "([^"]+)"')


class Server(Protocol):
    """Where the mailbox is; one that ``is_here`` gets the password without encryption."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def use_ssl(self) -> bool: ...
    @property
    def is_here(self) -> bool: ...
    @property
    def password(self) -> str: ...


class PostError(Exception):
    """The mailbox cannot be opened or read; the text says why, without the password."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of the mailbox: its number, when it came, and its beginning."""

    uid: int
    received: datetime | None
    raw: bytes


class Post:
    """A folder that was opened; ``validity`` changes when its numbers begin anew."""

    def __init__(self, imap: imaplib.IMAP4) -> None:
        self._imap = imap
        told = imap.response("UIDVALIDITY")[1]
        self.validity = int(told[0]) if told and told[0] is not None else 0

    def after(self, uid: int) -> list[int]:
        """The numbers of the mails that came after one, the oldest first."""
        answer = self._asked("SEARCH", None, f"UID {uid + 1}:*")
        numbers = [int(each) for each in b" ".join(filter(None, answer)).split()]
        return sorted(each for each in set(numbers) if each > uid)  # "*" is the last there is

    def letter(self, uid: int, most: int = READ) -> Letter | None:
        """One mail, as far as its text goes, or ``most`` bytes; ``None`` where it is gone."""
        answer = self._asked("FETCH", str(uid), f"(INTERNALDATE BODY.PEEK[]<0.{most + 1}>)")
        for part in answer:
            if isinstance(part, tuple):
                return Letter(uid, _when(part[0]), part[1])
        return None

    def _asked(self, command: str, *arguments: Any) -> list[Any]:
        try:
            said, answer = self._imap.uid(command, *(each for each in arguments if each))
        except (imaplib.IMAP4.error, OSError) as error:
            raise PostError(str(error)[:200]) from error
        if said != "OK":
            raise PostError(f"{command}: {said}")
        return list(answer or [])


@contextmanager
def opened(server: Server) -> Iterator[Post]:
    """The folder of a mailbox. Raises :class:`PostError`."""
    imap = _connected(server)
    try:
        yield Post(imap)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            imap.logout()


def _connected(server: Server) -> imaplib.IMAP4:
    try:
        context = ssl.create_default_context()
        imap: imaplib.IMAP4
        if server.use_ssl:
            imap = imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=TIMEOUT)
        else:
            imap = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
            if not server.is_here:
                imap.starttls(context)
        imap.login(server.user, server.password)
        said, _count = imap.select(f'"{server.folder}"', readonly=True)
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        told = str(error)
        if server.password:
            told = told.replace(server.password, "…")
        raise PostError(told[:200]) from error
    if said != "OK":
        raise PostError(f"{server.folder}: {said}")
    return imap


def _when(head: bytes) -> datetime | None:
    found = _WHEN.search(head)
    if found is None:
        return None
    try:
        when = datetime.strptime(found.group(1).decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None
    return when.astimezone(UTC)
