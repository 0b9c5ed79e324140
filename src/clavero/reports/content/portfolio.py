"""The portfolio report: all accounts that its reader sees, for the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.period import Period
from clavero.identity.rules import Actor, Verb
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.selectors import AccountHealth, board_of, lights
from clavero.kpis.showing import shown_health, shown_line
from clavero.kpis.words import HEALTH_NAMES, LIGHT_TONES
from clavero.ledger import selectors as ledger
from clavero.matrix.charts import Look, matrix_chart
from clavero.matrix.selectors import MatrixRow, matrix_rows, settings_on
from clavero.matrix.words import STRATEGY_NAMES, factor_names
from clavero.plans.selectors import PlanRow, plan_rows
from clavero.plans.words import PLAN_STATE_NAMES, PLAN_STATE_TONES
from clavero.portfolio.charts import concentration_chart, pareto_chart, stress_chart
from clavero.portfolio.selectors import (
    PortfolioPicture,
    data_span,
    portfolio_picture,
    stress_picture,
)
from clavero.portfolio.sentences import compared, headline
from clavero.portfolio.words import ALERT_BADGES, ALERT_SENTENCES, ALERT_TONES
from clavero.reports.content import parts
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
from clavero.reports.content.pictures import picture_of
from clavero.reports.rules import Kind
from clavero.silence.selectors import SilencePicture, State, states
from clavero.silence.sentences import about_the_picture
from clavero.silence.sentences import headline as silence_headline
from clavero.silence.words import STATE_NAMES, STATE_TONES, silence_in_words
from clavero.ui import formats

MOST_CUSTOMERS, MOST_QUIET, MOST_ACCOUNTS = 20, 20, 40


@dataclass(frozen=True)
class _All:
    """The portfolio as its reader sees it; each room is asked once."""

    actor: Actor
    data: Period | None

    @cached_property
    def picture(self) -> PortfolioPicture:
        end = timezone.localdate() if self.data is None else self.data.end
        return portfolio_picture(self.actor, period=Period.ttm(end))

    @cached_property
    def placed(self) -> list[MatrixRow]:
        return matrix_rows(self.actor, as_of=timezone.localdate())

    @cached_property
    def health(self) -> Sequence[AccountHealth]:
        return lights(self.actor)

    @cached_property
    def silence(self) -> SilencePicture | None:
        return states(self.actor)

    @cached_property
    def plans(self) -> list[PlanRow]:
        return plan_rows(self.actor)

    @property
    def currency(self) -> str:
        return ledger.shown_currency()


def portfolio_report(actor: Actor) -> Document:
    """The report of all accounts that ``actor`` sees."""
    found = _All(actor, data_span())
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
            Section(_("KPIs of the company"), tuple(_kpis(found))),
            Section(_("How healthy the accounts are"), tuple(_health(found))),
            Section(_("Who is falling silent"), tuple(_silence(found))),
            Section(_("Customer plans"), tuple(_plans(found))),
        ],
        currency=found.currency,
    )


def _lead(found: _All) -> Iterator[Block]:
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
    counts = _counted(found.health)
    yield Facts(
        (
            parts.money_fact(_("Net sales of 12 months"), summary.net_sales, currency, note),
            parts.percent_fact(_("Margin"), summary.margin),
            Fact(_("Customers"), formats.number(summary.customers),
                 value=Decimal(summary.customers), unit=Unit.NUMBER),
            _share(_("The top 20% of customers make"), summary.top20_share),
            Fact(
                _("As concentrated as"),
                _("not known")
                if effective is None
                else _("%(count)s customers") % {"count": formats.number(effective, places=1)},
                _("of the same size"),
                Tone.MISSING if effective is None else Tone.PLAIN,
            ),
            Fact(
                _("Accounts in danger"),
                formats.number(counts[Light.RED]),
                _("of %(all)s that are watched") % {"all": formats.number(len(found.health))},
                Tone.BAD if counts[Light.RED] else Tone.PLAIN,
            ),
        ),
        are_large=True,
    )  # fmt: skip
    yield Paragraph(" ".join([headline(found.picture), *compared(found.picture, currency)]))


def _share(label: str, value: Decimal | None) -> Fact:
    if value is None:
        return Fact(label, _("not known"), tone=Tone.MISSING)
    return Fact(label, formats.percent(value), _("of net sales"), value=value, unit=Unit.PERCENT)


def _counted(health: Sequence[AccountHealth]) -> dict[Light, int]:
    return {light: sum(each.light is light for each in health) for light in Light}


def _concentration(found: _All) -> Iterator[Block]:
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
        note=_more(len(picture.rows) - MOST_CUSTOMERS),
    )


def _more(count: int) -> str:
    if count <= 0:
        return ""
    told = ngettext("%(count)s more is left out.", "%(count)s more are left out.", count)
    return told % {"count": formats.number(count)}


def _dependence(found: _All) -> Iterator[Block]:
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


def _matrix(found: _All) -> Iterator[Block]:
    holding = settings_on(timezone.localdate())
    drawn = [row for row in found.placed if row.reading.point and row.strategy is not None]
    if drawn:
        look = Look(names=factor_names(holding.settings))
        chart = matrix_chart(
            found.placed, holding.settings.base, address=lambda customer_id: "", look=look
        )
        yield picture_of(chart)
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
        note=_more(len(rows) - MOST_ACCOUNTS),
    )


def _score(value: float | None) -> Cell:
    if value is None:
        return Cell(formats.NOTHING, None, Tone.QUIET)
    exact = Decimal(str(round(value, 2)))
    return Cell(formats.number(exact, places=2), exact)


def _kpis(found: _All) -> Iterator[Block]:
    if not found.actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        yield parts.missing(_("Only whoever sees the whole portfolio sees the company's KPIs."))
        return
    board, currency = board_of(found.actor, Level.COMPANY, ""), found.currency
    lines = [] if board is None else board.lines
    rows = []
    for line in lines:
        if board is None or line.value.estimate.value is None:
            continue
        shown = shown_line(line, board, currency, board.known.names, "")
        rows.append(
            (
                parts.text(shown.name),
                Cell(shown.value, line.value.estimate.value),
                parts.text(shown.before),
                parts.text(shown.change),
            )
        )
    yield Table(
        title=_("KPIs of the company"),
        columns=(
            Column(_("KPI"), width=5),
            Column(_("Value"), Unit.NUMBER, width=3),
            Column(_("A year before"), Unit.NUMBER, width=3),
            Column(_("Change"), Unit.NUMBER, width=3),
        ),
        rows=tuple(rows),
        empty=_("Nothing was computed yet."),
    )


def _health(found: _All) -> Iterator[Block]:
    counts = _counted(found.health)
    told = [
        f"{formats.number(counts[light])} {HEALTH_NAMES[light]}"
        for light in (Light.RED, Light.AMBER, Light.GREEN, Light.GREY)
        if counts[light]
    ]
    if told:
        yield Paragraph(
            _("Of the accounts that somebody leads or that have targets: %(counts)s.")
            % {"counts": ", ".join(told)}
        )
    rows = [each for each in found.health if each.light in {Light.RED, Light.AMBER}]
    yield Table(
        title=_("Accounts that need somebody"),
        columns=(
            Column(_("Account"), width=5),
            Column(_("Health"), width=3),
            Column(_("Why"), width=9),
        ),
        rows=tuple(
            (
                parts.text(each.card.title),
                parts.text(HEALTH_NAMES[each.light], parts.tone_of(LIGHT_TONES[each.light])),
                parts.text(shown_health(each).most_telling),
            )
            for each in rows[:MOST_ACCOUNTS]
        ),
        empty=_("No account that is watched needs attention.")
        if found.health
        else _("No account is watched yet: nobody leads one, and none has targets."),
        note=_more(len(rows) - MOST_ACCOUNTS),
    )


def _silence(found: _All) -> Iterator[Block]:
    picture = found.silence
    if picture is None:
        yield parts.missing(_("The ledger is empty, so nobody can be silent."))
        return
    yield Paragraph(" ".join([silence_headline(picture), *about_the_picture(picture)]))
    rows = [row for row in picture.rows if row.state in {State.LOST, State.AT_RISK}]
    sales = {row.code: row.net_sales for row in found.picture.rows}
    rows.sort(key=lambda row: -sales.get(row.code, Decimal(0)))
    yield Table(
        title=_("Lost and at risk, the largest first"),
        columns=(
            Column(_("Customer"), width=5),
            Column(_("State"), width=2),
            Column(_("Silence"), width=5),
            Column(_("Last purchase"), Unit.DATE, width=3),
            parts.money_column(_("Net sales of 12 months"), found.currency, 3),
        ),
        rows=tuple(
            (
                parts.text(row.name or row.code),
                parts.text(STATE_NAMES[row.key], parts.tone_of(STATE_TONES.get(row.key, ""))),
                parts.text(silence_in_words(row.silent, row.usual, row.gaps)),
                parts.day(row.last_purchase),
                parts.money(sales.get(row.code), found.currency),
            )
            for row in rows[:MOST_QUIET]
        ),
        empty=_("Nobody is lost or at risk."),
        note=_more(len(rows) - MOST_QUIET),
    )


def _plans(found: _All) -> Iterator[Block]:
    rows = found.plans
    yield Table(
        title=_("Customer plans"),
        columns=(
            Column(_("Account"), width=5),
            Column(_("Strategy"), width=3),
            Column(_("Plan"), width=3),
            Column(_("Key account manager"), width=4),
            Column(_("Late actions"), Unit.NUMBER),
            Column(_("Means asked for"), Unit.NUMBER),
            Column(_("Looked at"), Unit.DATE, width=3),
        ),
        rows=tuple(_plan(row) for row in rows[:MOST_ACCOUNTS]),
        empty=_("No plan has begun, and no review has placed an account that somebody leads."),
        note=_more(len(rows) - MOST_ACCOUNTS),
    )


def _plan(row: PlanRow) -> tuple[Cell, ...]:
    return (
        parts.text(row.name),
        parts.text("" if row.strategy is None else STRATEGY_NAMES[row.strategy]),
        Cell(_("none yet"), None, Tone.MISSING)
        if row.state is None
        else parts.text(PLAN_STATE_NAMES[row.state], parts.tone_of(PLAN_STATE_TONES[row.state])),
        parts.text(row.lead),
        Cell(formats.number(row.late), Decimal(row.late), Tone.BAD if row.late else Tone.PLAIN),
        parts.number(row.waiting),
        parts.day(None if row.looked_at is None else timezone.localdate(row.looked_at)),
    )
