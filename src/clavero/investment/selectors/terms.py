"""What a round has to spend and by what it counts."""

from __future__ import annotations

from decimal import Decimal

from clavero.investment.models import Round, Terms
from clavero.investment.rules.options import Limits


def latest_terms(found: Round) -> Terms | None:
    """The terms that hold, ``None`` while the director has set none. One query."""
    return Terms.objects.filter(round=found).order_by("-pk").first()


def all_terms(found: Round) -> list[Terms]:
    """Every version of a round's terms, the latest first."""
    return list(Terms.objects.filter(round=found).order_by("-pk"))


def limits_of(terms: Terms, *, less: Decimal = Decimal(0)) -> Limits:
    """What there is, ``less`` what was spent on what was stopped."""
    return Limits(
        budget=max(Decimal(0), terms.budget - less),
        cash=(terms.cash_1, terms.cash_2, terms.cash_3),
        hours=terms.hours,
        accounts=terms.accounts,
    )
