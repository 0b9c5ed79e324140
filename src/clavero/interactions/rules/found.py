"""What a mail or a calendar says of one interaction, before anybody has looked at it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from clavero.interactions.rules.kinds import Kind

SUBJECT, TEXT, UID, ADDRESSES, PLACE = 200, 10_000, 255, 50, 200
"""How much of each is kept."""
_SAME = timedelta(0)
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
    called before, and ``is_gone`` says of one that stands here and in its series no longer.
    ``declined`` are the addresses of those who said that they do not come, ``is_host_out`` says
    that whoever invites is one of them. ``sequence`` and ``stamped_at`` say how new it is."""

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
    declined: tuple[str, ...] = ()
    is_host_out: bool = False
    sequence: int = 0
    stamped_at: datetime | None = None

    def is_declined_by(self, address: str) -> bool:
        """Whether somebody is not to be asked for it: who has declined it, or who was invited by
        one who has."""
        return self.is_host_out or (bool(address) and address in self.declined)

    def is_older_than(self, sequence: int, stamped_at: datetime | None) -> bool:
        """Whether it was said before what is known (RFC 5546, 2.1.5): by its number, and where two
        have the same by their moment. Some programs number the times of a series by themselves:
        where number and moment contradict one another it is not older."""
        if self.stamped_at is None or stamped_at is None:
            return self.sequence < sequence
        told = self.sequence - sequence, self.stamped_at - stamped_at
        return told != (0, _SAME) and told[0] <= 0 and told[1] <= _SAME

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        stamped = None if self.stamped_at is None else self.stamped_at.isoformat()
        return {
            **asdict(self), "starts_at": self.starts_at.isoformat(), "kind": self.kind.value,
            "stamped_at": stamped,
        }  # fmt: skip

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> Found:
        """The same again."""
        stamped = data.get("stamped_at")
        return cls(
            **{
                **data,
                "kind": Kind(data["kind"]),
                "starts_at": datetime.fromisoformat(data["starts_at"]),
                "addresses": tuple(Address(**each) for each in data["addresses"]),
                "to": tuple(data["to"]),
                "answers": tuple(data.get("answers", ())),
                "declined": tuple(data.get("declined", ())),
                "stamped_at": datetime.fromisoformat(stamped) if stamped else None,
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
