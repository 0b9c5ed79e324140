"""A message to another program, by HTTP: to the address that was looked at and to no other.

The name is resolved once, every address it has must be allowed, and the connection goes to one of
these: a name that answers differently a moment later leads nowhere. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from clavero.alerts.rules.webhooks import Outcome, is_fit, is_public

TIMEOUT = 5  # seconds


class NotSent(Exception):
    """Why a message did not arrive, as a :class:`~clavero.alerts.rules.webhooks.Outcome`, or the
    status of an answer."""


def look_up(url: str, *, may_be_private: bool) -> None:
    """Raise :class:`NotSent` where no message could ever reach ``url``: its name leads nowhere, or
    into a network of one's own."""
    if not is_fit(url, may_be_private=may_be_private):
        raise NotSent(Outcome.NOT_ALLOWED)
    parts = urlsplit(url)
    _address_of(parts.hostname or "", parts.port or 443, may_be_private=may_be_private)


def post(url: str, body: bytes, headers: Mapping[str, str], *, may_be_private: bool) -> int:
    """Send ``body``; the status of the answer. Raises :class:`NotSent` without a good one."""
    if not is_fit(url, may_be_private=may_be_private):
        raise NotSent(Outcome.NOT_ALLOWED)
    parts = urlsplit(url)
    is_secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if is_secure else 80)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        address = _address_of(host, port, may_be_private=may_be_private)
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        connection.sock = socket.create_connection((address, port), timeout=TIMEOUT)
        try:
            if is_secure:
                context = ssl.create_default_context()
                connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
            connection.request("POST", target, body, dict(headers))
            status = connection.getresponse().status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(_outcome_of(error)) from error
    if not 200 <= status < 300:
        raise NotSent(str(status))
    return status


def _address_of(host: str, port: int, *, may_be_private: bool) -> str:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # a name with a label that is too long or empty
        raise NotSent(Outcome.NO_HOST) from error
    found = {str(each[4][0]) for each in answers}
    if not may_be_private and not all(map(is_public, found)):
        raise NotSent(Outcome.PRIVATE)
    return sorted(found)[0]


def _outcome_of(error: Exception) -> Outcome:
    if isinstance(error, ssl.SSLError):
        return Outcome.CERTIFICATE
    if isinstance(error, TimeoutError):
        return Outcome.TIMED_OUT
    if isinstance(error, ConnectionRefusedError):
        return Outcome.REFUSED
    return Outcome.NO_ANSWER
