"""What is done about an account: objectives, initiatives, means, actions, forecast and risks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.kpis.words import written
from clavero.plans.agreeing import found_apart
from clavero.plans.rules.kinds import ActionState
from clavero.plans.selectors import Case, Measured, Outcome
from clavero.plans.showing import ShownObjective, shown_objective
from clavero.plans.valuing import (
    CASE_NAMES,
    LINE_NAMES,
    READING_NAMES,
    from_when,
    lines_of,
    refused_in_words,
    shown_win_win,
    unsaid_in_words,
    year_names,
)
from clavero.plans.words import (
    ACTION_STATE_NAMES,
    ANSOFF_NAMES,
    INITIATIVE_STATE_NAMES,
    INITIATIVE_STATE_TONES,
    OBJECTIVE_KIND_NAMES,
    REQUEST_KIND_NAMES,
    REQUEST_STATE_NAMES,
    REQUEST_STATE_TONES,
)
from clavero.reports.content import parts
from clavero.reports.content.acting import actions_table, owners_of
from clavero.reports.content.calendar import Step, calendar_of, in_order
from clavero.reports.content.known import Known, late_of
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Column,
    Heading,
    Pace,
    Paragraph,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.tables import in_unit
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.plans.models import Action


def objectives(known: Known) -> Iterator[Block]:
    """What is to be reached, and how far each is."""
    live = known.plan.live
    told = []
    for each in known.plan.measured:
        shown = shown_objective(each, live.kpis, live.names, known.currency)
        told.append(
            (
                Cell(each.row.text, each.row.text),
                parts.text(OBJECTIVE_KIND_NAMES[each.row.kind]),
                parts.text(": ".join(part for part in (shown.kpi, shown.way) if part)),
                _now(each, shown, known),
                Cell(shown.progress or formats.NOTHING, each.progress),
                parts.day(each.row.until),
                parts.text(parts.capital(str(shown.light_name)), parts.tone_of(shown.light_tone)),
            )
        )
    yield Table(
        title=_("Objectives"),
        columns=(
            Column(_("Objective"), width=6),
            Column(pgettext("of an objective", "Kind"), width=3),
            Column(_("Measured by"), width=5),
            Column(_("Now"), Unit.NUMBER, width=3),
            Column(_("Way gone"), Unit.PERCENT, width=2),
            Column(_("Until"), Unit.DATE, width=3),
            Column(_("State"), width=3),
        ),
        rows=tuple(told),
        empty=_("No objective is written down."),
    )
    lacking = [
        Bullet(
            _("“%(text)s” lacks %(lacks)s.")
            % {
                "text": each.row.text,
                "lacks": shown_objective(each, live.kpis, live.names, known.currency).lacks,
            }
        )
        for each in known.plan.measured
        if each.lacks
    ]
    if lacking:
        yield Bullets(tuple(lacking))


def objectives_in_figures(known: Known) -> Table:
    """The same for sheets: from what to what, and from when to when, each by itself."""
    live = known.plan.live

    def figure(each: Measured, value: Decimal | None, told: str) -> Cell:
        kpi = live.kpis.get(each.row.kpi)
        if value is None or kpi is None:
            return parts.number(value)
        return in_unit(kpi.unit, told or written(value, kpi.unit, known.currency), value,
                       known.currency)  # fmt: skip

    rows = []
    for each in known.plan.measured:
        shown = shown_objective(each, live.kpis, live.names, known.currency)
        rows.append(
            (
                parts.text(each.row.text),
                parts.text(shown.kpi),
                figure(each, each.row.baseline, ""),
                figure(each, each.row.target, ""),
                figure(each, each.value, shown.now),
                parts.day(each.row.since),
                parts.day(each.row.until),
            )
        )
    return Table(
        title=_("Objectives in figures"),
        columns=(
            Column(_("Objective"), width=6),
            Column(_("KPI"), width=4),
            Column(_("Baseline"), Unit.NUMBER, width=3),
            Column(_("Target"), Unit.NUMBER, width=3),
            Column(_("Now"), Unit.NUMBER, width=3),
            Column(_("From"), Unit.DATE, width=3),
            Column(_("Until"), Unit.DATE, width=3),
        ),
        rows=tuple(rows),
        empty=_("No objective is written down."),
    )


def _now(each: Measured, shown: ShownObjective, known: Known) -> Cell:
    kpi = known.plan.live.kpis.get(each.row.kpi)
    if kpi is None or each.value is None:
        return parts.text(shown.now)
    return in_unit(kpi.unit, shown.now, each.value, known.currency)


def initiatives(known: Known) -> Iterator[Block]:
    """What is worth something to both, and what it is worth to each."""
    currency, worth = known.currency, known.plan.worth
    tests = {} if worth is None else {each.row.pk: each.win_win for each in worth.initiatives}
    rows, remarks = [], []
    for row in known.plan.initiatives:
        test = tests.get(row.pk)
        rows.append(
            (
                parts.text(row.text),
                parts.text(
                    INITIATIVE_STATE_NAMES[row.state],
                    parts.tone_of(INITIATIVE_STATE_TONES.get(row.state, "")),
                ),
                parts.money(row.sales, currency),
                parts.money(row.customer_value, currency),
                parts.percent(row.probability, places=0),
                parts.money(None if test is None else test.ours, currency),
                parts.money(None if test is None else test.theirs, currency),
            )
        )
        shown = shown_win_win(test, currency)
        told = [str(ANSOFF_NAMES[row.kind]), row.description]
        if row.validated_value is not None:
            signed = (
                _("%(name)s signed a value of %(amount)s a year, which no longer counts.")
                if row.is_signed_otherwise
                else _("%(name)s has signed a value of %(amount)s a year.")
            )
            told.append(
                signed
                % {
                    "name": row.validated_by,
                    "amount": parts.amount(row.validated_value, currency),
                }
            )
        owners = [
            "" if row.owner is None else row.owner.name,
            row.customer_owner and _("%(name)s, of the customer") % {"name": row.customer_owner},
        ]
        told.append(", ".join(each for each in owners if each))
        told.append(
            _("What it is worth to both cannot be said: figures are missing.")
            if shown is None
            else shown.sentence
        )
        remarks.append(Bullet(row.text, note=" · ".join(each for each in told if each)))
    yield Table(
        title=_("Initiatives"),
        columns=(
            Column(_("Initiative"), width=6),
            Column(_("State"), width=3),
            parts.money_column(_("Our sales a year"), currency, 3),
            parts.money_column(_("Worth to it a year"), currency, 3),
            Column(_("Probability"), Unit.PERCENT, width=3),
            parts.money_column(_("Present value to us"), currency, 3),
            parts.money_column(_("Present value to it"), currency, 3),
        ),
        rows=tuple(rows),
        empty=_("No initiative is written down."),
    )
    if remarks:
        yield Bullets(tuple(remarks))


def requests(known: Known) -> Iterator[Block]:
    """Which means are asked for, and what was said."""
    currency = known.currency
    yield Table(
        title=_("Means asked for"),
        columns=(
            Column(_("What"), width=6),
            Column(pgettext("of means", "Kind"), width=3),
            parts.money_column(_("Asked for"), currency, 3),
            parts.money_column(_("Granted"), currency, 3),
            Column(_("Needed on"), Unit.DATE, width=3),
            Column(_("Decision"), width=5),
        ),
        rows=tuple(
            (
                parts.text(row.text),
                parts.text(REQUEST_KIND_NAMES[row.kind]),
                parts.money(row.amount, currency),
                parts.money(row.granted, currency),
                parts.day(row.needed_on),
                parts.text(
                    ": ".join(
                        part for part in (str(REQUEST_STATE_NAMES[row.state]), row.reason) if part
                    ),
                    parts.tone_of(REQUEST_STATE_TONES[row.state]),
                ),
            )
            for row in known.plan.requests
        ),
        empty=_("No means are asked for."),
    )


def actions(known: Known) -> Iterator[Block]:
    """Who does what until when, as a picture of 18 months and row by row, the earliest first; those
    that were dropped are left out."""
    calendar = calendar_of(_steps(known), known.plan.today)
    if calendar is not None:
        yield calendar
    yield table_of_actions(known)


def table_of_actions(known: Known) -> Table:
    """The same row by row, without the picture."""
    rows, steps = {each.pk: each for each in known.actions}, _steps(known)
    return actions_table(
        steps,
        {_("Whose it is"): {each.key: each.who for each in steps}},
        {each.key: _state(rows[each.key], each.pace) for each in steps},
        empty=_("No action is written down."),
    )


def _steps(known: Known) -> list[Step]:
    late = late_of(known)
    return in_order([_step(each, is_late=each.pk in late) for each in known.actions])


def _state(row: Action, pace: Pace) -> Cell:
    if pace is Pace.LATE:
        return parts.text(_("Late"), Tone.BAD)
    return parts.text(ACTION_STATE_NAMES[row.state], Tone.GOOD if pace is Pace.DONE else Tone.PLAIN)


def _step(row: Action, *, is_late: bool) -> Step:
    is_done = row.state == ActionState.DONE
    return Step(
        key=row.pk,
        text=row.text,
        who=owners_of(row),
        start=row.start,
        end=row.end,
        pace=Pace.DONE if is_done else Pace.LATE if is_late else Pace.OPEN,
        is_milestone=row.is_milestone,
        after=tuple(each.pk for each in row.after.all()),
    )


def forecast(known: Known) -> Iterator[Block]:
    """Profit and loss year by year: low, base and high, with and without what is not approved."""
    picture, currency = known.plan, known.currency
    worth, plan = picture.worth, picture.plan
    if worth is None or plan is None:
        yield parts.missing(_("Nobody has said yet what the forecast is made of."))
        yield from _apart(known)
        return
    cases = [(str(CASE_NAMES[case]), outcome) for case, outcome in worth.cases.items()]
    readings = [(str(READING_NAMES[each]), outcome) for each, outcome in worth.readings.items()]
    years, drivers = year_names(picture), picture.forecast
    yield _profit_and_loss(worth.cases[Case.BASE], years, currency)
    yield _outcomes(_("Net sales"), cases, years, currency, of_sales=True)
    yield _outcomes(_("Contribution"), cases, years, currency, of_sales=False)
    yield _outcomes(_("Contribution by what counts"), readings, years, currency, of_sales=False)
    told = [] if drivers is None else [from_when(drivers), drivers.note]
    for each in (*told, refused_in_words(worth)):
        if each:
            yield Paragraph(each, Tone.QUIET)
    yield from _apart(known)


def _apart(known: Known) -> Iterator[Block]:
    """What does not add up in the plan, as its page says it."""
    told = [each.sentence for each in found_apart(known.plan, known.currency)]
    if told:
        yield Heading(_("What does not add up"))
        yield Bullets(tuple(Bullet(each, tone=Tone.WARN) for each in told))


def _profit_and_loss(base: Outcome, years: Sequence[str], currency: str) -> Table:
    """The base case, line by line: what it costs is less than nothing."""
    title = _("Profit and loss, base case")
    *rows, total = (
        (parts.text(LINE_NAMES[key]), *(parts.money(each, currency) for each in amounts))
        for key, amounts in lines_of(base.years)
    )
    return Table(
        title=title,
        columns=(Column(title, width=4), *(parts.money_column(each, currency) for each in years)),
        rows=tuple(rows),
        total=total,
    )


def _outcomes(
    title: str,
    outcomes: Sequence[tuple[str, Outcome]],
    years: Sequence[str],
    currency: str,
    *,
    of_sales: bool,
) -> Table:
    values = () if of_sales else (_("Present value"), _("With retention"))
    return Table(
        title=title,
        columns=(
            Column(title, width=4),
            *(parts.money_column(each, currency) for each in (*years, *values)),
        ),
        rows=tuple(
            (
                parts.text(name),
                *(
                    parts.money(each.net_sales if of_sales else each.contribution, currency)
                    for each in outcome.years
                ),
                *(
                    ()
                    if of_sales
                    else (
                        parts.money(outcome.value, currency),
                        parts.money(outcome.kept_value, currency),
                    )
                ),
            )
            for name, outcome in outcomes
        ),
    )


def risks(known: Known) -> Iterator[Block]:
    """What could go wrong, in money, the greatest first."""
    worth, currency = known.plan.worth, known.currency
    if worth is None or not worth.risks:
        return
    yield Table(
        title=_("Risks in money"),
        columns=(
            Column(_("Risk"), width=8),
            Column(_("Points"), Unit.NUMBER, width=2),
            parts.money_column(_("Expected loss"), currency, 3),
        ),
        rows=tuple(
            (parts.text(each.row.text), parts.number(each.score), parts.money(each.loss, currency))
            for each in sorted(worth.risks, key=lambda risk: -risk.score)
        ),
        total=(parts.text(_("Together")), Cell(""), parts.money(worth.loss, currency)),
        note=" ".join(
            each
            for each in (
                _("Points are probability times impact, each from 1 to 5."),
                unsaid_in_words(worth.unsaid),
            )
            if each
        ),
    )
