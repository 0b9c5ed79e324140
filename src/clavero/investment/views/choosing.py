"""*The choice*: what is in and out and why, at this budget and others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Actor, Verb
from clavero.investment import selectors, services
from clavero.investment.charts import budget_chart
from clavero.investment.forms.deciding import ChoiceForm
from clavero.investment.forms.rounds import BindForm
from clavero.investment.models import Pair
from clavero.investment.rules.choosing import Shadow, choose, next_step, shadow_curve
from clavero.investment.rules.kinds import Aim
from clavero.investment.rules.options import Choice, Limits, reasons
from clavero.investment.rules.stages import More
from clavero.investment.selectors import Asked, RoundPicture
from clavero.investment.sentences import (
    choice_in_words,
    none_found,
    odd_targets,
    shadow_in_words,
    whole,
)
from clavero.investment.views.doors import crumbs_of, for_those_who_decide, round_or_404
from clavero.investment.words import PAIR_NAMES, SHORT_WHY, WHY_NAMES, WHY_TONES
from clavero.ledger.selectors import shown_currency
from clavero.ui import formats
from clavero.ui.answers import ask
from clavero.ui.charts import picture_answer
from clavero.ui.steps import done, sent, status_of

STEPS = 12
MOST_ODD = 5
"""Of how many accounts it is told at once what their gates would ask for."""


@for_those_who_decide
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, round_id: int) -> HttpResponse:
    """What is chosen at the budget, or at another one to look at; the executive approves it."""
    actor, currency = actor_of(request), shown_currency()
    found = round_or_404(round_id)
    seen = services.choice_revision()
    picture = selectors.round_picture(actor, found)
    form = ChoiceForm(
        sent(request), initial={"seen": seen}, odd_gates=_odd_gates(actor, picture, currency)
    )

    def approve(*, reason: str, seen: int, **_given: Any) -> None:
        services.approve_choice(
            actor, round_id=round_id, reason=reason, seen=seen, more=form.more()
        )

    if done(form, approve):
        messages.success(request, _("The choice is decided."))
        return redirect("investment:round", round_id)
    context: dict[str, Any] = {
        "crumbs": crumbs_of(found),
        "round": found,
        "form": form,
        "sentences": list(choice_in_words(picture, currency)),
        "approves": actor.may(Verb.APPROVE_INVESTMENTS) and found.is_open,
        "waiting": sum(row.funding is None for row in picture.rows),
        "governs": actor.may(Verb.GOVERN_INVESTMENTS) and found.is_open,
        "pairs": [_pair(each, picture) for each in picture.pairs],
        "currency": currency,
    }
    if picture.asked is not None and picture.terms is not None:
        budget = _budget_of(request, picture.terms.budget)
        looked_at = _looked_at(picture, picture.asked, budget, currency)
        if answer := picture_answer(request, [looked_at["chart"]]):
            return answer
        context |= looked_at
    return render(request, "investment/choice.html", context, status=status_of(form))


def _odd_gates(
    actor: Actor, picture: RoundPicture, currency: str
) -> Callable[[More], dict[str, str]]:
    """What the gates of the choice would ask for that can hardly be meant, account by account."""

    def told(more: More) -> dict[str, str]:
        waiting = [row for row in picture.rows if row.funding is None and row.chosen is not None]
        if not waiting or not more.is_asked:
            return {}
        found: dict[str, list[str]] = {}
        known = selectors.measured_of(actor, [row.code for row in waiting])
        for row in waiting:
            measured = known[row.code]
            for metric, said in odd_targets(more.than(measured), measured, currency).items():
                found.setdefault(metric, []).append(f"{row.name} · {said}")
        return {
            metric: " ".join([*every[:MOST_ODD], *(["…"] if len(every) > MOST_ODD else [])])
            for metric, every in found.items()
        }

    return told


def _budget_of(request: HttpRequest, otherwise: Decimal) -> Decimal:
    """The budget to look at, by the slider; else that of the terms."""
    try:
        asked = Decimal(request.GET.get("budget", ""))
    except InvalidOperation:
        return otherwise
    return asked if asked.is_finite() and 0 <= asked <= 10 * otherwise else otherwise


def _looked_at(
    picture: RoundPicture, asked: Asked, budget: Decimal, currency: str
) -> dict[str, Any]:
    terms = picture.terms
    assert terms is not None
    freed = terms.budget - asked.limits.budget  # bound by what was stopped
    limits = Limits(
        max(Decimal(0), budget - freed),
        asked.limits.cash,
        asked.limits.hours,
        asked.limits.accounts,
    )
    is_other = budget != terms.budget
    chosen = picture.choice if not is_other else None
    if chosen is None:
        chosen = choose(asked.options, asked.rate, limits, asked.bonds)
    told = reasons(asked.options, chosen, limits, asked.bonds, asked.rate)
    names = {row.code: row.name for row in picture.rows}
    ids = {row.code: row.case.pk for row in picture.rows}
    grid = [terms.budget * 2 * at / STEPS for at in range(STEPS + 1)]
    # What the draws have chosen may be worth less on average than the best one: the curve and what
    # a little more would bring are of the latter, whatever the terms choose by.
    by_draws = terms.aim != Aim.MEAN and not picture.needs_draws
    best = chosen
    if by_draws and not is_other:
        best = choose(asked.options, asked.rate, limits, asked.bonds)
    then = next_step(asked.options, asked.rate, limits, asked.bonds, best.value)
    looked_at = {*grid, budget} if then is None else {*grid, budget, then.budget + freed}
    curve = shadow_curve(asked.options, asked.rate, limits, asked.bonds, sorted(looked_at))
    here = Shadow(limits.budget, best.value, best.spent, len(best.chosen))
    shadow = shadow_in_words(here, then, currency) if best.is_possible else ""
    rows = [
        {
            "id": ids[each.option.account],
            "name": names[each.option.account],
            "level": each.option.level,
            "outlay": whole(each.option.outlay, currency),
            "npv": whole(each.option.flows.npv(asked.rate), currency),
            "short": SHORT_WHY[each.why],
            "tone": WHY_TONES.get(each.why, "plain"),
            "why": _why(each.why, names.get(each.because_of, "")),
            "is_in": each.why in {"chosen", "must"},
        }
        for each in told
    ]
    rows.sort(key=lambda row: (not row["is_in"], row["name"], row["level"]))
    return {
        "rows": rows if chosen.is_possible else [],
        "budget": budget,
        "set_budget": terms.budget,
        "highest": terms.budget * 2,
        "step": max(Decimal(1), (terms.budget / 50).quantize(Decimal(1))),
        "is_other": is_other,
        "what_if": _what_if(chosen, currency),
        "by_draws": by_draws,
        "shadow": shadow,
        "chart": budget_chart(
            curve,
            now=budget,
            currency=currency,
            description=shadow or _what_if(best, currency),
        ),
    }


def _what_if(choice: Choice, currency: str) -> str:
    if not choice.is_possible and not choice.is_optimal:
        return none_found()
    if not choice.is_possible:
        return _("What must be funded does not fit.")
    count = len(choice.chosen)
    return ngettext(
        "%(count)s account, %(value)s of net present value.",
        "%(count)s accounts, %(value)s of net present value.",
        count,
    ) % {"count": formats.number(count), "value": whole(choice.value, currency)}


def _why(why: Any, other: str) -> str:
    if other and why == "excluded":
        return _("%(other)s is chosen, which excludes it.") % {"other": other}
    if other and why == "lacks_other":
        return _("It needs %(other)s, which is not chosen.") % {"other": other}
    return str(WHY_NAMES[why])


def _pair(pair: Pair, picture: RoundPicture) -> dict[str, Any]:
    names = {row.case.pk: row.name for row in picture.rows}
    return {
        "id": pair.pk,
        "first": names.get(pair.first_id, ""),
        "second": names.get(pair.second_id, ""),
        "bond": PAIR_NAMES[pair.kind],
        "reason": pair.reason,
    }


# -- what binds ------------------------------------------------------------------------------------


@allowed(Verb.GOVERN_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: HttpRequest, round_id: int) -> HttpResponse:
    """Let one account exclude another, or need it."""
    actor = actor_of(request)
    found = round_or_404(round_id)
    picture = selectors.round_picture(actor, found)
    accounts = [(row.case.pk, row.name) for row in picture.rows]
    form = BindForm(sent(request), accounts=accounts)

    def keep(*, first: int, second: int, **given: Any) -> None:
        services.bind(actor, first_id=first, second_id=second, **given)

    if done(form, keep):
        messages.success(request, _("They are bound."))
        return redirect("investment:choice", round_id)
    context = {
        "crumbs": crumbs_of(found),
        "title": _("Bind two accounts"),
        "intro": _("One factory for both, one buyer who would hear of it: the choice minds it."),
        "form": form,
        "verb": _("Bind them"),
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@allowed(Verb.GOVERN_INVESTMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def unbind(request: HttpRequest, round_id: int, pair_id: int) -> HttpResponse:
    """Ask, and take a bond away."""
    found = round_or_404(round_id)
    picture = selectors.round_picture(actor_of(request), found)
    pair = next((each for each in picture.pairs if each.pk == pair_id), None)
    back = reverse("investment:choice", args=[round_id])
    if pair is None:
        return redirect(back)
    if request.method == "POST":
        services.unbind(actor_of(request), pair_id=pair_id)
        messages.success(request, _("The bond is taken away."))
        return redirect(back)
    told = _pair(pair, picture)
    return ask(
        request,
        title=_("Take a bond away"),
        question=_("%(first)s and %(second)s: %(bond)s. Take it away?") % told,
        verb=_("Take it away"),
        back=back,
        is_destructive=True,
    )
