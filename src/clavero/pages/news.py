"""What has changed about somebody's accounts, in numbers: the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.core.period import add_months
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import AccountHealth, Turn
from clavero.kpis.words import LIGHT_NAMES, name_of, written
from clavero.silence.sentences import confirmed_in_words
from clavero.ui import formats

MOST = 6
LATELY = timedelta(days=31)
_LARGE = Decimal("0.25")  # of a usual month: a default without an empirical basis
_LOST, _BACK, _RED, _ALERTS, _SALES, _OTHER = 100, 90, 80, 60, 50, 30
_ICONS = {Light.RED: "alert-circle", Light.AMBER: "alert-triangle", Light.GREEN: "circle-check"}


@dataclass(frozen=True, slots=True)
class News:
    """Something that is otherwise than before: about whom, what, and where it is explained."""

    name: str
    told: str
    address: str
    icon: str
    weight: Decimal


def news_of(
    accounts: Sequence[AccountHealth], new_alerts: int, snapshot_day: date | None, today: date
) -> list[News]:
    """The weightiest changes of some accounts, an account's own after one another's."""
    found = [each for account in accounts for each in _of(account, snapshot_day, today)]
    if new_alerts:
        told = ngettext("%(count)s new alert", "%(count)s new alerts", new_alerts)
        found.append(
            News(
                _("Alerts"), told % {"count": formats.number(new_alerts)},
                reverse("alerts:inbox"), "bell", Decimal(_ALERTS),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: -each.weight)[:MOST]


def _of(account: AccountHealth, snapshot_day: date | None, today: date) -> Iterator[News]:
    name, quiet = account.card.title, account.silence
    address = reverse("silence:customer", args=[account.card.id])
    if quiet is not None and quiet.said is not None and quiet.said.is_loss:
        if today - quiet.said.decided_on <= LATELY:
            told = confirmed_in_words(quiet.said)
            yield News(name, told, address, "circle-x", Decimal(_LOST))
        return  # what its figures do since is no news
    if quiet is not None and quiet.recovered_on and today - quiet.recovered_on <= LATELY:
        told = _("It was lost, and bought again on %(day)s.") % {
            "day": formats.day(quiet.recovered_on)
        }
        yield News(name, told, address, "circle-check", Decimal(_BACK))
    board = reverse("kpis:account", args=[account.card.id])
    worst = sorted(account.turns, key=lambda turn: (not turn.is_worse, -turn.item.weight))
    for turn in worst[:1]:
        yield News(name, _turned(turn, account, len(worst) - 1), board, _ICONS[turn.now],
                   Decimal(_RED if turn.is_worse and turn.now is Light.RED else _OTHER)
                   + turn.item.weight / 10)  # fmt: skip
    if account.moved is not None and snapshot_day is not None:
        change, usual = account.moved
        if usual > 0 and abs(change) >= usual * _LARGE:
            yield _sold(account, change, change / usual, snapshot_day)


def _turned(turn: Turn, account: AccountHealth, more: int) -> str:
    kpi, currency = turn.value.kpi, account.currency
    was, now = turn.was.value, turn.value.estimate.value
    told = _("%(kpi)s went from %(was)s to %(now)s: it was %(before)s and is %(light)s.") % {
        "kpi": name_of(kpi, account.names),
        "was": formats.NOTHING if was is None else written(was, kpi.unit, currency),
        "now": formats.NOTHING if now is None else written(now, kpi.unit, currency),
        "before": LIGHT_NAMES[turn.before],
        "light": LIGHT_NAMES[turn.now],
    }
    if more:
        others = ngettext("%(count)s more light turned.", "%(count)s more lights turned.", more)
        told = f"{told} {others % {'count': formats.number(more)}}"
    return told


def _sold(account: AccountHealth, change: Decimal, part: Decimal, snapshot_day: date) -> News:
    month = add_months(snapshot_day, -1)
    text = _("It bought %(amount)s less in %(month)s than in the same month a year before.")
    if change > 0:
        text = _("It bought %(amount)s more in %(month)s than in the same month a year before.")
    told = text % {
        "amount": formats.money(Money(abs(change), account.currency), places=0),
        "month": formats.month(month),
    }
    page = reverse("kpis:why", args=[account.card.id])
    icon = "trending-up" if change > 0 else "trending-down"
    weight = _SALES + min(abs(part) * 10, Decimal(25))
    return News(account.card.title, told, page, icon, weight)
