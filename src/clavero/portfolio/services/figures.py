"""The company's own figures, which the loss stress test needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.money import is_currency, plain
from clavero.core.revisions import Words, reconcile
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.models import CompanyFigures
from clavero.portfolio.selectors.history import WORDS

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
    seen: int = 0,
) -> CompanyFigures:
    """Enter the yearly figures that hold from ``valid_from``; those of before stay.

    ``avoidable_share`` is the part (0–1) of the overhead that would go if all sales went.
    Figures of the same day are corrected by whoever has seen them, at the revision ``seen``.
    """
    if not actor.may(Verb.ENTER_COMPANY_FIGURES):
        raise Forbidden(Verb.ENTER_COMPANY_FIGURES)
    asked: dict[str, Any] = {
        "ebit": ebit,
        "overhead": overhead,
        "cash": cash,
        "avoidable_share": avoidable_share,
    }
    _check(currency, overhead, avoidable_share)
    figures, is_new = CompanyFigures.objects.select_for_update().get_or_create(
        valid_from=valid_from, defaults={"currency": currency, **asked}
    )
    if is_new:
        record(actor, "company_figures.set", figures, after=_told(figures))
        return figures
    before = _told(figures)
    now = {field: getattr(figures, field) for field in asked}
    stay = reconcile(
        figures, seen=seen, now=now, asked=asked, words=_in(currency), knew_it=seen > 0
    )
    asked |= {field: now[field] for field in stay}
    _check(currency, asked["overhead"], asked["avoidable_share"])
    for field, value in {"currency": currency, **asked}.items():
        setattr(figures, field, value)
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


def _in(currency: str) -> Words:
    """How a collision is told of amounts in a currency, where the amount was sent without it."""
    return Words(
        WORDS.names,
        lambda field, values: WORDS.value(field, {"currency": currency, **values}),
        WORDS.moment,
    )
