"""Cohorts term by term, and kinds of customers by how long they stay, to be taken along."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.core.estimates import wilson
from clavero.lifetime.forms.studies import CohortsForm, StayingForm
from clavero.lifetime.selectors import CohortsPicture, StayingPicture
from clavero.lifetime.sentences.staying import FEW, group_name
from clavero.lifetime.words import term_name
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Number, Percent, Text


class CohortLine(NamedTuple):
    """So many terms after it came, how many of a cohort bought; ``low`` and ``high`` bound the true
    share."""

    order: int
    cohort: str
    after: int
    customers: int
    bought: int
    share: Decimal
    low: Decimal
    high: Decimal


class StayingLine(NamedTuple):
    """A kind of customers."""

    name: str
    customers: int
    gone: int
    one: Decimal | None
    two: Decimal | None
    three: Decimal | None
    five: Decimal | None
    half: Decimal | None


def cohort_lines(picture: CohortsPicture) -> Rows[CohortLine]:
    """A line for each term of each cohort."""

    def lines() -> Iterator[CohortLine]:
        for cohort in picture.cohorts:
            for after, bought in enumerate(cohort.bought):
                low, high = wilson(bought, cohort.customers)
                yield CohortLine(
                    order=cohort.term.number * 10_000 + after,
                    cohort=term_name(cohort.term, picture.data),
                    after=after,
                    customers=cohort.customers,
                    bought=bought,
                    share=Decimal(bought) / cohort.customers,
                    low=Decimal(low),
                    high=Decimal(high),
                )

    return Rows(list(lines()))


def staying_lines(picture: StayingPicture) -> Rows[StayingLine]:
    """A line for each kind; a share only as far as somebody has been watched so long."""

    def share(group: Any, months: int) -> Decimal | None:
        return Decimal(group.at(months)) if group.longest >= months else None

    return Rows(
        [
            StayingLine(
                name=group_name(group, picture.asked.by),
                customers=group.customers,
                gone=group.gone,
                one=share(group, 12),
                two=share(group, 24),
                three=share(group, 36),
                five=share(group, 60),
                half=None if group.median is None else Decimal(group.median),
            )
            for group in picture.groups
        ]
    )


class ShareOfFew(Percent):
    """A share; of few customers, with the interval that the true one may lie in."""

    def render(self, value: Decimal, record: CohortLine) -> str:  # type: ignore[override]
        """The share as it is read."""
        if record.customers >= FEW:
            return formats.percent(value)
        low, high = (formats.percent(each, places=0) for each in (record.low, record.high))
        return f"{formats.percent(value)} ({low}–{high})"


class When(Text):
    """A month, quarter or year, in words; sorted by when it was."""

    upwards = _("the earliest first")
    downwards = _("the latest first")


class CohortFilters(Filters):
    """By the term in which they came."""

    search = Search("cohort", label=_("Search cohorts"))
    later = django_filters.NumberFilter(label=_("Terms later"), field_name="after")
    conditions = {"later": _("%(value)s terms later")}


class CohortTable(Table):
    """One line a cohort and term."""

    cohort = When(_("First purchase"), is_title=True, order_by="order")
    after = Number(_("Terms later"))
    customers = Number(_("Customers"))
    bought = Number(_("Bought"))
    share = ShareOfFew(_("Share"))
    low = Percent(_("At least"))
    high = Percent(_("At most"))


class StayingTable(Table):
    """One line a kind of customers."""

    name = Text(_("Customers"), is_title=True)
    customers = Number(_("How many at first"))
    gone = Number(_("Gone"))
    one = Percent(_("There after 1 year"))
    two = Percent(_("After 2 years"))
    three = Percent(_("After 3 years"))
    five = Percent(_("After 5 years"))
    half = Number(_("Months until half are gone"), places=1)


_NOBODY = Empty(
    title=_("None of your customers has bought yet"),
    text=_("They come here with their first purchase."),
    icon="activity-heartbeat",
)
COHORTS = Screen(
    key="lifetime.cohorts",
    title=_("Cohorts"),
    counted=ngettext_lazy("%(shown)s line", "%(shown)s lines", "count"),
    table=CohortTable,
    filters=CohortFilters,
    empty=_NOBODY,
    order="-cohort",
    also=tuple(CohortsForm.base_fields),
    only_in_files=("low", "high"),
)
STAYING = Screen(
    key="lifetime.staying",
    title=_("How long customers stay"),
    counted=ngettext_lazy("%(shown)s group", "%(shown)s groups", "count"),
    table=StayingTable,
    empty=_NOBODY,
    order="-customers",
    also=tuple(StayingForm.base_fields),
)
