"""Deliveries against the days promised and what was ordered, by everybody's window or a customer's
own."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, own_windows
from clavero.ledger.engine import serving as served
from clavero.ledger.engine.windows import OWN_WINDOW
from clavero.ledger.measures import FULFILMENT, PUNCTUALITY
from clavero.ledger.selectors import sales

__all__ = ["OWN_WINDOW", "filled", "kept_otherwise", "punctuality"]


def punctuality(
    scope: Scope,
    period: Period,
    *,
    rollup: Mapping[str, str] | None = None,
    windows: pa.Table | None = None,
) -> pa.Table:
    """``account``, ``late``, ``on_day``, ``early`` and ``undated``: how many of the lines invoiced
    in ``period`` came when; and ``in_full``, ``short``, ``unmeasured``, ``otif_lines``,
    ``full_lines`` and ``otif``: with how much of what was ordered. ``rollup`` is as in
    :func:`by_account`. The lines of customers with ``OWN_WINDOW`` are held against it where
    everybody's would be."""
    store, seen, chosen, due_before = sales.asked(period)
    otherwise = None
    if windows is not None:
        otherwise = own_windows.differences(store, seen, windows, chosen, due_before)
    return served.by_account(
        store, seen, (*PUNCTUALITY, *FULFILMENT), scope.customers, rollup or {}, chosen,
        known_until=due_before, otherwise=otherwise,
    )  # fmt: skip


def kept_otherwise(windows: pa.Table, period: Period) -> pa.Table:
    """What :func:`standing` of ``period`` is to be told of the customers with ``OWN_WINDOW``: one
    pass over their lines, however many accounts are asked about afterwards."""
    store = stores.current()
    seen = cube.catch_up(store)
    return own_windows.differences(store, seen, windows, period, period.end)


def filled(
    scope: Scope,
    period: Period,
    *,
    rollup: Mapping[str, str] | None = None,
    windows: pa.Table | None = None,
) -> pa.Table:
    """Case fill, by ``account`` and ``unit``: how many ``lines`` that were due say both quantities,
    the units ``ordered`` on them and those ``brought``. ``windows`` are ``OWN_WINDOW``."""
    store, seen, chosen, due_before = sales.asked(period)
    return own_windows.filled(
        store, seen, OWN_WINDOW.empty_table() if windows is None else windows,
        scope.customers, rollup or {}, chosen, due_before,
    )  # fmt: skip
