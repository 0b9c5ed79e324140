"""What a plan knows of its account by itself, as its page writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.contracts.selectors import ContractRow
from clavero.core.money import Money
from clavero.kpis.rules.kpi import Light
from clavero.kpis.words import HEALTH_NAMES, LIGHT_TONES, name_of, written
from clavero.plans.rules.catalogue import Section
from clavero.plans.selectors import Live, PlanPicture
from clavero.portfolio.selectors import Card
from clavero.silence.words import STATE_NAMES, STATE_TONES
from clavero.ui import formats

_MOST_BELOW, _MOST_CONTRACTS = 5, 3
_SHARE = "share-of-wallet"


@dataclass(frozen=True, slots=True)
class KnownFact:
    """Something that nobody had to write: its name, what it is, and where it comes from."""

    name: str
    value: str
    tone: str = ""
    address: str = ""
    note: str = ""


def known_of(picture: PlanPicture) -> list[KnownFact]:
    """Who looks after the account, where it belongs and stands, what it buys of us."""
    return [*_people(picture.live), *_standing(picture)]


def _people(live: Live) -> Iterator[KnownFact]:
    lead = live.lead
    if lead is not None:
        yield KnownFact(_("Key account manager"), lead.person)
    others = [row.person for row in live.team if row is not lead]
    if others:
        yield KnownFact(_("With"), ", ".join(dict.fromkeys(others)))
    if live.above:
        yield KnownFact(_("Belongs to"), _titles(live.above))
    if live.below:
        yield KnownFact(_("Has below it"), _titles(live.below, _MOST_BELOW))


def _titles(cards: tuple[Card, ...], most: int | None = None) -> str:
    told = ", ".join(card.title for card in cards[:most])
    return told if most is None or len(cards) <= most else f"{told} …"


def _standing(picture: PlanPicture) -> Iterator[KnownFact]:
    live, customer = picture.live, picture.customer.pk
    if live.official is not None:
        told = _("potential %(potential)s, position %(position)s of 10") % {
            "potential": _score(live.official.potential),
            "position": _score(live.official.position),
        }
        note = _("by the review of %(day)s") % {"day": formats.day(live.official.reviewed_on)}
        yield KnownFact(_("In the matrix"), told, "", reverse("matrix:why", args=[customer]), note)
    yield _share(live, customer)
    yield from _kpis(live, customer)
    silence = None if live.health is None else live.health.silence
    if silence is not None:
        state = silence.state.key
        yield KnownFact(_("Its rhythm"), str(STATE_NAMES[state]), STATE_TONES.get(state, "plain"))
    yield _contracts(picture)


def _score(value: float) -> str:
    return formats.number(Decimal(str(round(value, 6))), places=1)


def _share(live: Live, customer: int) -> KnownFact:
    name = _("Our share of what it buys")
    value = live.values.get(_SHARE)
    if value is None or value.estimate.value is None:
        address = reverse("opportunities:grid", args=[customer])
        return KnownFact(name, _("not known: nobody has said what it buys"), "", address)
    told = written(value.estimate.value, value.kpi.unit, live.currency)
    note = _("said or measured on %(day)s") % {"day": formats.day(value.day)}
    return KnownFact(name, told, "", reverse("kpis:account", args=[customer]), note)


def _kpis(live: Live, customer: int) -> Iterator[KnownFact]:
    """How healthy it is, and which of its KPIs are not where they should be."""
    health, address = live.health, reverse("kpis:account", args=[customer])
    if health is None:
        yield KnownFact(_("Its KPIs"), _("not held against any target"), "", address)
        return
    yield KnownFact(
        _("Health"), str(HEALTH_NAMES[health.light]), LIGHT_TONES[health.light], address
    )
    off = []
    for key, item in health.items.items():
        value = live.values.get(key)
        if value is None or value.estimate.value is None:
            continue
        if item.target_of(value.kpi.direction).judge(value.estimate) is Light.RED:
            shown = written(value.estimate.value, value.kpi.unit, live.currency)
            target = written(item.target, value.kpi.unit, live.currency)
            off.append(
                _("%(kpi)s: %(value)s, target %(target)s")
                % {"kpi": name_of(value.kpi, live.names), "value": shown, "target": target}
            )
    if off:
        yield KnownFact(_("Off target"), "; ".join(off), "", address)


def _contracts(picture: PlanPicture) -> KnownFact:
    """Those that hold or will, and until when; where none is kept, what the plan's rows tell."""
    name, contracts = _("Contracts"), picture.live.contracts
    kept = reverse("contracts:account", args=[picture.customer.pk])
    if contracts:
        told = [
            _("%(title)s, until %(day)s") % {"title": row.title, "day": formats.day(row.end)}
            for row in contracts[:_MOST_CONTRACTS]
        ]
        more = len(contracts) - len(told)
        if more:
            count = {"count": formats.number(more)}
            told.append(ngettext("%(count)s more", "%(count)s more", more) % count)
        return KnownFact(name, "; ".join(told), "", kept, _notice(contracts))
    written = sum(
        each.kind == "fact" and each.data.get("about") == "contract" for each in picture.items
    )
    if not written:
        return KnownFact(name, _("none in force or to come"), "", kept)
    number = int(Section.PROFILE)
    plan = reverse("plans:plan", args=[picture.customer.pk])
    told_there = _("none kept; %(count)s, written in its profile")
    return KnownFact(
        name,
        told_there % {"count": formats.number(written)},
        "",
        f"{plan}?section={number}#section-{number}",
    )


def _notice(contracts: Sequence[ContractRow]) -> str:
    """Until when the first one can be ended, where that day is still to come."""
    days = [row.notice_on for row in contracts if row.notice_on is not None]
    ahead = [day for day in days if day >= timezone.localdate()]
    return _("notice until %(day)s") % {"day": formats.day(min(ahead))} if ahead else ""


def known_facts(live: Live, currency: str) -> list[dict[str, Any]]:
    """The years of an account as a small table."""
    return [
        {
            "until": formats.month(row.period.end - timedelta(days=1)),
            "sales": formats.money(Money(row.net_sales, currency), places=0),
            "margin": formats.NOTHING
            if row.margin.value is None
            else formats.percent(row.margin.value),
        }
        for row in live.years
    ]
