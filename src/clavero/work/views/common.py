"""What the pages of work have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.portfolio.address import customer_address
from clavero.portfolio.selectors import Account
from clavero.ui.parts import Crumb
from clavero.work.rules.tasks import DueKind
from clavero.work.selectors import Item
from clavero.work.words import DUE_ICONS, DUE_NAMES


def crumb_of_work() -> Crumb:
    """The way to all tasks."""
    return Crumb(pgettext("tasks", "Work"), reverse("work:tasks"))


def crumbs_of(request: HttpRequest, account: Account) -> list[Crumb]:
    """The way to the pages of an account."""
    card = account.card
    return [crumb_of_work(), Crumb(card.title, customer_address(request.GET)(card.id))]


def tabs(customer_id: int, here: str) -> list[tuple[str, str, bool]]:
    """The pages about the work at one account: name, address, whether the reader is there."""
    names = {"account": _("What falls due"), "team": _("Account team")}
    return [
        (name, reverse(f"work:{key}", args=[customer_id]), key == here)
        for key, name in names.items()
    ]


def shown(items: Iterable[Item], *, account_id: int | None = None) -> list[dict[str, Any]]:
    """What falls due, as templates draw it; the account is named where it is another one, the hour
    where the words do not say it."""
    return [
        {
            "item": each,
            "kind": DUE_NAMES[each.kind],
            "icon": DUE_ICONS[each.kind],
            "hour": each.hour if each.kind is DueKind.MEETING else "",
            "account": "" if each.customer_id == account_id and not each.also else each.account,
        }
        for each in items
    ]


def shown_weeks(
    weeks: list[list[tuple[Any, bool, list[Item]]]], today: Any, *, account_id: int | None = None
) -> list[list[dict[str, Any]]]:
    """A month as templates draw it."""
    return [
        [
            {
                "day": day,
                "is_of_month": is_of_month,
                "is_today": day == today,
                "items": shown(items, account_id=account_id),
            }
            for day, is_of_month, items in week
        ]
        for week in weeks
    ]
