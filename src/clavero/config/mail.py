"""The mail server, written as one address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """What Django's ``EMAIL_…`` settings say of a mail server."""

    host: str
    port: int
    user: str
    password: str
    use_ssl: bool

    @property
    def use_tls(self) -> bool:
        """Whether the connection is to be encrypted after its start: no password in the clear."""
        return bool(self.user) and not self.use_ssl


def mail_server(address: str) -> MailServer:
    """Read ``smtp://user:password@host:port`` or ``smtps://…``; signs such as @ written as %40.

    >>> server = mail_server("smtp://kam%40demo.example:s3cret@mail.example")
    >>> server.user, server.port, server.use_tls
    ('kam@demo.example', 587, True)
    >>> mail_server("smtps://mail.example").port, mail_server("smtp://localhost:25").use_tls
    (465, False)
    """
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise _unreadable() from error
    if not parts.hostname:
        raise _unreadable()
    return MailServer(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
    )


def _unreadable() -> ImproperlyConfigured:
    # The address itself is not shown: it holds a password.
    return ImproperlyConfigured("CLAVERO_MAIL is written smtp://user:password@host:port.")
