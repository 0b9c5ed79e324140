"""The mailbox that is copied in, written as one address."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"imap": 143, "imaps": 993}


@dataclass(frozen=True, slots=True)
class MailboxServer:
    """Where the mailbox is, and what is written before the @ of the addresses copied in."""

    host: str
    port: int
    user: str
    folder: str
    use_ssl: bool
    address: str
    password: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """The same for the same mailbox."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, where a password goes as it is written."""
        return is_this_machine(self.host)


def mailbox_server(where: str, address: str, password_file: str) -> MailboxServer | None:
    """Read ``imaps://user@host:port/folder``; signs such as @ in the user written as %40. Nothing
    where nothing is written.

    >>> mailbox_server("", "", "") is None
    True
    """
    if not where:
        return None
    try:
        parts = urlsplit(where)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise _unreadable() from error
    if not parts.hostname or not parts.username or parts.password:
        raise _unreadable()
    local, at, host = address.partition("@")
    if not (local and at and host) or "+" in local:
        raise ImproperlyConfigured("CLAVERO_MAILBOX_ADDRESS is written kam@company.example.")
    try:
        password = Path(password_file).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured("CLAVERO_MAILBOX_PASSWORD_FILE cannot be read.") from error
    return MailboxServer(
        host=parts.hostname, port=port, user=unquote(parts.username),
        folder=unquote(parts.path.strip("/")) or "INBOX", use_ssl=parts.scheme == "imaps",
        address=address.lower(), password=password,
    )  # fmt: skip


def is_this_machine(host: str) -> bool:
    """Whether a password may go there without being encrypted.

    >>> is_this_machine("127.0.0.1"), is_this_machine("mail.example")
    (True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unreadable() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "CLAVERO_MAILBOX is written imaps://user@host:port/folder, without a password."
    )
