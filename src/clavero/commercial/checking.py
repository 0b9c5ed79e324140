"""What the commercial plan finds in a customer's plan, for the plan's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.commercial.rules.targets import margin_of, parse
from clavero.commercial.selectors import findings_of, sides_of
from clavero.commercial.sentences import aims_in_words, forecast_in_words, margins_in_words
from clavero.commercial.words import finding_in_words
from clavero.plans.hooks import Said, leads_to
from clavero.plans.selectors import aims_of, outlook_of

if TYPE_CHECKING:
    from clavero.plans.selectors import PlanPicture


def check_targets_of(picture: PlanPicture, currency: str) -> Iterator[Said]:
    """Where its months and years do not add up and nobody has said why, and where its targets are
    not what its forecast expects or its objectives ask for."""
    if picture.plan is None:
        return
    row = getattr(picture.plan, "commercial_targets", None)
    customer_id = picture.customer.pk
    address = leads_to("commercial:account", customer_id)
    if row is None or not row.years:
        if picture.forecast is not None:
            yield Said(
                _(
                    "The account has a forecast and no commercial targets: write them, so that "
                    "both can be held against one another."
                ),
                address,
            )
        return
    for each in findings_of(row, timezone.localdate()):
        if not each.note:
            yield Said(finding_in_words(each, currency), address)
    sides, outlook = sides_of(row), outlook_of(picture)
    if outlook is not None:
        told = forecast_in_words(sides.years(outlook), currency)
        against = leads_to("commercial:account", customer_id, anchor="#against-title")
        margins = margins_in_words(margin_of(parse(row.years)), outlook.margin, outlook.left)
        yield from (Said(sentence, against) for sentence in [*told, *margins])
    for aim, sentence in aims_in_words(sides, aims_of(picture.objectives), currency):
        yield Said(sentence, leads_to("plans:objective", aim.id))
