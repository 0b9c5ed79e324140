"""Legal entities, groups of them to any depth, and codes that turned out to be one customer.

Each code of the ledger belongs to exactly one account, so that rolling up never counts a line
twice. A *merged* code is the same customer as another one; a *link* puts a customer under a
group in one tree (legal or buying), where it has one parent at most. Source: methods §0
("customer = group").
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Kind(StrEnum):
    """What a customer record stands for."""

    COMPANY = "company"
    GROUP = "group"  # exists only to hold others together; has no lines of its own


class Tree(StrEnum):
    """In which sense customers belong together."""

    LEGAL = "legal"
    BUYING = "buying"


class Loop(ValueError):
    """A customer stands above itself."""


@dataclass(frozen=True, slots=True)
class Forest:
    """One tree of customers, merges applied.

    ``parents`` maps a child's code to its parent's, ``merged`` a merged code to the one it was
    merged into (which may be merged again). The links of a merged customer to its own parent
    rest; its children hang from the customer it became.
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(init=False, repr=False)
    absorbed: dict[str, list[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "absorbed", _grouped(self.merged))
        living = {
            child: self.survivor(parent)
            for child, parent in self.parents.items()
            if child not in self.merged and self.survivor(parent) != child
        }
        object.__setattr__(self, "children", _grouped(living))

    # -- one customer -----------------------------------------------------------------------

    def survivor(self, code: str) -> str:
        """The customer that ``code`` is today, itself unless merged."""
        return _last([code, *_chain(code, self.merged)])

    def parent(self, code: str) -> str | None:
        """The group right above the customer that ``code`` is."""
        child = self.survivor(code)
        above = self.parents.get(child)
        if above is None:
            return None
        parent = self.survivor(above)
        return None if parent == child else parent

    def ancestors(self, code: str) -> list[str]:
        """The groups above, nearest first. Raises :class:`Loop` if there is no top."""
        above: list[str] = []
        seen = {self.survivor(code)}
        while (parent := self.parent(above[-1] if above else code)) is not None:
            if parent in seen:
                raise Loop(parent)
            seen.add(parent)
            above.append(parent)
        return above

    def same(self, code: str) -> list[str]:
        """Every code that is this very customer: its own first, then those merged into it."""
        codes = [self.survivor(code)]
        for each in codes:  # grows while it is read: merges of merges
            codes.extend(self.absorbed.get(each, ()))
        return codes

    def subtree(self, code: str) -> list[str]:
        """The customer and all below it, merged codes left out, parents before children."""
        found = [self.survivor(code)]
        seen = set(found)
        for each in found:
            below = self.children.get(each, ())
            if not seen.isdisjoint(below):
                raise Loop(each)
            seen.update(below)
            found.extend(below)
        return found

    def codes(self, code: str) -> list[str]:
        """Every ledger code that counts for the account: its subtree with the merged ones."""
        return [each for member in self.subtree(code) for each in self.same(member)]

    # -- before a change --------------------------------------------------------------------

    def would_loop(self, *, parent: str, child: str) -> bool:
        """Whether hanging ``child`` under ``parent`` would put a customer above itself."""
        top = self.survivor(parent)
        return self.survivor(child) in {top, *self.ancestors(top)}

    def would_loop_merged(self, *, source: str, target: str) -> bool:
        """Whether merging ``source`` into ``target`` would put a customer above itself."""
        return self.survivor(source) in self.ancestors(target)

    # -- rolling up -------------------------------------------------------------------------

    def rollup(self, visible: Container[str] | None = None) -> dict[str, str]:
        """Ledger code → account, for the codes that are not an account by themselves.

        With ``visible`` (``None``: everything), a code climbs only as far as groups of which
        the reader may see every member, so that no part of a group is shown as the group.
        """
        whole: dict[str, bool] = {}

        def is_whole(group: str) -> bool:
            if group not in whole:
                whole[group] = visible is None or all(code in visible for code in self.codes(group))
            return whole[group]

        accounts = {}
        for code in {*self.parents, *self.merged}:
            account = self.survivor(code)
            for group in self.ancestors(code):
                if not is_whole(group):
                    break
                account = group
            if account != code:
                accounts[code] = account
        return accounts

    def totals(self, own: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Each customer's amount with all below it, from the amounts of the single codes."""
        totals: dict[str, Decimal] = {}
        for code, amount in own.items():
            for account in (self.survivor(code), *self.ancestors(code)):
                totals[account] = totals.get(account, ZERO) + amount
        return totals


def _chain(code: str, steps: Mapping[str, str]) -> Iterator[str]:
    seen = {code}
    while (following := steps.get(code)) is not None:
        if following in seen:
            raise Loop(following)
        seen.add(following)
        code = following
        yield code


def _last(codes: list[str]) -> str:
    return codes[-1]


def _grouped(steps: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for code in sorted(steps):
        grouped.setdefault(steps[code], []).append(code)
    return grouped
