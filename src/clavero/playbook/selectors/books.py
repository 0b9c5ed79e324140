"""The versions of the playbook, and which one holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.playbook.defaults import default_playbook
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.plays import Playbook, parse_playbook


@dataclass(frozen=True, slots=True)
class Held:
    """A playbook with the version it comes from; ``version`` is ``None`` for Clavero's own, which
    holds while nobody has written another."""

    book: Playbook
    version: PlaybookVersion | None = None

    @property
    def number(self) -> int | None:
        """The version's number."""
        return None if self.version is None else self.version.pk


def book_on(day: date) -> Held:
    """What holds on ``day``: the last version adopted for it or for an earlier day."""
    holding = PlaybookVersion.objects.filter(valid_from__lte=day)
    return _held(holding.order_by("-valid_from", "-pk").first())


def latest_book() -> Held:
    """The version adopted last, whether it holds yet or not: what the next one starts from."""
    return _held(PlaybookVersion.objects.order_by("-pk").first())


def book_of(version_id: int) -> Held | None:
    """One version, ``None`` where there is none of that number."""
    version = PlaybookVersion.objects.filter(pk=version_id).first()
    return None if version is None else _held(version)


def all_books() -> list[PlaybookVersion]:
    """Every version, the latest first."""
    return list(PlaybookVersion.objects.order_by("-pk"))


def _held(version: PlaybookVersion | None) -> Held:
    if version is None:
        return Held(default_playbook())
    return Held(parse_playbook(version.content), version)
