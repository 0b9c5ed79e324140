"""Mails, one or a box of them: who wrote to whom, when, and what in plain text.

Whatever a mail is made of, reading it is bounded: its beginning alone is looked at, which holds the
text; of HTML the words alone are taken, nothing is drawn and nothing fetched.
"""

from __future__ import annotations

import mailbox
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from html import unescape
from itertools import islice

from clavero.interactions.rules.found import (
    ADDRESSES,
    FIRST_YEAR,
    SUBJECT,
    TEXT,
    UID,
    Address,
    Found,
    one_line,
    plain,
)
from clavero.interactions.rules.kinds import Kind

READ = 512 * 1024
"""Bytes of a mail that are looked at: attachments come after the text."""
_HEADER, _PARTS, _HTML = 20_000, 100, 64 * 1024
_MOST_ADDRESS, _ANSWERED = 254, 20
READ_WITH_FILES = 14 * 1024 * 1024
"""The same of one whose attachments are wanted: 10 MB, as mails write them."""
_MOST_FILES = 10
_NO_TEXT = frozenset({"script", "style", "head", "title", "template"})
_NEW_LINE = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_TO = ("to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "resent-to")


class UnreadableMail(ValueError):
    """It is no mail, or nothing in it says when it was written."""


def read_mail(raw: bytes, *, received: datetime | None = None) -> Found:
    """What a mail says; ``received`` is when it came, for one that does not say when it was
    written. Raises :class:`UnreadableMail`.

    >>> found = read_mail(b"From: Marta <m@x.example>\\nTo: Ana <a@y.example>\\n"
    ...     b"Date: Mon, 2 Mar 2026 09:00:00 +0100\\nSubject: =?utf-8?q?A=C3=B1o?=\\n\\nHi")
    >>> found.subject, found.sender, [each.email for each in found.addresses], found.text
    ('Año', 'm@x.example', ['m@x.example', 'a@y.example'], 'Hi')
    """
    try:
        mail = BytesParser().parsebytes(raw[:READ])
        return _found(mail, raw, received)
    except UnreadableMail:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableMail("it cannot be taken apart") from error


def mails_of(content: bytes) -> Iterator[bytes]:
    """The mails of a box (mbox), or the one that a file is."""
    if not content.startswith(b"From "):
        yield content
        return
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(content)
        file.flush()
        box = mailbox.mbox(file.name, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a mail: names, as it calls them, with contents; and of what cannot be
    had, the names: nobody should miss it."""

    files: Sequence[tuple[str, bytes]] = ()
    left_out: Sequence[str] = ()


def files_of(raw: bytes) -> Attached:
    """The attachments of a mail, without the pictures of its text and of signatures. The last one
    of a mail longer than what was read is cut, and left out; a mail within it as well."""
    try:
        mail = BytesParser().parsebytes(raw[:READ_WITH_FILES])
        found = list(islice(_attached(mail), _PARTS))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return Attached()
    whole = found[:-1] if len(raw) > READ_WITH_FILES else found
    kept = [(name, content) for name, content in whole if content][:_MOST_FILES]
    names = Counter(name for name, _content in found)
    names.subtract(name for name, _content in kept)
    return Attached(kept, [name or "…" for name in names.elements()])


def _attached(mail: Message) -> Iterator[tuple[str, bytes]]:
    """Each attachment; without its content where it is a mail itself."""
    for part in islice(mail.walk(), _PARTS):
        name = one_line(_word(part.get_filename() or ""), SUBJECT)
        disposition = part.get_content_disposition()
        if part.get_content_type() == "message/rfc822":
            yield name or "…", b""
            continue
        is_drawn = part.get_content_maintype() == "image" and part.get("content-id")
        if part.is_multipart() or (is_drawn and disposition != "attachment"):
            continue
        if not name and disposition != "attachment":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield name, content


def _found(mail: Message, raw: bytes, received: datetime | None) -> Found:
    if not mail.keys():
        raise UnreadableMail("it has no headers")
    written = _written(mail) or received
    if written is None:
        raise UnreadableMail("it has no date")
    sender = _addresses(mail, ("from", "sender", "reply-to"))[:1]
    others = _addresses(mail, _TO)
    subject = one_line(_decoded(mail, "subject"), SUBJECT)
    text, is_cut = _text(mail)
    return Found(
        uid=_uid(mail, sender, written, subject, text),
        kind=Kind.EMAIL,
        starts_at=written,
        subject=subject,
        text=text,
        sender=sender[0].email if sender else "",
        addresses=tuple(_once([*sender, *others]))[:ADDRESSES],
        is_automatic=_is_automatic(mail),
        is_cut=is_cut or len(raw) > READ,
        to=tuple(each.email for each in others)[:ADDRESSES],
        answers=_answered(mail),
    )


def _written(mail: Message) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        written = parsedate_to_datetime(str(mail.get("date", ""))[:200])
        written = written if written.tzinfo is not None else written.replace(tzinfo=UTC)
        return written.astimezone(UTC) if written.year >= FIRST_YEAR else None
    return None


def _uid(mail: Message, sender: list[Address], written: datetime, subject: str, text: str) -> str:
    """What the mail calls itself, else what it is known by."""
    called = one_line(str(mail.get("message-id", "")), UID)
    if called:
        return called
    told = (sender[0].email if sender else "", written.isoformat(), subject, text)
    return f"sha256:{sha256(repr(told).encode()).hexdigest()}"


def _answered(mail: Message) -> tuple[str, ...]:
    """The mails that one answers, the nearest first."""
    told = " ".join(str(mail.get(name, "")) for name in ("references", "in-reply-to"))[-_HEADER:]
    return tuple(dict.fromkeys(each[:UID] for each in reversed(told.split())))[:_ANSWERED]


def _is_automatic(mail: Message) -> bool:
    """Whether a machine wrote it, to everybody or in answer: nobody met anybody. Answers of
    machines to machines would go on for ever."""

    def says(name: str) -> str:
        return str(mail.get(name, "")).strip().lower()

    return (
        says("auto-submitted") not in {"", "no"}
        or says("precedence") in {"bulk", "list", "junk", "auto_reply"}
        or any(name in mail for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-loop"))
        or says("return-path") == "<>"
        or says("x-auto-response-suppress") == "all"
    )


def _decoded(mail: Message, name: str) -> str:
    raw = str(mail.get(name, ""))[:_HEADER]
    with suppress(ValueError, LookupError, TypeError):
        return "".join(
            _as_text(part, charset) if isinstance(part, bytes) else part
            for part, charset in decode_header(raw)
        )
    return raw


def _addresses(mail: Message, names: Iterable[str]) -> list[Address]:
    """Those of some headers, in their order; what is none is left out."""
    headers = [str(each)[:_HEADER] for name in names for each in mail.get_all(name, [])]
    found = []
    for called, email in getaddresses(headers[:ADDRESSES]):
        email = one_line(email, 1_000).lower()
        if len(email) <= _MOST_ADDRESS and email.count("@") == 1 and " " not in email:
            found.append(Address(email, one_line(_word(called), 150)))
    return list(_once(found))


def _word(text: str) -> str:
    with suppress(ValueError, LookupError, TypeError):
        return "".join(
            _as_text(part, charset) if isinstance(part, bytes) else part
            for part, charset in decode_header(text)
        )
    return text


def _once(addresses: Iterable[Address]) -> Iterator[Address]:
    seen: set[str] = set()
    for each in addresses:
        if each.email not in seen:
            seen.add(each.email)
            yield each


def _text(mail: Message) -> tuple[str, bool]:
    """The words of a mail, and whether there were more."""
    html = ""
    for number, part in enumerate(mail.walk()):
        if number >= _PARTS:
            return _cut(html)
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain":
            return _cut(_words(part))
        if part.get_content_type() == "text/html" and not html:
            html = text_of_html(_words(part)[:_HTML])
    return _cut(html)


def _words(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return _as_text(payload, part.get_content_charset()) if isinstance(payload, bytes) else ""


def _as_text(content: bytes, charset: str | None) -> str:
    for each in (charset, "utf-8"):
        if each:
            with suppress(LookupError, ValueError):
                return content.decode(each)
    return content.decode("cp1252", "replace")


def _cut(text: str) -> tuple[str, bool]:
    lines = [line.rstrip() for line in plain(text.replace("\r\n", "\n")).splitlines()]
    told = "\n".join(
        line for at, line in enumerate(lines) if line or (at and lines[at - 1])
    ).strip()
    return told[:TEXT], len(told) > TEXT


def text_of_html(html: str) -> str:
    """The words of a page: nothing of it is drawn, followed or fetched. Each sign is looked at a
    few times at most: parsers of the web's own kind take minutes over pages made to be slow.

    >>> text_of_html("<p>Hello <b>you</b><script>no()</script><img src='http://x.example/t.gif'>")
    'Hello you'
    >>> text_of_html("one<br>two &amp; three <!-- four --> <style>five</style")
    'one\\ntwo & three'
    """
    words: list[str] = []
    small, at = html.lower(), 0
    while (begins := html.find("<", at)) >= 0:
        words.append(_spaced(html[at:begins]))
        is_comment = html.startswith("<!--", begins)
        ends = html.find("-->" if is_comment else ">", begins)
        if ends < 0:
            return _joined(words)
        at = ends + (3 if is_comment else 1)
        tag = _TAG.match(small, begins)
        name = tag.group(1) if tag else ""
        if name in _NO_TEXT:
            at = small.find(f"</{name}", at)
            if at < 0:
                return _joined(words)
        elif name in _NEW_LINE:
            words.append("\n")
    return _joined([*words, _spaced(html[at:])])


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text))


def _joined(words: Iterable[str]) -> str:
    lines = "".join(words).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()
