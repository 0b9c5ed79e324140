"""Who is lost, and of whom a manager has spoken: all of a base that losses are told from.

Computed without families and without rows for those who buy as ever: the KPIs ask it of every day
that they are kept of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.silence.rules.losses import Said, bought_after
from clavero.silence.rules.states import Known, State, know
from clavero.silence.rules.stops import day_of
from clavero.silence.selectors.known import all_said, all_stops, stamp
from clavero.silence.selectors.picture import SilenceRow, day_asked, rows_of, since
from clavero.silence.selectors.reading import judged, known_of_accounts, reading_of_accounts
from clavero.silence.selectors.settings import settings_on

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class Gone:
    """The rows by the accounts' codes, the days on which each bought, later ones included, and
    every verdict that counts, by its customer's code, the last one last; ``known`` is what the base
    tells."""

    on: date
    as_of: date
    rows: Mapping[str, SilenceRow]
    days: Mapping[str, Sequence[int]]
    said: Sequence[tuple[str, Said]]
    known: Known


@dataclass(frozen=True, slots=True)
class Ended:
    """A silence that said *lost* by itself at the end of a month, and ended by buying again."""

    code: str
    last_purchase: date
    lost_on: date
    bought_on: date


_gone: Kept[Gone] = Kept(limit=_MOST_ROWS, weigh=lambda gone: len(gone.rows) + 1)


def gone(actor: Actor, on: date | None = None, heard_by: date | None = None) -> Gone | None:
    """Those that ``actor`` sees, as of a day as :func:`~clavero.silence.selectors.states` says it;
    ``None`` where the ledger knows nothing by then.

    Verdicts count that were given by ``heard_by``, the same day unless said, on silences that had
    begun.
    """
    days = day_asked(on)
    if days is None:
        return None
    on, as_of = days
    heard_by = heard_by or on
    scope, shape, settings = scope_for(actor), structure(), settings_on(on)

    def find() -> Gone:
        rules = settings.settings
        read = reading_of_accounts(scope, shape, as_of, rules)
        known = (
            know(read.accounts.rhythms)
            if scope.is_everything
            else known_of_accounts(shape, as_of, rules)
        )
        found = judged(read.accounts, known, rules)
        every = _said_of(heard_by, as_of, shape)
        codes, said = read.accounts.accounts(), dict(every)
        lost = {*(found.state == State.LOST).nonzero()[0].tolist()}
        places = [at for at, code in enumerate(codes) if at in lost or code in said]
        rows = rows_of(places, read, found, {}, said, shape, on, rules)
        bought = {codes[at]: read.accounts.days(at) for at in places}
        return Gone(on, as_of, {row.code: row for row in rows}, bought, every, known)

    key = (
        ledger.version(), shape.version, stamp(), settings.number, scope, on, as_of, heard_by,
    )  # fmt: skip
    return _gone.get(key, find)


def ended(actor: Actor, there: Gone, months: Sequence[date], only: Collection[str]) -> list[Ended]:
    """Of the accounts ``only`` that ``actor`` sees, who was lost by itself at the end of one of
    ``months``, each given by its last day, and bought after it; each silence once.

    By the settings of the day of ``there``, and by what the base tells on that day.
    """
    scope, shape, settings = scope_for(actor), structure(), settings_on(there.on).settings
    stops, found = all_stops(shape), dict[tuple[str, date], Ended]()
    for day in months:
        if day >= there.as_of:
            continue  # nothing is known of what came after
        reading = reading_of_accounts(scope, shape, day, settings, stops, only)
        read = reading.accounts
        states, codes = judged(read, there.known, settings), read.accounts()
        for at in (states.state == State.LOST).nonzero()[0].tolist():
            last = day_of(int(read.rhythms.last_day[at]))
            again = bought_after(last, read.days(at), there.as_of)
            if again is not None and (codes[at], last) not in found:
                usual = float(states.usual[at])
                dated = since(reading, shape, codes[at], last, usual, settings)
                found[codes[at], last] = Ended(codes[at], last, dated, again)
    return [*found.values()]


def _said_of(heard_by: date, as_of: date, shape: Structure) -> list[tuple[str, Said]]:
    """The verdicts given by a day, on silences that had begun by another."""
    return [(code, said) for code, said in all_said(heard_by, shape) if said.last_purchase <= as_of]


def basis_of_losses(on: date, heard_by: date | None = None) -> str:
    """The same as long as the losses known ``on`` a day are the same, told without computing them:
    the lines up to its month, the groups, the settings, the stops and what was said by then, or by
    ``heard_by``.

    It may change although no loss does, never the other way round.
    """
    shape, settings = structure(), settings_on(on)
    forest = shape.forests[Tree.LEGAL]
    files = ledger.files_by_month()
    told = (
        sorted((month, sorted(files[month])) for month in files if month <= f"{on:%Y-%m}"),
        sorted(forest.parents.items()),
        sorted(forest.merged.items()),
        settings.settings,
        all_stops(shape),
        _said_of(heard_by or on, on, shape),
    )
    return sha256(repr(told).encode()).hexdigest()
