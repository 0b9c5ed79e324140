"""Whose sales lines may be read.

Every read of the ledger takes a :class:`Scope`, and only ``portfolio.visibility`` builds one
(an architecture test holds it to that), so that forgetting to ask who is looking is not a
mistake anyone can make.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """``customers`` are ledger codes; ``None`` means the whole company, lines without
    customer included."""

    customers: frozenset[str] | None

    @property
    def is_everything(self) -> bool:
        """Whether company totals may be shown."""
        return self.customers is None
