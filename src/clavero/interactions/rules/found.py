"""What a mail or a calendar says of one interaction, before anybody has looked at it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from clavero.interactions.rules.kinds import Kind

SUBJECT, TEXT, UID, ADDRESSES, PLACE = 200, 10_000, 255, 50, 200
"""How much of each is kept."""
FIRST_YEAR, YEARS_AHEAD = 1990, 10
"""When anything can have been, and until when anybody plans."""


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody in a mail or an invitation; the address is in small letters."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One interaction. ``sender`` is whoever wrote or invites; ``is_automatic`` says that a machine
    wrote it, ``is_cut`` that there was more of it than is read; ``answers`` are the mails that it
    answers, by what they call themselves; ``was`` is what a time of a series that was moved was
    called before, and ``is_gone`` says of one that stands here and in its series no longer."""

    uid: str
    kind: Kind
    starts_at: datetime
    subject: str
    text: str = ""
    minutes: int | None = None
    sender: str = ""
    addresses: tuple[Address, ...] = ()
    is_cancelled: bool = False
    is_automatic: bool = False
    is_cut: bool = False
    to: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    place: str = ""
    was: str = ""
    is_gone: bool = False

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "starts_at": self.starts_at.isoformat(), "kind": self.kind.value}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Found:
        """The same again."""
        return cls(
            **{
                **data,
                "kind": Kind(data["kind"]),
                "starts_at": datetime.fromisoformat(data["starts_at"]),
                "addresses": tuple(Address(**each) for each in data["addresses"]),
                "to": tuple(data["to"]),
                "answers": tuple(data.get("answers", ())),
            }
        )


def one_line(text: str, longest: int) -> str:
    """A text on one line, no longer than that, without signs that no database keeps.

    >>> one_line("  Prices\\r\\n of\\0 May", 9)
    'Prices of'
    """
    return " ".join(plain(text).split())[:longest].strip()


def plain(text: str) -> str:
    """A text without signs that are none: controls, and halves of characters."""
    kept = (sign for sign in text if sign in "\n\t" or (sign.isprintable() or sign == "\u00a0"))
    return "".join(kept).encode("utf-8", "ignore").decode()
