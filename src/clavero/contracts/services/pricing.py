"""One agreed price is ended, or withdrawn from its contract's list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import AgreedPrice
from clavero.contracts.services._held import to_change
from clavero.contracts.visibility import contracts
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told
from clavero.identity.rules import Actor
from clavero.ui import formats


@transaction.atomic
def end_price(
    actor: Actor,
    *,
    price_id: int,
    last: date | None = None,
    is_withdrawn: bool = False,
    until: date | None = None,
) -> None:
    """A price holds up to its new ``last`` day, or was never agreed and ``is_withdrawn``: nothing
    is held against it any more, and the history keeps that it stood. ``until`` is the last day
    that was looked at. Raises ``AgreedPrice.DoesNotExist`` for strangers to the customer."""
    seen = AgreedPrice.objects.filter(
        term__contract__in=contracts(actor), term__withdrawn_on=None
    ).select_related("term")
    contract = to_change(actor, seen.get(pk=price_id).term.contract_id)
    price = seen.get(pk=price_id)  # as it is now that the contract is locked
    if until not in {None, price.end}:
        raise Refusal(
            _("The price stands until %(day)s meanwhile: somebody has changed it."),
            code="changed_meanwhile",
            hint=_("Look at the price again."),
            day=formats.day(price.end),
        )
    told: dict[str, Any] = {
        "product": price.product, "family": price.family, "unit": price.unit, "price": price.price,
        "start": price.start, "end": price.end,
    }  # fmt: skip
    if is_withdrawn:
        price.delete()
        record(actor, "contract.price_withdrawn", contract, before=as_told(told))
        return
    if last is None or not price.start <= last <= price.end:
        raise Refusal(
            _("Say a day from %(start)s to %(end)s."),
            code="outside_price",
            field="last",
            hint=_("For days after it agree another price."),
            start=formats.day(price.start),
            end=formats.day(price.end),
        )
    if last == price.end:
        return
    price.end = last
    price.save(update_fields=["end"])
    record(
        actor, "contract.price_ended", contract,
        before=as_told(told), after=as_told({**told, "end": last}),
    )  # fmt: skip
