"""*What may happen*: draws of a round, made in the background, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of
from clavero.investment import jobs, selectors, services
from clavero.investment.charts import histogram_chart, ranges_chart
from clavero.investment.models import Drawing
from clavero.investment.rules.kinds import Aim, DrawingState
from clavero.investment.selectors import Kept, RoundPicture
from clavero.investment.sentences import whole
from clavero.investment.views.doors import crumbs_of, for_those_who_decide, round_or_404
from clavero.investment.words import AIM_SHORT, DRAWING_NAMES, drawing_failure
from clavero.ledger.selectors import shown_currency
from clavero.ui import formats
from clavero.ui.answers import finish_progress
from clavero.ui.charts import Chart, picture_answer
from clavero.ui.parts import Progress


@for_those_who_decide
@require_http_methods(["GET", "HEAD", "POST"])
def risk(request: HttpRequest, round_id: int) -> HttpResponse:
    """What 10,000 draws say of each account and of the choices; they are made on request."""
    actor, currency = actor_of(request), shown_currency()
    found = round_or_404(round_id)
    if request.method == "POST":
        ordered = services.order_draws(actor, round_id=round_id)
        jobs.draw.enqueue(ordered.pk)
        ordered.refresh_from_db(fields=["state"])
        if ordered.state == DrawingState.DONE:
            messages.success(request, _("The draws are made."))
        return redirect("investment:risk", round_id)
    drawing = selectors.latest_drawing(found)
    picture = selectors.round_picture(actor, found)
    kept = None
    if picture.asked is not None and picture.terms is not None:
        kept = selectors.latest_assessment(found, picture.asked, picture.terms)
    context: dict[str, Any] = {
        "crumbs": crumbs_of(found),
        "round": found,
        "kept": kept,
        "progress": _progress(drawing),
        "is_quiet": drawing is not None and services.is_quiet(drawing),
        "failure": drawing_failure(drawing.failure) if drawing and drawing.failure else "",
        "may_draw": picture.asked is not None and bool(picture.asked.options),
    }
    if kept is not None:
        charts = _charts(kept, picture, currency)
        if answer := picture_answer(request, charts):
            return answer
        context |= {
            "charts": charts,
            "ranges": _figures(kept, picture, currency),
            "aims": list(_aims(kept, picture, currency)),
            "currency": currency,
        }
    return render(request, "investment/risk.html", context)


@for_those_who_decide
@require_safe
def drawing(request: HttpRequest, round_id: int) -> HttpResponse:
    """How far the draws are: the bar alone, as its page asks for it again and again."""
    found = round_or_404(round_id)
    progress = _progress(selectors.latest_drawing(found))
    if progress is None or not getattr(request, "htmx", False):
        return finish_progress(request, reverse("investment:risk", args=[round_id]))
    return render(request, "ui/partials/progress.html", {"progress": progress})


def _progress(row: Drawing | None) -> Progress | None:
    """``None`` where nothing is under way."""
    if row is None or not row.is_under_way:
        return None
    state = DrawingState(row.state)
    return Progress(
        label=DRAWING_NAMES[state],
        done=row.percent,
        total=None if state is DrawingState.WAITING else 100,
        url=reverse("investment:drawing", args=[row.round_id]),
        note=_("You can leave this page: the draws go on, and what they say is kept."),
    )


def _charts(kept: Kept, picture: RoundPicture, currency: str) -> list[Chart]:
    aim = kept.found["aims"][kept.assessment.terms.aim]
    rows = sorted(_ranges(kept, aim, picture), key=lambda row: -row["mean"])
    charts = [
        ranges_chart(
            rows,
            currency=currency,
            description=_(
                "The bar holds nine of ten draws; half of them lie on each side of the dot."
            ),
        )
    ]
    if aim["bars"]:
        told = _("A loss in %(loss)s of the draws; in the worst twentieth %(cvar)s on average.") % {
            "loss": formats.percent(Decimal(str(aim["risk"]["loss"]))),
            "cvar": whole(_money(aim["risk"]["cvar"]), currency),
        }
        charts.insert(0, histogram_chart(aim["bars"], currency=currency, description=told))
    return charts


def _ranges(kept: Kept, aim: dict[str, Any], picture: RoundPicture) -> Iterator[dict[str, Any]]:
    """Each account at the level that is chosen, else at the one that brings most."""
    names = {row.code: row.name for row in picture.rows}
    chosen = dict(aim["chosen"])
    by_account: dict[str, list[dict[str, Any]]] = {}
    for each in kept.found["options"]:
        by_account.setdefault(each["account"], []).append(each)
    for account, options in by_account.items():
        best = max(options, key=lambda each: (each["level"] == chosen.get(account), each["mean"]))
        yield {
            "label": names.get(account, account),
            "level": best["level"],
            **{name: _money(best[name]) for name in ("p5", "p50", "p95", "mean", "cvar")},
            "loss": Decimal(str(best["loss"])),
            "firm": Decimal(str(round(kept.found["firmness"].get(account, 0), 4))),
        }


def _figures(kept: Kept, picture: RoundPicture, currency: str) -> list[dict[str, Any]]:
    """The same as the picture of the accounts, in figures."""
    aim = kept.found["aims"][kept.assessment.terms.aim]
    rows = sorted(_ranges(kept, aim, picture), key=lambda row: -row["mean"])
    return [
        {
            "label": row["label"],
            "level": row["level"],
            **{name: whole(row[name], currency) for name in ("p5", "p50", "p95", "mean", "cvar")},
            "loss": formats.percent(row["loss"]),
            "firm": formats.percent(row["firm"], places=0),
        }
        for row in rows
    ]


def _aims(kept: Kept, picture: RoundPicture, currency: str) -> Iterator[dict[str, Any]]:
    names = {row.code: row.name for row in picture.rows}
    for aim in Aim:
        found = kept.found["aims"][aim]
        risk_ = found["risk"]
        yield {
            "name": AIM_SHORT[aim],
            "is_set": aim == kept.assessment.terms.aim,
            "is_possible": found["is_possible"],
            "is_proven": found["is_optimal"],
            "accounts": ", ".join(
                names.get(account, account) for account, _level in found["chosen"]
            )
            or _("nobody"),
            "spent": whole(_money(found["spent"]), currency),
            "mean": whole(_money(risk_["mean"]), currency),
            "p5": whole(_money(risk_["p5"]), currency),
            "p50": whole(_money(risk_["p50"]), currency),
            "p95": whole(_money(risk_["p95"]), currency),
            "cvar": whole(_money(risk_["cvar"]), currency),
            "loss": formats.percent(Decimal(str(risk_["loss"]))),
        }


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))
