"""The tools of analysis, as their pages write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.core.money import Money
from clavero.opportunities.rules.pipeline import Ansoff, totals
from clavero.opportunities.selectors import OpportunityRow, Placed
from clavero.plans.models import Initiative, PlanItem
from clavero.plans.rules.analysis import gaps
from clavero.plans.rules.ansoff import GRID, AnsoffCell, Sold, ansoff
from clavero.plans.rules.buying import BuyingCell, Purchase, buying
from clavero.plans.rules.value_chain import EFFECTS, NO_EFFECT, Activity, value_chain
from clavero.plans.selectors import ToolRows
from clavero.plans.words import ANSOFF_NAMES, Name, option_name
from clavero.ui import formats

PRIMARY = 5
"""How many activities come before those that support them."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a tool, what answers it, and where an initiative is made of it."""

    item: PlanItem
    mark: str
    told: str
    answers: Sequence[Initiative]
    make: str


@dataclass(frozen=True, slots=True)
class ShownActivity:
    """An activity of the value chain."""

    name: Name
    share: str
    part: Decimal
    rows: Sequence[ShownRow]
    add: str


def tabs(customer_id: int, here: str) -> list[tuple[str, str, bool]]:
    """The tools, one of them open."""
    names = {
        "analysis": pgettext("tools", "Together"),
        "value_chain": _("Value chain"),
        "ansoff": _("What is sold where"),
        "buying": _("How it buys"),
        "factors": _("Factors of success"),
    }
    return [
        (name, reverse(f"plans:{key}", args=[customer_id]), key == here)
        for key, name in names.items()
    ]


def initiative_address(customer_id: int, back: str, **start: Any) -> str:
    """Where an initiative is made of something; afterwards one is ``back``."""
    told = {name: value for name, value in start.items() if value not in (None, "")}
    query = urlencode({**told, "here": back})
    return f"{reverse('plans:add_initiative', args=[customer_id])}?{query}"


def row_address(customer_id: int, kind: str, back: str, **fields: str) -> str:
    """Where a row of a tool is written, with what is known of it."""
    query = urlencode({**{f"x_{name}": value for name, value in fields.items()}, "here": back})
    return f"{reverse('plans:add_item', args=[customer_id, kind])}?{query}"


def shown_chain(rows: ToolRows, currency: str) -> dict[str, Any]:
    """The value chain: those that support, then the primary ones, and our help together."""
    chain = value_chain(rows.data)
    customer_id = rows.plan.customer_id
    back = reverse("plans:value_chain", args=[customer_id])

    def money(value: Decimal | None) -> str:
        if value is None:
            return _("nobody has said it")
        return formats.money(Money(value, currency), places=0)

    def row(number: int) -> ShownRow:
        item = rows.items[number]
        worth = item.data.get("worth", "")
        make = {"answers": f"row:{number}", "text": item.text, "customer_value": worth}
        return ShownRow(
            item,
            str(option_name("effect", item.data["effect"])),
            money(Decimal(worth)) if worth else "",
            rows.answers.get(number, ()),
            "" if item.data["effect"] == NO_EFFECT else initiative_address(
                customer_id, back, **make
            ),
        )  # fmt: skip

    def activity(each: Activity) -> ShownActivity:
        share = each.cost_share
        return ShownActivity(
            option_name("activity", each.key),
            formats.NOTHING if share is None else formats.percent(share, places=0),
            share or Decimal(0),
            [row(number) for number in each.rows],
            row_address(customer_id, "activity", back, activity=each.key, effect=NO_EFFECT),
        )

    shown = [activity(each) for each in chain.activities]
    loose = sum(
        each.data["effect"] != NO_EFFECT and number not in rows.answers
        for number, each in rows.items.items()
    )
    return {
        "primary": shown[:PRIMARY],
        "support": shown[PRIMARY:],
        "is_too_much": chain.is_too_much,
        "known": [
            *((option_name("effect", effect), money(chain.effects[effect])) for effect in EFFECTS),
            (
                _("Costs that are placed"),
                _("nobody has said it")
                if chain.cost_share is None
                else formats.percent(chain.cost_share, places=0),
            ),
        ],
        "loose": loose,
    }


@dataclass(frozen=True, slots=True)
class ShownSale:
    """An opportunity of the pipeline in its cell; ``note`` is what the sales ledger says of it
    where somebody has said otherwise."""

    title: str
    address: str
    told: str
    note: str


