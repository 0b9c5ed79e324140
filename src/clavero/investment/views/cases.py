"""A case: what it costs and brings, what was decided, its gate, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.investment import selectors, services
from clavero.investment.forms.deciding import (
    ActualForm,
    DecideForm,
    GateForm,
    GateTargetsForm,
    level_key,
    metrics_initial,
)
from clavero.investment.models import Case, Funding
from clavero.investment.rules.flows import YEARS
from clavero.investment.rules.kinds import Gate
from clavero.investment.rules.stages import FIRST_MONTH, MOST_AT_FIRST, months_after
from clavero.investment.selectors import CaseRow, GatePicture, LevelRow, RoundPicture, funding_of
from clavero.investment.sentences import record_in_words, whole, why_in_words
from clavero.investment.tables import decided_in_words
from clavero.investment.views.doors import case_or_404, crumbs_of, for_those_who_invest
from clavero.investment.words import METRIC_NAMES, SHORT_WHY, VERDICT_NAMES, WHY_TONES
from clavero.ledger.selectors import shown_currency
from clavero.portfolio.address import customer_address
from clavero.ui import formats
from clavero.ui.steps import done, sent, status_of


@for_those_who_invest
@require_safe
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case with its levels, explained year by year."""
    actor, currency = actor_of(request), shown_currency()
    picture, row = _row_or_404(actor, case_id)
    case = row.case
    names = {each.code: each.name for each in picture.rows}
    funding = row.funding
    context = {
        "crumbs": crumbs_of(case.round),
        "case": case,
        "row": row,
        "decided": decided_in_words(row),
        "levels": [_shown(row, each, names, currency) for each in row.levels],
        "record": record_in_words(row),
        "is_open": case.round.is_open and funding is None,
        "may": _may(actor, row),
        "funding": funding,
        "gate": None if funding is None or not funding.level else _gate(funding, currency),
        "actuals": list(_actuals(picture, row, currency)),
        "changes": selectors.changes_of_case(case),
        "customer_url": customer_address(request.GET)(case.customer_id),
        "currency": currency,
    }
    return render(request, "investment/case.html", context)


def _row_or_404(actor: Actor, case_id: int) -> tuple[RoundPicture, CaseRow]:
    """A case of a customer that ``actor`` sees, with its round."""
    found, terms = selectors.round_of_case(case_id)
    picture = None if found is None else selectors.round_picture(actor, found, terms)
    row = None if picture is None else picture.row_of(case_id)
    if picture is None or row is None:
        raise Http404("no such case for this reader")
    return picture, row


def _may(actor: Actor, row: CaseRow) -> dict[str, bool]:
    funding, is_open = row.funding, row.case.round.is_open
    is_funded = funding is not None and bool(funding.level)
    approves = actor.may(Verb.APPROVE_INVESTMENTS)
    waits = is_open and funding is None
    return {
        "describe": waits and actor.may(Verb.PROPOSE_INVESTMENTS),
        "flag": waits and (approves or actor.may(Verb.GOVERN_INVESTMENTS)),
        "decide": waits and approves and bool(row.levels),
        "gate": is_funded and approves and funding is not None and funding.gate == Gate.WAITING,
        "early": funding is not None and services.is_early(funding),
        "tell": is_funded and actor.may(Verb.PROPOSE_INVESTMENTS),
    }


def _shown(row: CaseRow, level: LevelRow, names: dict[str, str], currency: str) -> dict[str, Any]:
    expected = level.expected
    years = [
        {
            "year": year,
            "inertial": expected.inertial[year - 1],
            "low": expected.low[year - 1],
            "likely": expected.likely[year - 1],
            "high": expected.high[year - 1],
            "flow": level.flows.years[year - 1],
            "discounted": level.flows.years[year - 1] / (1 + level.rate) ** year,
        }
        for year in range(1, YEARS + 1)
    ]
    kept = next(each for each in row.case.levels.all() if each.name == level.name)
    return {
        "id": kept.pk,
        "name": level.name,
        "why": why_in_words(level, names),
        "short": "" if level.why is None else SHORT_WHY[level.why],
        "tone": "plain" if level.why is None else WHY_TONES.get(level.why, "plain"),
        "years": years,
        "is_sure": expected.is_sure,
        "cannibalised": expected.cannibalised,
        "figures": list(_figures(level, currency)),
    }


