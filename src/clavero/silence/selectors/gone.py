"""Who is lost, and of whom a manager has spoken: all of a base that losses are told from.

Computed without families and without rows for those who buy as ever: the KPIs ask it of every day
that they are kept of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.silence.rules.states import State, know
from clavero.silence.selectors.known import all_said, all_stops, said_by, stamp
from clavero.silence.selectors.picture import SilenceRow, day_asked, rows_of
from clavero.silence.selectors.reading import judged, known_of_accounts, reading_of_accounts
from clavero.silence.selectors.settings import settings_on

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class Gone:
    """The rows by the accounts' codes, and the days on which each bought, later ones included."""

    on: date
    as_of: date
    rows: Mapping[str, SilenceRow]
    days: Mapping[str, Sequence[int]]


_gone: Kept[Gone] = Kept(limit=_MOST_ROWS, weigh=lambda gone: len(gone.rows) + 1)


def gone(actor: Actor, on: date | None = None) -> Gone | None:
    """Those that ``actor`` sees, as of a day as :func:`~clavero.silence.selectors.states` says it;
    ``None`` where the ledger knows nothing by then."""
    days = day_asked(on)
    if days is None:
        return None
    on, as_of = days
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
        codes, said = read.accounts.accounts(), said_by(on, shape)
        lost = {*(found.state == State.LOST).nonzero()[0].tolist()}
        places = [at for at, code in enumerate(codes) if at in lost or code in said]
        rows = rows_of(places, read, found, {}, said, shape, on, rules)
        bought = {codes[at]: read.accounts.days(at) for at in places}
        return Gone(on, as_of, {row.code: row for row in rows}, bought)

    key = (
        ledger.version(), shape.version, stamp(), settings.number, scope, on, as_of,
    )  # fmt: skip
    return _gone.get(key, find)


def basis_of_losses(on: date) -> str:
    """The same as long as the losses known ``on`` a day are the same, told without computing them:
    the lines up to its month, the groups, the settings, the stops and what was said by then.

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
        all_said(on, shape),
    )
    return sha256(repr(told).encode()).hexdigest()
