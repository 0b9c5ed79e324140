"""*Who knows whom*: our functions against theirs, what is missing, and what would go with whom."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships import selectors, services
from clavero.relationships.charts import history_chart
from clavero.relationships.content.knows import LEGEND, matrix_drawing, matrix_pages
from clavero.relationships.content.rows import LETTERS
from clavero.relationships.drawn_rows import matrix_rows
from clavero.relationships.forms import StageForm
from clavero.relationships.rendering.slides import room_for
from clavero.relationships.sentences import (
    gap_in_words,
    leaving_in_words,
    relationship_in_words,
    stages_in_words,
)
from clavero.relationships.tables import called
from clavero.relationships.views.common import crumbs_of, refuse_readers, tabs
from clavero.relationships.views.drawn import DRAWN_AS, file_of, files_of, note_of
from clavero.relationships.words import FUNCTION_NAMES, SIDE_NAMES, stage_name
from clavero.ui.answers import or_404
from clavero.ui.charts import picture_answer
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The matrix of one account; how far the relationship is, is said here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.relationship(actor, customer_id))
    refuse_readers(actor, request.method)
    tends = actor.may(Verb.TEND_CONTACTS)
    form = StageForm(sent(request), initial={"said_on": timezone.localdate()}) if tends else None
    say = partial(services.say_stage, actor, customer_id=customer_id)
    if request.method == "POST" and form is not None and done(form, say):
        messages.success(request, _("It is written down."))
        return redirect("relationships:matrix", customer_id)
    told = relationship_in_words(found)
    chart = history_chart(found, told)
    picture = picture_answer(request, [] if chart is None else [chart])
    if picture is not None:
        return picture
    if found.rows and found.columns and DRAWN_AS in request.GET:
        note = note_of(actor.name)
        file = file_of(
            request,
            matrix_drawing(found, note),
            lambda: list(matrix_pages(found, note, room_for(LETTERS, LEGEND))),
        )
        if file is not None:
            return file
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "matrix"),
        "tends": tends,
        "is_team": found.is_team,
        "form": form,
        "headline": told[0],
        "sentences": told[1:],
        "stages": [
            (SIDE_NAMES[word.side], stage_name(word.stage), word)
            for word in (found.stages.ours, found.stages.theirs)
            if word is not None
        ],
        "gap": stages_in_words(found),
        "columns": [FUNCTION_NAMES[each] for each in found.columns],
        "rows": matrix_rows(found.rows, is_team=found.is_team),
        "files": files_of({}),
        "gaps": list(dict.fromkeys(gap_in_words(each) for each in found.gaps)),
        "leaving": [
            (called(each.name, ""), each, leaving_in_words(each)) for each in found.leaving
        ],
        "history": found.history,
        "has_late": any(each.is_late and each.shape is not None for each in found.history),
        "has_history": any(each.shape is not None for each in found.history[:-1]),
        "chart": chart,
    }
    forms = [] if form is None else [form]
    return render(request, "relationships/matrix.html", context, status=status_of(*forms))