def _figures(level: LevelRow, currency: str) -> Iterator[tuple[str, str]]:
    flows, index, gain, payback = level.flows, level.index, level.flows.simple_return, level.payback
    nothing = formats.NOTHING
    yield _("Outlay"), whole(flows.outlay, currency)
    yield (
        _("Net present value at %(rate)s") % {"rate": formats.percent(level.rate, places=1)},
        whole(level.npv, currency),
    )
    yield _("Index"), nothing if index is None else formats.number(index, places=2)
    yield _("Return in 3 years"), nothing if gain is None else formats.percent(gain)
    yield (
        _("Payback"),
        _("not within three years")
        if payback is None
        else _("%(years)s years") % {"years": formats.number(payback, places=1)},
    )
    yield _("Most money out at once"), whole(flows.peak_need, currency)
    if level.expected.hours:
        yield _("Hours in the first year"), formats.number(level.expected.hours)


def _gate(funding: Funding, currency: str) -> dict[str, Any]:
    picture = selectors.gate_picture(funding, {})
    return {
        "first": whole(funding.first, currency),
        "rest": whole(funding.outlay - funding.first, currency),
        "waits": funding.gate == Gate.WAITING,
        "is_released": funding.gate == Gate.RELEASED,
        "targets": list(_targets(picture, currency)),
    }


def _targets(picture: GatePicture, currency: str) -> Iterator[tuple[Any, str, str, str]]:
    for name, target in picture.targets.items():
        met = {True: _("met"), False: _("missed"), None: _("not measured")}[target.is_met]
        if target.asked is None:
            met = _("no target was set")
        measured = _metric(name, target.measured, currency)
        yield METRIC_NAMES[name], _metric(name, target.asked, currency), measured, met


def _metric(name: str, value: Decimal | None, currency: str) -> str:
    if value is None:
        return formats.NOTHING
    if name == "share":
        return formats.percent(value)
    return whole(value, currency) if name == "sales" else formats.number(value, places=1)


def _actuals(
    picture: RoundPicture, row: CaseRow, currency: str
) -> Iterator[tuple[int, str, str, str]]:
    for each in picture.proven:
        if each.case_id == row.case.pk:
            forecast, actual = whole(each.forecast, currency), whole(each.actual, currency)
            yield each.year, forecast, actual, each.note


