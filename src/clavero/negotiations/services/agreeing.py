"""What was agreed is written down, and becomes a contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services import add_contract, add_price, add_term
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.revisions import CHANGED_MEANWHILE
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import Negotiation, Point
from clavero.negotiations.rules.contracting import clashing, terms_of
from clavero.negotiations.rules.negotiating import Move, State
from clavero.negotiations.rules.points import TIERED, at_least
from clavero.negotiations.rules.tiers import passes_from
from clavero.negotiations.selectors.agreed import agreed_points, as_agreed
from clavero.negotiations.selectors.one import last_change
from clavero.negotiations.services._held import (
    Value,
    agreed_texts,
    moved,
    to_change,
    value_kept,
)
from clavero.negotiations.words import agreed_said, start_said
from clavero.portfolio.selectors import today_of

if TYPE_CHECKING:
    from clavero.contracts.models import Contract


@transaction.atomic
def agree(
    actor: Actor,
    *,
    negotiation_id: int,
    agreed: Mapping[int, Value],
    reason: str = "",
    seen: int | None = None,
) -> Negotiation:
    """Write down what was agreed of each point; one of which nothing was agreed falls away. Beyond
    our limit it says why. ``seen`` is the last change that was looked at. Raises
    ``Negotiation.DoesNotExist`` for strangers."""
    found = moved(actor, negotiation_id, Move.AGREE)
    if seen is not None and seen != last_change(found):
        raise Refusal(
            _("Something of this negotiation was written down or put right meanwhile."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at its rounds, and send yours again if it should hold."),
        )
    told = str(tidy(Negotiation, {"reason": reason})["reason"])
    points = list(found.points.select_for_update())
    for point in points:
        point.agreed = value_kept(point.of_kind, agreed.get(point.pk), f"agreed_{point.pk}")
    _refuse_clashing(found, points)
    if not any(point.agreed for point in points):
        raise Refusal(
            _("Nothing is agreed of any point."),
            code="nothing_agreed",
            hint=_("Write it down, or break the negotiation off."),
        )
    beyond = [_beyond_said(point, found.currency) for point in points if is_beyond(point)]
    if beyond and not told:
        raise Refusal(
            _("This lies beyond your limit: %(names)s."),
            code="beyond_limit",
            field="reason",
            hint=_("Say why you agree to it, or go on negotiating."),
            names=", ".join(beyond),
        )
    Point.objects.bulk_update(points, ["agreed"])
    found.state, found.reason = State.AGREED.value, told
    found.ended_on = timezone.localdate()
    found.save(update_fields=["state", "reason", "ended_on"])
    after = {"reason": told, "agreed": agreed_texts(points)}
    record(actor, "negotiation.agreed", found, after=after)
    return found


def _refuse_clashing(found: Negotiation, points: Sequence[Point]) -> None:
    """Refuse what one contract cannot hold, with the sentences that contradict each other."""
    by_key = {each.pk: each for each in points}
    for one, other in clashing(as_agreed(points)):
        first, second = (agreed_said(by_key[each.point], found.currency) for each in (one, other))
        raise Refusal(
            _("“%(first)s” and “%(second)s” contradict each other: a contract has one of them."),
            code="agreed_twice",
            field=f"agreed_{other.point}",
            hint=_("Empty one of both, or say of which product or family each is."),
            first=first,
            second=second,
        )


def is_beyond(point: Point) -> bool:
    """Whether what was agreed is worse than our limit: of tiers at any volume."""
    if point.of_kind in TIERED:
        return passes_from(point.of_kind, point.agreed, point.limit) is not None
    value, limit = point.number(point.agreed), point.number(point.limit)
    return value is not None and limit is not None and not at_least(value, limit, more=point.more)


def _beyond_said(point: Point, currency: str) -> str:
    """The name of a point beyond its limit; of tiers also from where on they are."""
    if point.of_kind not in TIERED:
        return point.name
    start = passes_from(point.of_kind, point.agreed, point.limit)
    assert start is not None, "it is beyond its limit"
    told = gettext("%(name)s (from %(start)s on)")
    return told % {"name": point.name, "start": start_said(point, start, currency)}


@transaction.atomic
def make_contract(
    actor: Actor,
    *,
    negotiation_id: int,
    title: str,
    start: date,
    end: date,
    currency: str = "",
    reference: str = "",
    notice_days: int = 0,
    renews_months: int = 0,
    value: Decimal | None = None,
    parties: str = "",
    scope: str = "",
) -> Contract:
    """Make the contract of what was agreed, with its terms, as a whole or not at all, in the
    currency in which it was negotiated. Raises ``Negotiation.DoesNotExist`` for strangers."""
    found = to_change(actor, negotiation_id)
    if found.contract_id is not None:
        raise Refusal(_("The contract is made already."), code="made_already")
    if found.state != State.AGREED:
        raise Refusal(
            _("Only what is agreed becomes a contract."),
            code="not_agreed",
            hint=_("Write down first what was agreed of each point."),
        )
    if currency.strip().upper() not in {"", found.currency}:
        raise Refusal(
            _("It was agreed in %(currency)s: amounts are not converted by the way."),
            code="other_currency",
            field="currency",
            hint=_("Make the contract in that currency."),
            currency=found.currency,
        )
    _refuse_clashing(found, list(found.points.all()))
    contract = add_contract(
        actor, customer_id=today_of(found.customer).id, title=title, reference=reference,
        start=start, end=end, notice_days=notice_days, renews_months=renews_months, value=value,
        currency=found.currency, parties=parties, scope=scope,
    )  # fmt: skip
    for term in terms_of(agreed_points(found)):
        about: dict[str, Any] = {"product": term.product, "family": term.family}
        if term.kind is TermKind.PRICE:
            add_price(
                actor, contract_id=contract.pk, currency=found.currency, **about, **term.values
            )
        else:
            add_term(
                actor, contract_id=contract.pk, kind=term.kind, currency=found.currency, **about,
                **term.values,
            )  # fmt: skip
    found.contract = contract
    found.save(update_fields=["contract"])
    told = {"contract": contract.title}
    record(actor, "negotiation.contracted", found, after=as_told(told))
    return contract
