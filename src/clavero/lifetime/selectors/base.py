"""The purchases of a scope, and the models fitted to the whole base.

The models are always fitted to all customers: a manager's few say nothing about how customers
differ (methods §4.4). Each process keeps what it fitted under the ledger's version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.histories import Purchases, histories
from clavero.lifetime.rules.models import Fit, Kind, SpendingFit, fit, fit_spending
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, scope_for, structure, structure_at
from clavero.portfolio.selectors.kept import Kept

_EPOCH = date(1970, 1, 1).toordinal()
_MOST_DAYS = 8_000_000  # 24 bytes each
_MOST_FITS = 24


class Versions(NamedTuple):
    """From which data something was computed."""

    ledger: int
    structure: int


@dataclass(frozen=True, slots=True)
class BaseFit:
    """What is known of the whole base as of its last day; each model, or why there is none."""

    as_of: date
    purchases: Fit | NoFit
    spending: SpendingFit | NoFit


_purchases: Kept[Purchases] = Kept(limit=_MOST_DAYS, weigh=lambda found: len(found.day) + 1)
_fits: Kept[BaseFit] = Kept(limit=_MOST_FITS, weigh=lambda found: 1)


def versions_of(shape: Structure) -> Versions:
    """The versions that a reader sees now."""
    return Versions(ledger.version(), shape.version)


def purchases_of(scope: Scope, versions: Versions) -> Purchases:
    """The days of purchase of each account of a scope, legal groups as one."""
    return _purchases.get((versions, scope), lambda: _read(scope, versions))


def base_purchases(versions: Versions) -> Purchases:
    """Those of the whole company."""
    return purchases_of(scope_for(Actor.system()), versions)


def ledger_purchases(actor: Actor) -> Purchases:
    """Those that ``actor`` sees, for a command."""
    return purchases_of(scope_for(actor), versions_of(structure()))


def base_fit(kind: Kind, versions: Versions, as_of: date) -> BaseFit:
    """The models fitted to the whole base as it was at the end of ``as_of``."""
    return _fits.get((versions, kind, as_of), lambda: _fit(kind, versions, as_of))


def _fit(kind: Kind, versions: Versions, as_of: date) -> BaseFit:
    base = histories(base_purchases(versions), as_of.toordinal())
    return BaseFit(as_of, fit(base, kind), fit_spending(base))


def _read(scope: Scope, versions: Versions) -> Purchases:
    rollup = structure_at(versions.structure).forest(Tree.LEGAL).rollup(scope.customers)
    return read_purchases(scope, rollup)


def read_purchases(scope: Scope, rollup: Mapping[str, str]) -> Purchases:
    """The days of purchase as the ledger has them now."""
    table = ledger.bought_by_day(scope, rollup=rollup).combine_chunks()
    if not table.num_rows:
        return Purchases((), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    accounts = table["account"].combine_chunks().dictionary_encode()
    days = table["date"].cast(pa.int32()).to_numpy()
    return Purchases(
        accounts.dictionary.to_pylist(),
        accounts.indices.to_numpy().astype(np.int64),
        days.astype(np.int64) + _EPOCH,
        table["bought"].cast(pa.float64()).to_numpy(),
    )