@allowed(Verb.APPROVE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Fund a case at a level, or not at all."""
    actor, currency = actor_of(request), shown_currency()
    seen = revision_of(Case(pk=case_id))  # read before the values that it stands for
    picture, row = _row_or_404(actor, case_id)
    case = row.case
    levels = [
        (each.name, _("“%(name)s”: %(outlay)s, net present value %(npv)s") % {
            "name": each.name,
            "outlay": whole(each.flows.outlay, currency),
            "npv": whole(each.npv, currency),
        })
        for each in row.levels
    ]  # fmt: skip
    proposed = row.chosen.name if row.chosen is not None else ""
    initial = {
        "seen": seen,
        "level": level_key(proposed),
        "share": MOST_AT_FIRST * 100,
        "gate_on": months_after(timezone.localdate(), FIRST_MONTH + 1),
    }
    form = DecideForm(sent(request), initial=initial, levels=levels)

    def keep(*, level: str, reason: str, seen: int, **_given: Any) -> None:
        services.decide(
            actor, case_id=case_id, level=level, reason=reason, staging=form.staging(), seen=seen
        )

    if done(form, keep):
        messages.success(request, _("It is decided."))
        return redirect("investment:case", case_id)
    names = {each.code: each.name for each in picture.rows}
    best = row.best
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("Decide on %(name)s") % {"name": case.customer},
        "intro": _("The choice proposes, you decide; for good, with a reason.")
        if best is None
        else why_in_words(best, names),
        "form": form,
        "verb": _("Decide"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@allowed(Verb.APPROVE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, case_id: int) -> HttpResponse:
    """Release the rest of a funding, or stop it."""
    actor = actor_of(request)
    case = case_or_404(actor, case_id)
    seen = revision_of(case)
    funding = funding_of(case)
    measured = selectors.measured_now(actor, case.customer.code)
    form = GateForm(
        sent(request),
        is_early=funding is not None and services.is_early(funding),
        initial={"seen": seen, **metrics_initial(measured)},
    )

    def keep(
        *, verdict: Gate, reason: str, seen: int, early_because: str = "", **_given: Any
    ) -> None:
        services.decide_gate(
            actor, case_id=case_id, verdict=verdict, measured=form.metrics(), reason=reason,
            early_because=early_because, seen=seen,
        )  # fmt: skip

    if done(form, keep):
        messages.success(request, _("It is decided."))
        return redirect("investment:case", case_id)
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("Gate of %(name)s") % {"name": case.customer},
        "intro": _gate_intro(funding, measured),
        "form": form,
        "verb": _("Decide"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@allowed(Verb.APPROVE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the gate of a funding asks for; they are set while it waits."""
    actor = actor_of(request)
    case = case_or_404(actor, case_id)
    seen = revision_of(case)
    funding = funding_of(case)
    asked = {} if funding is None else {key: Decimal(each) for key, each in funding.asked.items()}
    form = GateTargetsForm(sent(request), initial={"seen": seen, **metrics_initial(asked)})

    def keep(*, reason: str, seen: int, **_given: Any) -> None:
        services.set_gate_targets(
            actor, case_id=case_id, asked=form.metrics(), reason=reason, seen=seen
        )

    if done(form, keep):
        messages.success(request, _("The targets are kept."))
        return redirect("investment:case", case_id)
    currency = shown_currency()
    known = [
        _("%(metric)s: %(measured)s today.")
        % {"metric": METRIC_NAMES[name], "measured": _metric(name, value, currency)}
        for name, value in selectors.measured_now(actor, case.customer.code).items()
    ]
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("What the gate of %(name)s asks for") % {"name": case.customer},
        "intro": " ".join(known) or _("Nothing of it is measured yet."),
        "form": form,
        "verb": _("Keep the targets"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


def _gate_intro(funding: Funding | None, measured: dict[str, Decimal]) -> str:
    if funding is None or not funding.level:
        return _("Nothing is invested in it.")
    picture = selectors.gate_picture(funding, measured)
    currency = shown_currency()
    early = (
        _("The gate is on %(day)s, and not yet due: whoever decides now says why.")
        % {"day": formats.day(funding.gate_on)}
        if funding.gate_on is not None and services.is_early(funding)
        else ""
    )
    told = [
        _("%(metric)s: %(asked)s asked, %(measured)s by the KPIs.")
        % {"metric": name, "asked": asked, "measured": found}
        for name, asked, found, _met in _targets(picture, currency)
    ]
    if picture.proposed is not None:
        told.append(_("The targets say: %(verdict)s.") % {
            "verdict": formats.lower_first(str(VERDICT_NAMES[picture.proposed]))
        })  # fmt: skip
    if not funding.asked:
        told.append(_("No targets were set: set them first, or look, and decide."))
    return " ".join([early, *told]).strip()


@allowed(Verb.PROPOSE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def actual(request: HttpRequest, case_id: int) -> HttpResponse:
    """Say what a year has brought."""
    actor = actor_of(request)
    case = case_or_404(actor, case_id)
    form = ActualForm(sent(request), initial={"seen": revision_of(case)})

    def keep(**given: Any) -> None:
        services.enter_actual(actor, case_id=case_id, **given)

    if done(form, keep):
        messages.success(request, _("It is kept."))
        return redirect("investment:case", case_id)
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("What came of %(name)s") % {"name": case.customer},
        "intro": _("It is held against the forecast, and shrinks the next one of who made it."),
        "form": form,
        "verb": _("Keep it"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))
