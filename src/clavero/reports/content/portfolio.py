"""The portfolio report: all accounts that its reader sees, for the board."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.identity.rules import Actor, Verb
from clavero.kpis.rules.kpi import Light
from clavero.matrix.charts import Look
from clavero.matrix.selectors import settings_on
from clavero.matrix.words import STRATEGY_NAMES, factor_names
from clavero.portfolio.charts import concentration_chart, pareto_chart, stress_chart
from clavero.portfolio.selectors import (
    data_span,
    stress_picture,
)
from clavero.portfolio.sentences import compared, headline
from clavero.portfolio.words import ALERT_BADGES, ALERT_SENTENCES, ALERT_TONES
from clavero.reports.content import parts, standing
from clavero.reports.content.everybody import Everybody, counted, more
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Paragraph,
    Section,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.opening import document
from clavero.reports.content.pictures import picture_of, picture_of_matrix
from clavero.reports.rules import Kind
from clavero.ui import formats

MOST_CUSTOMERS, MOST_ACCOUNTS = 20, 40


def portfolio_report(actor: Actor) -> Document:
    """The report of all accounts that ``actor`` sees."""
    found = Everybody(actor, data_span())
    period = formats.period_in_words(found.picture.period)
    return document(
        actor,
        Kind.PORTFOLIO,
        title=_("The whole portfolio")
        if found.picture.is_whole
        else _("The accounts of %(name)s") % {"name": actor.name},
        subtitle=parts.capital(period),
        day=timezone.localdate() if found.data is None else found.data.last,
        lead=list(_lead(found)),
        sections=[
            Section(_("Who makes the sales"), tuple(_concentration(found))),
            Section(_("On whom the company depends"), tuple(_dependence(found))),
            Section(_("Matrix and strategies"), tuple(_matrix(found))),
            Section(_("KPIs of the company"), tuple(standing.kpis(found))),
            Section(_("How healthy the accounts are"), tuple(standing.health(found))),
            Section(_("Who is falling silent"), tuple(standing.silence(found))),
            Section(_("Customer plans"), tuple(standing.plans(found))),
        ],
        currency=found.currency,
    )


def _lead(found: Everybody) -> Iterator[Block]:
    summary, currency = found.picture.summary, found.currency
    comparison = found.picture.comparison
    note = ""
    if comparison is not None and comparison.is_covered and comparison.growth.value is not None:
        shown = formats.growth(comparison.growth.value)
        note = _("%(arrow)s %(growth)s on the twelve months before") % {
            "arrow": shown.arrow,
            "growth": shown.text,
        }
    effective = summary.effective_customers
    counts = counted(found.health)
    yield Facts(
        (
            parts.money_fact(_("Net sales of 12 months"), summary.net_sales, currency, note),
            parts.percent_fact(_("Margin"), summary.margin),
            parts.count_fact(_("Customers"), summary.customers),
            _share(_("The top 20% of customers make"), summary.top20_share),
            Fact(
                _("As concentrated as"),
                pgettext("a figure", "not known")
                if effective is None
                else _("%(count)s customers") % {"count": formats.number(effective, places=1)},
                _("of the same size"),
                Tone.MISSING if effective is None else Tone.PLAIN,
            ),
            parts.count_fact(
                _("Accounts in danger"),
                counts[Light.RED],
                _("of %(all)s that are watched") % {"all": formats.number(len(found.health))},
                Tone.BAD if counts[Light.RED] else Tone.PLAIN,
            ),
        ),
        are_large=True,
    )  # fmt: skip
    yield Paragraph(" ".join([headline(found.picture), *compared(found.picture, currency)]))


def _share(label: str, value: Decimal | None) -> Fact:
    if value is None:
        return Fact(label, pgettext("a figure", "not known"), tone=Tone.MISSING)
    return Fact(label, formats.percent(value), _("of net sales"), value=value, unit=Unit.PERCENT)


def _concentration(found: Everybody) -> Iterator[Block]:
    picture, currency = found.picture, found.currency
    if not picture.rows:
        yield parts.missing(headline(picture))
        return
    yield picture_of(
        pareto_chart(picture, currency=currency, address=lambda customer_id: ""), height=280
    )
    yield picture_of(concentration_chart(picture))
    yield Table(
        title=_("The largest customers"),
        columns=(
            Column(_("Rank"), Unit.NUMBER, width=1),
            Column(_("Customer"), width=6),
            Column(_("Class"), width=1),
            parts.money_column(_("Net sales"), currency),
            Column(_("Share"), Unit.PERCENT),
            Column(_("Cumulative"), Unit.PERCENT),
            Column(_("Growth"), Unit.PERCENT),
            Column(_("Margin"), Unit.PERCENT),
        ),
        rows=tuple(
            (
                parts.number(row.rank),
                parts.text(row.name or row.code),
                parts.text(row.abc.value if row.abc else ""),
                parts.money(row.net_sales, currency),
                parts.percent(row.share),
                parts.percent(row.cumulative_share),
                parts.growth(row.growth.value),
                parts.percent(row.margin.value),
            )
            for row in picture.rows[:MOST_CUSTOMERS]
        ),
        note=more(len(picture.rows) - MOST_CUSTOMERS),
    )


def _dependence(found: Everybody) -> Iterator[Block]:
    if not found.actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        # Of some customers nobody can say what part of the company they are.
        yield parts.missing(
            _("What the company depends on is told to who sees the whole portfolio.")
        )
        return
    yield Bullets(
        tuple(
            Bullet(
                row.name or row.code,
                note=str(ALERT_SENTENCES[row.alert]),
                mark=f"{ALERT_BADGES[row.alert]} ({parts.percent(row.share).text})",
                tone=parts.tone_of(ALERT_TONES[row.alert]),
            )
            for row in found.picture.alerts
            if row.alert
        ),
        empty=_("No customer makes a tenth of the sales or more."),
    )
    if not found.actor.may(Verb.SEE_COMPANY_FIGURES):
        return
    stress = stress_picture(found.actor, found.picture)
    if stress is None or stress.figures.currency != found.currency:
        yield parts.missing(
            _("What a loss would do cannot be said: the company's own figures are not entered.")
        )
        return
    yield picture_of(stress_chart(stress, address=lambda customer_id: ""))


def _matrix(found: Everybody) -> Iterator[Block]:
    holding = settings_on(timezone.localdate())
    drawn = [row for row in found.placed if row.reading.point and row.strategy is not None]
    if drawn:
        look = Look(names=factor_names(holding.settings))
        yield picture_of_matrix(found.placed, holding.settings.base, look)
    rows = [row for row in found.placed if row.strategy is not None]
    yield Table(
        title=_("Accounts and strategies"),
        columns=(
            Column(_("Account"), width=6),
            Column(_("Strategy"), width=4),
            Column(_("Potential"), Unit.NUMBER),
            Column(_("Last reviewed"), Unit.DATE, width=3),
        ),
        rows=tuple(
            (
                parts.text(row.card.title),
                parts.text("" if row.strategy is None else STRATEGY_NAMES[row.strategy]),
                _score(row.reading.potential.value),
                parts.day(None if row.trail is None else row.trail.last.review.day),
            )
            for row in rows[:MOST_ACCOUNTS]
        ),
        empty=_("No account is placed in the matrix yet."),
        note=more(len(rows) - MOST_ACCOUNTS),
    )


def _score(value: float | None) -> Cell:
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    exact = Decimal(str(round(value, 2)))
    return Cell(formats.number(exact, places=2), exact)
