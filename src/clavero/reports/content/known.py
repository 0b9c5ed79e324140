"""What is known of an account, in pieces that several documents say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.core.period import Period
from clavero.identity.rules import Actor, Verb
from clavero.kpis.selectors import Board, account_board
from clavero.kpis.words import HEALTH_NAMES
from clavero.ledger import selectors as ledger
from clavero.matrix.charts import Look
from clavero.matrix.selectors import AccountInMatrix, account_in_matrix
from clavero.matrix.sentences import placed_in_words
from clavero.matrix.words import STRATEGY_NAMES, factor_names
from clavero.opportunities.selectors import (
    AccountNeeds,
    AccountOpportunities,
    account_needs,
    account_opportunities,
)
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState
from clavero.plans.selectors import PlanPicture, actions_of, plan_picture
from clavero.portfolio.charts import families_chart, months_chart
from clavero.portfolio.selectors import CustomerPicture, customer_picture, data_span
from clavero.reports.content import parts
from clavero.reports.content.model import (
    Block,
    ChartKind,
    Fact,
    Picture,
    Tone,
)
from clavero.reports.content.pictures import WIDE, picture_of, picture_of_matrix
from clavero.silence.words import STATE_NAMES, STATE_TONES, silence_in_words
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.plans.models import Action

_LOW = 150
"""Pixels of the months' bars, where a page has no more room for them."""


@dataclass(frozen=True)
class Known:
    """An account as a reader may see it, room by room; each is asked once, when it is needed."""

    actor: Actor
    plan: PlanPicture
    data: Period | None

    @property
    def customer_id(self) -> int:
        """Its number."""
        return self.plan.customer.pk

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.plan.customer)

    @property
    def currency(self) -> str:
        """That of amounts."""
        return ledger.shown_currency()

    @property
    def day(self) -> date:
        """The day its figures are of: the ledger's last, today where it is empty."""
        return timezone.localdate() if self.data is None else self.data.last

    @cached_property
    def year(self) -> CustomerPicture:
        """What it bought in the last twelve full months."""
        until = timezone.localdate() if self.data is None else self.data.end
        return self.of_period(Period.ttm(until))

    def of_period(self, period: Period) -> CustomerPicture:
        """What it bought in a period, against the same a year earlier."""
        return customer_picture(self.actor, self.customer_id, period=period)

    @cached_property
    def board(self) -> Board | None:
        """Its KPIs."""
        return account_board(self.actor, self.customer_id)

    @cached_property
    def actions(self) -> Sequence[Action]:
        """What is to be done, with what it waits for; what was dropped is left out."""
        _plan, rows = actions_of(self.actor, self.customer_id)
        return [each for each in rows if each.state != ActionState.DROPPED]

    @cached_property
    def needs(self) -> AccountNeeds:
        """What it needs."""
        return account_needs(self.actor, self.customer_id)

    @cached_property
    def sales_under_way(self) -> AccountOpportunities:
        """What it could buy."""
        return account_opportunities(self.actor, self.customer_id)

    @cached_property
    def place(self) -> AccountInMatrix:
        """Where it is in the matrix."""
        return account_in_matrix(self.actor, self.customer_id, as_of=timezone.localdate())


def known_of(actor: Actor, customer_id: int) -> Known:
    """An account that ``actor`` sees. Raises ``ObjectDoesNotExist`` for strangers to it."""
    return Known(actor, plan_picture(actor, customer_id, linked=True), data_span())


# -- facts ---------------------------------------------------------------------------------------


def headline_facts(known: Known) -> tuple[Fact, ...]:
    """How it stands, at a glance."""
    return (
        _sales(known),
        _margin(known),
        _wallet(known),
        _rank(known),
        _health(known),
        _rhythm(known),
    )


def _sales(known: Known) -> Fact:
    live, grew = known.plan.live, known.plan.live.growth
    note = ""
    if grew is not None and grew.value is not None:
        shown = formats.growth(grew.value)
        note = _("%(arrow)s %(growth)s on the twelve months before") % {
            "arrow": shown.arrow,
            "growth": shown.text,
        }
    return parts.money_fact(_("Net sales of 12 months"), live.sales, known.currency, note)


def _margin(known: Known) -> Fact:
    years = known.plan.live.years
    margin = years[0].margin if years else None
    served = known.plan.live.served
    note = ""
    if served is not None:
        note = _("%(amount)s after the cost of serving it") % {
            "amount": parts.amount(served, known.currency)
        }
    return parts.percent_fact(_("Margin"), margin, note)


def _wallet(known: Known) -> Fact:
    value = known.plan.live.values.get("share-of-wallet")
    estimate = None if value is None else value.estimate
    return parts.percent_fact(_("Our share of what it buys"), estimate)


