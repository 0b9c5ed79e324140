"""*Surveys*: what is asked, and the waves that asked it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of, allowed
from clavero.identity.rules import Verb
from clavero.loyalty import selectors, services
from clavero.loyalty.charts import trend_chart
from clavero.loyalty.forms import StartForm, SurveyForm
from clavero.loyalty.rules.asking import language_of, language_spoken
from clavero.loyalty.sentences import headline
from clavero.loyalty.services.sending import reaches_people
from clavero.loyalty.views.common import crumbs
from clavero.loyalty.words import LANGUAGE_NAMES, REASON_NAMES
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui.answers import or_404
from clavero.ui.charts import picture_answer
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The waves that asked somebody whom the reader sees, and the surveys there are."""
    actor = actor_of(request)
    found = selectors.all_waves(actor)
    chart = trend_chart([(each.wave.name, each.wave.opened_at, each.whole) for each in found])
    charts = [] if chart is None else [chart]
    runs = actor.may(Verb.RUN_SURVEYS)
    context = {
        "waves": [(each, headline(each.whole)) for each in found],
        "surveys": selectors.surveys() if runs else [],
        "chart": chart,
        "runs": runs,
        "writes": actor.may(Verb.WRITE_SURVEYS),
    }
    return picture_answer(request, charts) or render(request, "loyalty/home.html", context)


@allowed(Verb.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new survey, beginning with the questions of Clavero."""
    return _survey(request, None)


@allowed(Verb.WRITE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, survey_id: int) -> HttpResponse:
    """A survey is written anew; waves under way keep what they began with."""
    return _survey(request, survey_id)


def _survey(request: HttpRequest, survey_id: int | None) -> HttpResponse:
    actor = actor_of(request)
    versions = [] if survey_id is None else or_404(lambda: selectors.survey_versions(survey_id))
    last = versions[0] if versions else None
    form = SurveyForm(
        sent(request),
        name="" if last is None else last.survey.name,
        now=None if last is None else last.asked,
        seen=0 if last is None else last.number,
    )

    def keep(**given: Any) -> None:
        services.write_survey(actor, survey_id=survey_id, **given)

    if done(form, keep):
        messages.success(request, _("The survey is written down."))
        return redirect("loyalty:home")
    context = {
        "crumbs": crumbs(),
        "form": form,
        "title": _("A survey") if last is None else last.survey.name,
        "versions": versions,
    }
    return render(request, "loyalty/survey.html", context, status=status_of(form))


@allowed(Verb.RUN_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """A wave: first who would be asked and who not, then their messages go out."""
    actor = actor_of(request)
    asked = request.GET.get("account", "")
    form = StartForm(
        sent(request),
        surveys=selectors.surveys(),
        accounts=selectors.askable(actor),
        chosen=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None,
    )
    made: list[Any] = []

    def begin(**given: Any) -> None:
        made.append(services.start_wave(actor, **given))

    who = None
    if request.method == "POST":
        if "begin" in request.POST:
            if done(form, begin):
                messages.success(request, _("The wave has begun; the messages are on their way."))
                return redirect("loyalty:wave", made[0].pk)
        elif form.is_valid():
            given = form.cleaned_data
            who = selectors.who_is_asked(
                actor,
                customer_ids=given["customer_ids"],
                functions=given["functions"],
                rests=given["rests"],
            )
    context = {
        "crumbs": crumbs(),
        "form": form,
        "who": who,
        "left_out": [] if who is None else _left_out(who),
        "asked": [] if who is None else _asked(who),
        "mails": reaches_people(),
    }
    return render(request, "loyalty/start.html", context, status=status_of(form))


def _asked(who: selectors.WhoIsAsked) -> list[tuple[Any, str, str]]:
    return [
        (each, _function(each.who.function), _language(each.who.languages, each.who.country))
        for each in who.asked
    ]


def _language(spoken: str, country: str) -> str:
    """In which language somebody is asked, and why where it is none of theirs."""
    told = {"language": LANGUAGE_NAMES[language_of(spoken, country)], "spoken": spoken}
    if not spoken or language_spoken(spoken) is not None:
        return _("in %(language)s") % told
    return _("in %(language)s, for of “%(spoken)s” none is offered") % told


def _left_out(who: selectors.WhoIsAsked) -> list[tuple[Any, str, str]]:
    return [
        (each, _function(each.who.function), str(REASON_NAMES[each.why]))
        for each in who.left_out
        if each.why is not None
    ]


def _function(key: str) -> str:
    return str(FUNCTION_NAMES[key])
