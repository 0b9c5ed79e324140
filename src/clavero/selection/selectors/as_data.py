"""The key accounts for programs: days are as ``2026-03-31``."""

from __future__ import annotations

from typing import Any

from clavero.selection.selectors.statuses import KeyAccount


def key_accounts_as_data(account: KeyAccount) -> dict[str, Any]:
    """A key account in one line."""
    decision = account.decision
    return {
        "account": account.card.code,
        "name": account.card.name,
        "status": account.status.value,
        "since": account.since.isoformat(),
        "decided_on": decision.day.isoformat(),
        "cycle": decision.candidate.cycle.year,
        "reason": decision.reason,
        "against_the_rule": decision.against or None,
    }
