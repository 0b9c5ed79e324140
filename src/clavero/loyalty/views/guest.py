"""The respondent's side: one page with the questions, and one to be left in peace."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.core.links import language_of
from clavero.loyalty import selectors, services
from clavero.loyalty.rules.answering import Read, read
from clavero.loyalty.rules.asking import TEXT_LENGTH, State
from clavero.loyalty.selectors import Respondent
from clavero.loyalty.showing import shown_questions
from clavero.ui import formats
from clavero.ui.origins import takes_unnamed_origins

LANGUAGE = "language"
RespondentView = Callable[[HttpRequest, str, Respondent | None], HttpResponse]


def _for_respondents(view: RespondentView) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page without an account, in the language that its reader chose or that of the link, which
    nobody indexes or keeps, and whose address goes nowhere."""
    protected = takes_unnamed_origins(view)

    @login_not_required
    @csrf_exempt  # here; ``protected`` looks, so that its refusal is a page like the others
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        who = selectors.respondent_of(token)
        with translation.override(_language(request, token, who)):
            response = protected(request, token, who)
            response.headers["Content-Language"] = translation.get_language()
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        patch_cache_control(response, private=True, no_store=True)
        return response

    return cast("Callable[[HttpRequest, str], HttpResponse]", shown)


@_for_respondents
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str, who: Respondent | None) -> HttpResponse:
    """The questions while the link is open; else why it is not, without a word of what was said."""
    if who is None or who.state is not State.OPEN:
        return _over(request, who)
    if request.method != "POST":
        return _questions(request, token, who)
    found = read(who.asked.questions, request.POST.dict())
    if request.POST.get(LANGUAGE):  # the switch: nothing is sent, nothing is lost
        return _questions(request, token, who)
    if found.wrong or found.too_long:
        return _questions(request, token, who, found=found, status=422)
    try:
        services.answer(token, said=found.said)
    except Refusal as refusal:
        return _questions(request, token, who, refused=str(refusal), status=422)
    return redirect(f"{reverse('answering:survey', args=[token])}?{LANGUAGE}={_here()}")


@_for_respondents
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, who: Respondent | None) -> HttpResponse:
    """Somebody does not want to be asked again: once more in words, then it holds."""
    if who is None:
        return _over(request, None)
    is_done = request.method == "POST" and not request.POST.get(LANGUAGE)
    if is_done:
        services.stop_asking(token)
    context = _around(token, who) | {"is_done": is_done}
    return render(request, "loyalty/answering/stop.html", context)


def _questions(
    request: HttpRequest,
    token: str,
    who: Respondent,
    *,
    found: Read | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    language, found = _here(), found or Read()
    context: dict[str, Any] = _around(token, who) | {
        "title": who.asked.title[language],
        "intro": who.asked.intro.get(language, ""),
        "questions": shown_questions(who.asked.questions, request.POST, language, found),
        "until": who.until,
        "most": formats.number(TEXT_LENGTH),
        "refused": refused,
        "is_wrong": bool(found.wrong or found.too_long),
    }
    return render(request, "loyalty/answering/survey.html", context, status=status)


def _over(request: HttpRequest, who: Respondent | None) -> HttpResponse:
    """What there is to say of a link that takes no answer; of one that is not ours, no more than of
    one that was taken back."""
    state = State.REVOKED if who is None else who.state
    context = {
        "state": state.value,
        "asks": "" if who is None else who.asks,
    }
    status = 404 if who is None else 200
    return render(request, "loyalty/answering/over.html", context, status=status)


def _around(token: str, who: Respondent) -> dict[str, Any]:
    return {"token": token, "asks": who.asks, "languages": _offered(), "language": _here()}


def _offered() -> list[tuple[str, str, bool]]:
    """The languages, each in its own word, and whether the page speaks it."""
    names = {"es": "Español", "en": "English"}
    return [(code, names[code], code == _here()) for code, _name in settings.LANGUAGES]


def _language(request: HttpRequest, token: str, who: Respondent | None) -> str:
    known = dict(settings.LANGUAGES)
    asked = (request.POST.get(LANGUAGE), request.POST.get("in"), request.GET.get(LANGUAGE))
    chosen = next((each for each in asked if each in known), None)
    given = who.language if who is not None else language_of(token)
    return chosen or given or translation.get_language()


def _here() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
