"""The portfolio as its reader sees it, for the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import ngettext

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import AccountHealth, lights
from clavero.ledger import selectors as ledger
from clavero.matrix.selectors import MatrixRow, matrix_rows
from clavero.plans.selectors import PlanRow, plan_rows
from clavero.portfolio.selectors import (
    PortfolioPicture,
    portfolio_picture,
)
from clavero.silence.selectors import SilencePicture, states
from clavero.ui import formats


@dataclass(frozen=True)
class Everybody:
    """The portfolio as its reader sees it; each room is asked once."""

    actor: Actor
    data: Period | None

    @cached_property
    def picture(self) -> PortfolioPicture:
        """The last twelve full months."""
        end = timezone.localdate() if self.data is None else self.data.end
        return portfolio_picture(self.actor, period=Period.ttm(end))

    @cached_property
    def placed(self) -> list[MatrixRow]:
        """Where the accounts are in the matrix."""
        return matrix_rows(self.actor, as_of=timezone.localdate())

    @cached_property
    def health(self) -> Sequence[AccountHealth]:
        """How those are that somebody looks after."""
        return lights(self.actor)

    @cached_property
    def silence(self) -> SilencePicture | None:
        """Who falls silent; ``None`` while the ledger is empty."""
        return states(self.actor)

    @cached_property
    def plans(self) -> list[PlanRow]:
        """The plans, and who has none."""
        return plan_rows(self.actor)

    @property
    def currency(self) -> str:
        """That of amounts."""
        return ledger.shown_currency()


def counted(health: Sequence[AccountHealth]) -> dict[Light, int]:
    """How many stand how."""
    return {light: sum(each.light is light for each in health) for light in Light}


def more(count: int) -> str:
    """How many a table leaves out."""
    if count <= 0:
        return ""
    told = ngettext("%(count)s more is left out.", "%(count)s more are left out.", count)
    return told % {"count": formats.number(count)}