def shown_ansoff(rows: ToolRows, placed: Sequence[Placed], currency: str) -> dict[str, Any]:
    """The four cells with their initiatives and opportunities, each at full value and as
    expected: they are two readings of what may come, and are not added up."""
    customer_id = rows.plan.customer_id
    back = reverse("plans:ansoff", args=[customer_id])
    found = ansoff(
        Sold(number, Ansoff(each.kind), each.sales, each.probability)
        for number, each in rows.initiatives.items()
    )

    def money(value: Decimal | None) -> str:
        if value is None:
            return formats.NOTHING
        return formats.money(Money(value, currency), places=0)

    def chance(each: Sold) -> str:
        if each.probability is not None:
            return formats.percent(each.probability, places=0)
        usual = formats.percent(found[each.kind].usual, places=0)
        return _("%(chance)s, as usual") % {"chance": usual}

    def sale(each: Placed) -> ShownSale:
        row = each.row
        told = [money(row.value), formats.percent(row.probability, places=0), row.stage_written]
        if row.customer_id != customer_id:
            told.insert(0, row.name)
        note = ""
        if each.by_ledger is not None and each.is_otherwise:
            note = _("By the sales ledger: %(kind)s") % {"kind": ANSOFF_NAMES[each.by_ledger]}
        address = reverse("opportunities:opportunity", args=[row.id])
        return ShownSale(row.title, address, " · ".join(told), note)

    def cell(kind: Ansoff) -> dict[str, Any]:
        own: AnsoffCell = found[kind]
        sales = [each for each in placed if each.row.ansoff is kind]
        return {
            "name": ANSOFF_NAMES[kind],
            "usual": formats.percent(own.usual, places=0),
            "sales": money(own.sales),
            "expected": money(own.expected),
            "rows": [
                (rows.initiatives[each.number], money(each.sales), chance(each))
                for each in own.sold
            ],
            "add": initiative_address(customer_id, back, kind=kind.value),
            "pipeline": _of_pipeline([each.row for each in sales], money),
            "open": [sale(each) for each in sorted(sales, key=lambda each: -each.row.weighted)],
            "new": f"{reverse('opportunities:new', args=[customer_id])}?"
            f"{urlencode({'kind': kind.value})}",
        }

    together = found.values()
    return {
        "cells": [cell(kind) for line in GRID for kind in line],
        "sales": money(sum((each.sales for each in together), Decimal(0))),
        "expected": money(sum((each.expected for each in together), Decimal(0))),
        "pipeline": _of_pipeline([each.row for each in placed], money),
        "all": reverse("opportunities:account", args=[customer_id]),
    }


def _of_pipeline(rows: Sequence[OpportunityRow], money: Callable[[Decimal], str]) -> str:
    """How many opportunities there are, and what they are worth together."""
    if not rows:
        return _("No opportunity is under way.")
    together = totals(rows)
    told = ngettext(
        "%(count)s opportunity under way: %(full)s a year if it comes, %(weighted)s by its "
        "probability.",
        "%(count)s opportunities under way: %(full)s a year if all come, %(weighted)s by their "
        "probabilities.",
        together.count,
    )
    return told % {
        "count": formats.number(together.count),
        "full": money(together.full),
        "weighted": money(together.weighted),
    }


def shown_buying(rows: ToolRows) -> dict[str, Any]:
    """The phases of each kind of purchase, and where we come in."""
    customer_id = rows.plan.customer_id
    back = reverse("plans:buying", args=[customer_id])
    purchases = buying(rows.data)

    def cell(purchase: Purchase, each: BuyingCell) -> dict[str, Any]:
        presence = each.presence
        return {
            "rows": [rows.items[number] for number in each.rows],
            "presence": "" if presence is None else formats.number(presence),
            "tone": "plain" if not presence else "good" if presence >= 2 else "warn",
            "days": _days(each.days),
            "situation": option_name("situation", purchase.situation),
            "is_entry": each is purchase.enters,
            "add": row_address(
                customer_id, "phase", back, phase=each.phase, situation=purchase.situation
            ),
        }

    return {
        "situations": [option_name("situation", each.situation) for each in purchases],
        "phases": [
            (
                option_name("phase", cells[0].phase),
                [cell(each, own) for each, own in zip(purchases, cells, strict=True)],
            )
            for cells in zip(*(each.cells for each in purchases), strict=True)
        ],
        "sentences": [_enters(each) for each in purchases if each.is_known],
    }


def _days(days: Decimal | None) -> str:
    if days is None:
        return ""
    told = ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2)
    return told % {"days": formats.number(days)}


def _enters(purchase: Purchase) -> str:
    """Where we come in, in a sentence."""
    entry = purchase.enters
    places = {
        "situation": option_name("situation", purchase.situation),
        "days": formats.number(purchase.days or Decimal(0)),
        "gone": formats.number(purchase.days_before or Decimal(0)),
    }
    if entry is None:
        return _("%(situation)s: we take part in no phase that anybody has described.") % places
    places["phase"] = option_name("phase", entry.phase)
    if not purchase.days_before:
        return _("%(situation)s: we come in at “%(phase)s”.") % places
    return (
        _(
            "%(situation)s: we come in at “%(phase)s”, when %(gone)s of the %(days)s days that "
            "were named have gone."
        )
        % places
    )


@dataclass(frozen=True, slots=True)
class ShownFactor:
    """A factor of success; ``bar`` is how wide the gap is, of the widest, from 0 to 100."""

    item: PlanItem
    weight: str
    us: str
    best: str
    competitor: str
    gap: str
    tone: str
    bar: int


def shown_factors(rows: ToolRows) -> list[ShownFactor]:
    """The factors, where we fall short most first."""
    found = gaps(rows.data)
    widest = max((abs(each.gap) for each in found), default=Decimal(0)) or Decimal(1)
    return [
        ShownFactor(
            item=rows.items[each.number],
            weight=_number(rows.items[each.number].data, "weight"),
            us=_number(rows.items[each.number].data, "us"),
            best=_number(rows.items[each.number].data, "best"),
            competitor=rows.items[each.number].data.get("competitor", ""),
            gap=formats.signed(each.gap, formats.number(abs(each.gap), places=2)),
            tone="bad" if each.gap < 0 else "good",
            bar=int(abs(each.gap) / widest * 100),
        )
        for each in found
    ]


def _number(data: Any, key: str) -> str:
    return formats.number(Decimal(data[key])) if data.get(key) else formats.NOTHING


def weights_together(rows: Iterable[Any]) -> str:
    """What the weights of the factors are together."""
    total = sum((Decimal(data.get("weight") or 0) for data in rows), Decimal(0))
    return formats.number(total)
