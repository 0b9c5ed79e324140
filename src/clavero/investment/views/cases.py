"""A case: what it costs and brings, what was decided, its gate, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
from clavero.investment.rules.stages import FIRST_MONTH, MOST_AT_FIRST, More, months_after
from clavero.investment.selectors import CaseRow, LevelRow, RoundPicture, funding_of
from clavero.investment.sentences import (
    gate_in_words,
    metric_in_words,
    odd_targets,
    record_in_words,
    targets_to_mend,
    today_in_words,
    whole,
    whole_sentence,
    why_in_words,
)
from clavero.investment.tables import decided_in_words
from clavero.investment.views.doors import case_or_404, crumbs_of, for_those_who_invest
from clavero.investment.words import SHORT_WHY, WHY_TONES
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
        "because": "" if funding is None else whole_sentence(funding.reason),
        "gate": _gate(actor, case, currency) if funding is not None and funding.level else None,
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


def _gate(actor: Actor, case: Case, currency: str) -> dict[str, Any]:
    funding = case.funding
    waits = funding.gate == Gate.WAITING
    measured = selectors.measured_now(actor, case.customer.code) if waits else {}
    picture = selectors.gate_picture(funding, measured)
    return {
        "first": whole(funding.first, currency),
        "rest": whole(funding.outlay - funding.first, currency),
        "waits": waits,
        "is_released": funding.gate == Gate.RELEASED,
        "targets": list(gate_in_words(picture, currency)),
        "asks_nothing": waits and not funding.asked,
        "reason": whole_sentence(funding.gate_reason),
        "early_because": whole_sentence(funding.early_because),
    }


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
    measured = selectors.measured_now(actor, row.code)
    initial = {
        **metrics_initial(More().than(measured)),
        "seen": seen,
        "level": level_key(proposed),
        "share": MOST_AT_FIRST * 100,
        "gate_on": months_after(timezone.localdate(), FIRST_MONTH + 1),
    }
    form = DecideForm(
        sent(request),
        initial=initial,
        levels=levels,
        today=_today(measured, currency),
        odd_targets=_odd(measured, currency),
    )

    def keep(*, level: str, reason: str, seen: int, **_given: Any) -> None:
        funding = services.decide(
            actor, case_id=case_id, level=level, reason=reason, staging=form.staging(), seen=seen
        )
        _tell_decided(request, funding, measured, _("It is decided."))

    if done(form, keep):
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
    return render(request, "investment/decide.html", context, status=status_of(form))


def _today(measured: Mapping[str, Decimal], currency: str) -> dict[str, str]:
    return {name: metric_in_words(name, value, currency) for name, value in measured.items()}


def _odd(
    measured: Mapping[str, Decimal], currency: str
) -> Callable[[Mapping[str, Decimal]], Mapping[str, str]]:
    """Which targets can hardly be meant, as their form asks it."""
    return lambda asked: odd_targets(asked, measured, currency)


def _tell_decided(
    request: HttpRequest, funding: Funding, measured: Mapping[str, Decimal], told: str
) -> None:
    """Say that it is done, and what to look at in the targets of its gate."""
    messages.success(request, told)
    for sentence in targets_to_mend(funding, measured, shown_currency()):
        messages.warning(request, sentence)


def _without_gate(request: HttpRequest, case: Case, funding: Funding | None) -> HttpResponse:
    """Nothing waits to be decided here, and why."""
    told = (
        _("Nothing is invested in it.")
        if funding is None or not funding.level
        else _("%(name)s has decided at the gate already.") % {"name": funding.gate_by}
    )
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("Gate of %(name)s") % {"name": case.customer},
        "told": told,
        "case": case,
    }
    return render(request, "investment/no_gate.html", context)


def _waits(funding: Funding | None) -> bool:
    return funding is not None and bool(funding.level) and funding.gate == Gate.WAITING


@allowed(Verb.APPROVE_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, case_id: int) -> HttpResponse:
    """Release the rest of a funding, or stop it."""
    actor = actor_of(request)
    case = case_or_404(actor, case_id)
    seen = revision_of(case)
    funding = funding_of(case)
    if request.method != "POST" and not _waits(funding):
        return _without_gate(request, case, funding)
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
    if request.method != "POST" and not _waits(funding):
        return _without_gate(request, case, funding)
    asked = {} if funding is None else {key: Decimal(each) for key, each in funding.asked.items()}
    measured, currency = selectors.measured_now(actor, case.customer.code), shown_currency()
    form = GateTargetsForm(
        sent(request),
        initial={"seen": seen, **metrics_initial(asked)},
        today=_today(measured, currency),
        odd_targets=_odd(measured, currency),
    )

    def keep(*, reason: str, seen: int, **_given: Any) -> None:
        funding = services.set_gate_targets(
            actor, case_id=case_id, asked=form.metrics(), reason=reason, seen=seen
        )
        _tell_decided(request, funding, measured, _("The targets are kept."))

    if done(form, keep):
        return redirect("investment:case", case_id)
    context = {
        "crumbs": crumbs_of(case.round, case),
        "title": _("What the gate of %(name)s asks for") % {"name": case.customer},
        "intro": today_in_words(measured, currency),
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
    told = list(gate_in_words(picture, currency))
    if picture.proposed is Gate.RELEASED:
        told.append(_("By its targets the rest is released."))
    elif picture.proposed is Gate.STOPPED:
        told.append(_("By its targets it is stopped: one of them is missed."))
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
