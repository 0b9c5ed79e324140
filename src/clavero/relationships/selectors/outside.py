"""What of relationships is told outside the account team."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.portfolio.selectors import Structure
from clavero.relationships.models import ToldOutside
from clavero.relationships.rules.matrix import Shape
from clavero.relationships.rules.telling import Figure

WITHHELD = Estimate(None, reason=Missing.TOO_FEW_LINKS)


@dataclass(frozen=True, slots=True)
class Outside:
    """What went out of an account's relationship, from ``day`` on until the next: its ``shape``,
    or its ``quality`` from 0 to 10; neither from a day on which there were too few links."""

    figure: Figure
    day: date
    shape: Shape | None = None
    quality: Estimate | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether from this day on nothing is told."""
        return self.shape is None and self.quality is None


def told_outside(codes: Collection[str], until: date, known: Structure) -> dict[str, list[Outside]]:
    """What went out of accounts by their codes until a day, also of records that are merged into
    them, the earliest first. One query."""
    alone = known.alone
    records = {record for code in codes for record in alone.same(code)}
    rows = ToldOutside.objects.filter(customer__code__in=sorted(records), day__lte=until)
    found: dict[str, list[Outside]] = {}
    for row in rows.order_by("day", "pk").select_related("customer"):
        found.setdefault(alone.survivor(row.customer.code), []).append(_outside(row))
    return found


def shapes_outside(code: str, until: date, known: Structure) -> Iterator[Outside]:
    """The same of how strong the links of one account are. One query."""
    for each in told_outside([code], until, known).get(code, ()):
        if each.figure is Figure.MATRIX:
            yield each


def _outside(row: ToldOutside) -> Outside:
    figures, figure = row.figures, Figure(row.kind)
    if not figures:
        return Outside(figure, row.day)
    if figure is Figure.QUALITY:
        return Outside(figure, row.day, quality=Estimate(Decimal(figures["quality"])))
    return Outside(figure, row.day, shape=shape_of(figures))


def shape_of(figures: Mapping[str, Any]) -> Shape:
    """A shape of its figures as ``services.outside`` keeps them."""
    asked = _number(figures["asked"]) or Decimal(0)
    covered = _number(figures["coverage"])
    bow_tie = _number(figures["bow_tie"])
    return Shape(
        ratio(None, None) if covered is None else Estimate(covered, covered * asked, asked),
        Estimate(None, reason=Missing.NOT_RECORDED) if bow_tie is None else Estimate(bow_tie),
        figures["resilience"],
        figures["target"],
        _number(figures["of"]) or Decimal(0),
        _number(figures.get("most_bow_tie")),  # what went out before there was one has none
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
