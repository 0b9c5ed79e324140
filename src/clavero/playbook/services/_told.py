"""How the audit keeps proposals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clavero.playbook.models import Proposal


def told(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """How the audit keeps what holds of each, so that any language can say it later."""
    return [
        {
            "kind": each.kind,
            "key": each.key,
            "content": each.content if each.agreed is None else each.agreed,
        }
        for each in proposals
    ]