def _rank(known: Known) -> Fact:
    standing = known.year.figures.standing
    if standing is None:
        sees_all = known.actor.may(Verb.SEE_WHOLE_PORTFOLIO)
        return Fact(
            _("Place among customers"),
            _("not ranked") if sees_all else pgettext("a figure", "not known"),
            _("It counts with its group, or bought nothing.")
            if sees_all
            else _("Only whoever sees the whole portfolio sees its place."),
            Tone.MISSING,
        )
    told = _("%(rank)s of %(all)s") % {
        "rank": formats.number(standing.rank),
        "all": formats.number(standing.of),
    }
    note = _("class %(abc)s, %(share)s of all sales") % {
        "abc": standing.abc.value,
        "share": formats.percent(standing.share),
    }
    return Fact(_("Place among customers"), told, note)


def _health(known: Known) -> Fact:
    health = known.plan.live.health
    if health is None:
        note = _("Nobody leads it, and it has no targets.")
        return Fact(_("Health"), _("not judged"), note, Tone.MISSING)
    tones = {"green": Tone.GOOD, "amber": Tone.WARN, "red": Tone.BAD}
    tone = tones.get(health.light.value, Tone.MISSING)
    return Fact(_("Health"), parts.capital(str(HEALTH_NAMES[health.light])), "", tone)


def _rhythm(known: Known) -> Fact:
    health = known.plan.live.health
    row = None if health is None else health.silence
    if row is None:
        return Fact(_("Its rhythm"), pgettext("a figure", "not known"), "", Tone.MISSING)
    told = silence_in_words(row.silent, row.usual, row.gaps)
    tone = parts.tone_of(STATE_TONES.get(row.key, ""))
    return Fact(_("Its rhythm"), str(STATE_NAMES[row.key]), told, tone)


def people_facts(known: Known) -> tuple[Fact, ...]:
    """Who looks after it, and where it belongs."""
    live = known.plan.live
    lead = live.lead
    found = [
        Fact(_("Key account manager"), lead.person)
        if lead is not None
        else Fact(_("Key account manager"), _("nobody yet"), tone=Tone.MISSING)
    ]
    others = list(dict.fromkeys(row.person for row in live.team if row is not lead))
    if others:
        found.append(Fact(_("With"), _some(others)))
    if live.above:
        found.append(Fact(_("Belongs to"), _some([card.title for card in live.above])))
    if live.below:
        found.append(Fact(_("Has below it"), _some([card.title for card in live.below])))
    return tuple(found)


def _some(names: Sequence[str], most: int = 5) -> str:
    told = ", ".join(names[:most])
    if len(names) <= most:
        return told
    more = len(names) - most
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": told,
        "count": formats.number(more),
    }


def strategy_facts(known: Known) -> tuple[Fact, ...]:
    """The strategy of its last review, with the scores of then."""
    official = known.plan.live.official
    if official is None:
        note = _("No review has placed it in the matrix.")
        return (Fact(_("Strategy"), _("none yet"), note, Tone.MISSING),)
    since = _("since %(day)s; last reviewed on %(review)s") % {
        "day": formats.day(official.since),
        "review": formats.day(official.reviewed_on),
    }
    return (Fact(_("Strategy"), str(STRATEGY_NAMES[official.strategy]), since),)


def placed(known: Known) -> list[str]:
    """Where the matrix has it, in sentences."""
    return placed_in_words(known.place.row)


# -- pictures ------------------------------------------------------------------------------------


def months_picture(
    picture: CustomerPicture, currency: str, *, width: int = WIDE, height: int = 250
) -> Picture | None:
    """What it bought month by month; ``None`` where it bought nothing, then or a year earlier."""
    if not any(each.net_sales or each.net_sales_before for each in picture.figures.months):
        return None
    chart = months_chart(picture, currency=currency, address=lambda month: "")
    return picture_of(
        chart,
        width=width,
        height=height,
        drawn_as=ChartKind.BARS,
        fields=("net_sales", "net_sales_before"),
        lower=lambda room: replace(chart, height=max(_LOW, min(room, height))),
    )


def families_picture(picture: CustomerPicture, currency: str) -> Picture | None:
    """What it bought by product family; ``None`` without sales."""
    if not picture.figures.families:
        return None
    chart = families_chart(picture, currency=currency, address=lambda family: "")
    return picture_of(chart, drawn_as=ChartKind.BARS, fields=("net_sales",))


def matrix_picture(known: Known) -> Block:
    """Where it is in the matrix, as on its page; a sentence where it has no place."""
    found = known.place
    if found.row.reading.point is None or found.row.strategy is None:
        return parts.missing(" ".join(placed(known)))
    look = Look(names=factor_names(found.holding.settings))
    picture = picture_of_matrix([found.row], found.holding.settings.base, look)
    return replace(picture, caption=" ".join(placed(known)))


def late_of(known: Known) -> frozenset[int]:
    """The numbers of the actions that should have been done by now."""
    today = known.plan.today
    return frozenset(
        each.pk for each in known.plan.actions if each.state in OPEN_ACTIONS and each.end < today
    )
