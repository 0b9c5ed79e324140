"""A small IMAP server on this machine, with one mailbox, that says what was asked of it."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Office:
    """The mails by number; ``asked`` are the commands, ``validity`` as servers have it."""

    def __init__(self) -> None:
        self.mails: dict[int, bytes] = {}
        self.asked: list[str] = []
        self.validity = 7
        self.port = 0

    def post(self, raw: bytes) -> int:
        """One more mail; its number."""
        number = max(self.mails, default=0) + 1
        self.mails[number] = raw
        return number


def _handler(office: Office) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("* OK ready")
            while line := self.rfile.readline().decode().strip():
                tag, _space, command = line.partition(" ")
                office.asked.append(command)
                self.answer(command)
                if command.upper().startswith("LOGIN") and '"right"' not in command:
                    self.say(f"{tag} NO wrong password")
                else:
                    self.say(f"{tag} OK done")
                if command.upper() == "LOGOUT":
                    return

        def answer(self, command: str) -> None:
            words = command.upper()
            if words == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif words.startswith("EXAMINE"):
                self.say(f"* {len(office.mails)} EXISTS")
                self.say(f"* OK [UIDVALIDITY {office.validity}] ok")
            elif words.startswith("UID SEARCH"):
                first = int(re.search(r"UID (\d+):\*", words).group(1))  # type: ignore[union-attr]
                last = max(office.mails, default=0)
                found = [n for n in sorted(office.mails) if n >= min(first, last)]
                self.say(f"* SEARCH {' '.join(map(str, found))}")
            elif words.startswith("UID FETCH"):
                number = int(words.split()[2])
                most = int(re.search(r"<0\.(\d+)>", words).group(1))  # type: ignore[union-attr]
                raw = office.mails[number][:most]
                self.say(
                    f'* {number} FETCH (UID {number} INTERNALDATE "02-Mar-2026 09:00:00 +0100" '
                    f"BODY[]<0> {{{len(raw)}}}"
                )
                self.wfile.write(raw + b")\r\n")

        def say(self, text: str) -> None:
            self.wfile.write(text.encode() + b"\r\n")

    return Handler


@contextmanager
def post_office() -> Iterator[Office]:
    """A server that is there while a test lasts."""
    office = Office()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(office)) as server:
        server.daemon_threads = True
        office.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield office
        server.shutdown()
