"""*Score an account*: what somebody says of it, beside what holds today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.ledger import selectors as ledger
from clavero.matrix import selectors, services
from clavero.matrix.forms.scoring import ScoringForm
from clavero.matrix.hooks import Heard, on_position
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.scales import Direct
from clavero.matrix.rules.scores import Subject
from clavero.matrix.scales_in_words import scale_in_words
from clavero.matrix.selectors import AccountInMatrix, SaidOf
from clavero.matrix.sentences import said_of_line, said_of_score, value_of
from clavero.matrix.words import (
    SUPPLIER_ANCHORS,
    UNITS,
    Name,
    anchors_of,
    factor_names,
    factor_note,
)
from clavero.portfolio.doors import moved_on
from clavero.ui import formats
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

SUGGESTED = "heard"


@allowed(Verb.SCORE_ACCOUNTS)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Enter scores of one account."""
    actor, today = actor_of(request), timezone.localdate()
    try:
        found = selectors.account_in_matrix(actor, customer_id, as_of=today)
    except ObjectDoesNotExist:
        return moved_on(request, actor, customer_id)
    row, names = found.row, factor_names(found.holding.settings)
    answers = (ask(row.card.code, today, found.shape) for ask in on_position)
    heard = next(filter(None, answers), None)
    takes_over = heard is not None and SUGGESTED in request.GET
    form = ScoringForm(
        sent(request),
        version=row.version,
        names=names,
        criteria=found.holding.settings.to_score,
        derived=row.derived,
        competitors=row.said.competitors,
        seen=row.said.newest,
        suggested=_suggested(heard) if heard is not None and takes_over else None,
    )
    counts: list[int] = []

    def keep(**given: Any) -> None:
        counts.append(services.score_account(actor, customer_id=customer_id, **given))

    if done(form, keep):
        messages.success(request, _told(counts[0]))
        now = selectors.account_in_matrix(actor, customer_id, as_of=today).row
        for sentence in _overruled(form.cleaned_data, now.said, names, before=row.said.newest):
            messages.warning(request, sentence)
        return redirect("matrix:why", customer_id)
    context = {
        "crumbs": [
            Crumb(_("Account analysis matrix"), reverse("matrix:matrix")),
            Crumb(row.card.title, reverse("matrix:why", args=[customer_id])),
        ],
        "row": row,
        "form": form,
        "potential": _potential(form, found),
        "position": _position(form, found),
        "anchors": SUPPLIER_ANCHORS,
        "heard": heard,
        "heard_lines": [] if heard is None else _heard_lines(heard, names),
        "takes_over": takes_over,
    }
    return render(request, "matrix/score.html", context, status=status_of(form))


def _suggested(heard: Heard) -> dict[str, Any]:
    """How the form begins with what a survey says; a person looks at it and keeps it."""
    scores = {
        f"{subject}_{key}": f"{round(pair[at], 1):f}"
        for key, pair in heard.scores.items()
        for at, subject in enumerate((Subject.US, Subject.COMPETITOR))
    }
    count = ngettext("%(count)s person", "%(count)s people", heard.people)
    reason = _("Survey “%(name)s”, answered by %(people)s") % {
        "name": heard.said_in,
        "people": count % {"count": formats.number(heard.people)},
    }
    return {**scores, "source": Source.SURVEY.value, "day": heard.day, "reason": reason}


def _heard_lines(heard: Heard, names: Mapping[str, Name]) -> list[tuple[Name, str]]:
    return [
        (
            names[key],
            _("we %(us)s, the best other one %(other)s")
            % {
                "us": formats.number(us, places=1),
                "other": formats.number(other, places=1),
            },
        )
        for key, (us, other) in heard.scores.items()
        if key in names
    ]


def _told(count: int) -> str:
    if not count:
        return _("All of it was there already.")
    kept = ngettext("%(count)s score is kept.", "%(count)s scores are kept.", count)
    return kept % {"count": formats.number(count)}


def _overruled(
    given: Mapping[str, Any], said: SaidOf, names: Mapping[str, Name], *, before: int
) -> Iterator[str]:
    """Of each score kept that does not count: what counts instead. It was there ``before``."""
    for each in given["rated"]:
        rival = given["competitor"].strip() if each.subject is Subject.COMPETITOR else ""
        holds = said.of(each.criterion, each.subject, rival, given["forecast"] or "")
        if holds is None or holds.pk > before or holds.value == each.value:
            continue
        yield _("“%(criterion)s” stays at %(value)s: %(said)s, goes before it.") % {
            "criterion": names[each.criterion],
            "value": value_of(each.criterion, holds.value),
            "said": said_of_score(holds),
        }


def _potential(form: ScoringForm, found: AccountInMatrix) -> list[dict[str, Any]]:
    lines = {line.part.factor: line for line in found.potential}
    factors = {each.key: each for each in found.row.version.potential}
    currency = ledger.shown_currency()
    return [
        {
            "field": field,
            "note": factor_note(factors[key]),
            "means": _means(factors[key]),
            "unit": UNITS.get(key, ""),
            "now": value_of(key, lines[key].part.value),
            "said": said_of_line(lines[key], currency),
        }
        for key, field in form.potential()
    ]


def _means(factor: Factor) -> Name:
    """What a value is worth: by its scale, or by what people go by."""
    if isinstance(factor.scale, Direct):
        return anchors_of(factor.key, factor)
    return scale_in_words(factor)


def _position(form: ScoringForm, found: AccountInMatrix) -> list[dict[str, Any]]:
    row = found.row
    return [
        {
            "field": ours,
            "theirs": theirs,
            **_standing(row.said.of(key), key),
            "rivals": [
                (name or _("the best one"), value_of(key, float(said.value)))
                for name in row.said.competitors
                if (said := row.said.of(key, Subject.COMPETITOR, name))
            ],
        }
        for key, ours, theirs in form.position()
    ]


def _standing(score: Any, key: str) -> dict[str, Any]:
    if score is None:
        return {"now": formats.NOTHING, "said": ""}
    return {"now": value_of(key, float(score.value)), "said": said_of_score(score)}
