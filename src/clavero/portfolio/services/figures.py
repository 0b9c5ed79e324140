"""The company's own figures, which the loss stress test needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import is_currency, plain
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.models import CompanyFigures

ZERO = Decimal(0)
_FIGURES = ("currency", "ebit", "overhead", "cash", "avoidable_share")


@transaction.atomic
def set_company_figures(
    actor: Actor,
    *,
    valid_from: date,
    currency: str,
    ebit: Decimal,
    overhead: Decimal | None = None,
    cash: Decimal | None = None,
    avoidable_share: Decimal = ZERO,
) -> CompanyFigures:
    """Enter the yearly figures that hold from ``valid_from``; those of before stay.

    Figures of the same day are corrected. ``avoidable_share`` is the part (0–1) of the overhead
    that would go if all sales went.
    """
    if not actor.may(Verb.ENTER_COMPANY_FIGURES):
        raise Forbidden(Verb.ENTER_COMPANY_FIGURES)
    _check(currency, overhead, avoidable_share)
    present = CompanyFigures.objects.select_for_update().filter(valid_from=valid_from).first()
    before = _told(present) if present else None
    figures = present or CompanyFigures(valid_from=valid_from)
    figures.currency = currency
    figures.ebit = ebit
    figures.overhead = overhead
    figures.cash = cash
    figures.avoidable_share = avoidable_share
    figures.save()
    record(actor, "company_figures.set", figures, before=before, after=_told(figures))
    return figures


def _check(currency: str, overhead: Decimal | None, avoidable_share: Decimal) -> None:
    if not is_currency(currency):
        raise Refusal(
            _("%(currency)s is not a currency."),
            code="not_a_currency",
            field="currency",
            hint=_("Write three capital letters, such as EUR."),
            currency=currency,
        )
    if overhead is not None and overhead < 0:
        raise Refusal(
            _("Overhead is a cost and cannot be negative."),
            code="overhead_negative",
            field="overhead",
            hint=_("Write it without a sign."),
        )
    if not 0 <= avoidable_share <= 1:
        raise Refusal(
            _("The avoidable part lies between nothing and the whole overhead."),
            code="not_a_share",
            field="avoidable_share",
            hint=_("Write 0 if no overhead would go."),
        )
    if avoidable_share and overhead is None:
        raise Refusal(
            _("An avoidable part needs the overhead it is a part of."),
            code="overhead_missing",
            field="overhead",
            hint=_("Write the overhead of twelve months."),
        )


def _told(figures: CompanyFigures) -> dict[str, object]:
    told: dict[str, object] = {"valid_from": figures.valid_from}
    for name in _FIGURES:
        value = getattr(figures, name)
        told[name] = plain(value) if isinstance(value, Decimal) else value
    return told
