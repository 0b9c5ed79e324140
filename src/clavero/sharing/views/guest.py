"""The customer's side: the door with the code, and the one page behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.defaults import page_not_found

from clavero.core.errors import Refusal
from clavero.core.links import language_of
from clavero.identity.doors import network_address
from clavero.sharing import selectors, services
from clavero.sharing.forms import CodeForm, CommentForm, SignForm
from clavero.sharing.models import TEXT_LENGTH, Answer
from clavero.sharing.rules.entering import (
    CODE_LASTS,
    CODE_TRIES,
    SESSION_LASTS,
    ShareState,
    Visit,
    network_of,
)
from clavero.sharing.rules.news import MINUTES
from clavero.sharing.selectors import Guest
from clavero.sharing.showing import money_of, shown_page
from clavero.sharing.views._tries import Tries, keep_tries, tries_of
from clavero.ui import formats
from clavero.ui.origins import takes_unnamed_origins
from clavero.ui.steps import done, sent, status_of

COOKIE = "clavero_guest"

P = ParamSpec("P")
GuestView = Callable[Concatenate[HttpRequest, str, Guest | None, P], HttpResponse]


def _for_guests(view: GuestView[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """A page without an account, in the language of its link, which nobody indexes or keeps, and
    whose address goes nowhere."""
    protected = takes_unnamed_origins(view)

    @login_not_required
    @csrf_exempt  # here; ``protected`` looks, so that its refusal is a page like the others
    @wraps(view)
    def shown(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        guest = selectors.guest_of(token, _word(request))
        language = guest.language if guest else language_of(token)
        with translation.override(language or translation.get_language()):
            try:
                response = protected(request, token, guest, *args, **kwargs)
            except Http404 as missing:
                response = page_not_found(request, missing)
            response.headers["Content-Language"] = translation.get_language()
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        patch_cache_control(response, private=True, no_store=True)
        return response

    return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", shown)


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, token: str, guest: Guest | None) -> HttpResponse:
    """The plan for who has brought the code; for everybody else the door, which asks for one."""
    if request.method == "POST":
        services.send_code(token, network=_network(request))
        answer = redirect("shared:code", token)
        keep_tries(request, answer, token, tries_of(request).with_code(timezone.now()))
        return answer
    if guest is None:
        return _outside(request, token)
    return _page(request, guest)


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str, guest: Guest | None) -> HttpResponse:
    """The code is asked for; it says the same of links that are not ours."""
    form, tries = CodeForm(sent(request)), tries_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["code"]
        word = services.come_in(token, given, network=_network(request))
        if word is not None:
            return _let_in(request, token, word)
        tries = tries.with_try()
        form.add_error("code", _why_not(tries))
    now = timezone.now()
    wait = tries.wait_at(now)
    context = {
        "token": token,
        "form": form,
        "minutes": CODE_LASTS.seconds // 60,
        "tries": CODE_TRIES,
        "wait": "" if wait is None else timeuntil(wait + timedelta(minutes=1), now, depth=1),
        "is_used_up": tries.is_used_up,
    }
    answer = render(request, "sharing/code.html", context, status=status_of(form))
    if request.method == "POST":
        keep_tries(request, answer, token, tries)
    return answer


def _why_not(tries: Tries) -> str:
    """Of a code that opened nothing, by what this browser tried: never by what the link is."""
    if tries.is_used_up:
        told = ngettext(
            "%(count)s code was tried, so that of the message opens nothing any more either.",
            "%(count)s codes were tried, so that of the message opens nothing any more either.",
            CODE_TRIES,
        )
        return told % {"count": CODE_TRIES}
    return _("That code does not open this page: it is another, or too old.")


@_for_guests
@require_POST
def comment(request: HttpRequest, token: str, guest: Guest | None, key: str) -> HttpResponse:
    """Something is said about a row. Whoever is not let in, or not any more, gets back what they
    wrote."""
    written = request.POST.get("text", "")
    if guest is None:
        return _outside(request, token, written=written, status=403)
    form = CommentForm(request.POST)

    def keep(text: str) -> None:
        services.comment(guest, key=key, text=text)

    if not done(form, keep):
        told = [str(error) for errors in form.errors.values() for error in errors]
        return _page(request, guest, refused=" ".join(told), at=key, written=written, status=422)
    return _done(request, guest, key, _("Your comment is there."))


@_for_guests
@require_POST
def take_back(
    request: HttpRequest, token: str, guest: Guest | None, answer_id: int
) -> HttpResponse:
    """A comment of one's own is taken back."""
    if guest is None:
        return redirect("shared:plan", token)  # which says why
    try:
        answer = services.take_back(guest, answer_id=answer_id)
    except Answer.DoesNotExist:
        raise Http404("no comment of this reader's") from None
    except Refusal as refusal:
        return _page(request, guest, refused=str(refusal), status=422)
    return _done(request, guest, answer.row_key, _("Your comment is taken back."))


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str, guest: Guest | None) -> HttpResponse:
    """Whoever has a link ends it, without a code; the page says the same of links that are not
    ours."""
    is_ended = request.method == "POST"
    if is_ended:
        services.unsubscribe(token, network=_network(request))
    return render(request, "sharing/end.html", {"token": token, "is_ended": is_ended})


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, token: str, guest: Guest | None, key: str) -> HttpResponse:
    """The value of an initiative is accepted: once more in words, then signed."""
    if guest is None:
        return redirect("shared:plan", token)  # which says why
    page = selectors.page_of(guest.plan_id)
    row = None if page is None else page.row(key)
    if page is not None and row is None:
        told = _("This value is not shared any more.")
        return _page(request, guest, refused=told, at=key, status=404)
    if page is None or row is None or row.value is None or not row.has_value:
        raise Http404("no such value is shared with this reader")
    refused = ""
    if request.method == "POST":
        form = SignForm(request.POST)
        try:
            if form.is_valid():
                services.sign(guest, key=key, **form.cleaned_data)
                return _done(request, guest, key, _("You have signed the value. Thank you."))
            refused = _("Look at the value and sign it again.")
        except Refusal as refusal:
            refused = str(refusal)
    services.note_visit(guest, Visit.READ, network=_network(request))
    context = {
        "guest": guest,
        "row": row,
        "value": money_of(row.value, page.currency),
        "plain": f"{row.value.normalize() + 0:f}",
        "number": page.number,
        "signed": page.signature(row),
        "refused": refused,
        "back": _address(guest, key),
    }
    status = 422 if refused else 200
    return render(request, "sharing/sign.html", context, status=status)


@_for_guests
@require_POST
def tick(request: HttpRequest, token: str, guest: Guest | None, key: str) -> HttpResponse:
    """An action of the customer's is done, or not after all."""
    if guest is None:
        return redirect("shared:plan", token)  # which says why
    is_done = "back" not in request.POST
    try:
        services.tick(guest, key=key, state=request.POST.get("state", ""), is_done=is_done)
    except Refusal as refusal:
        return _page(request, guest, refused=str(refusal), at=key, status=422)
    told = _("It is done. Thank you.") if is_done else _("It is open again.")
    return _done(request, guest, key, told)


@_for_guests
@require_POST
def leave(request: HttpRequest, token: str, guest: Guest | None) -> HttpResponse:
    """Close the page on this device."""
    if guest is not None:
        services.leave(guest, network=_network(request))
    answer = redirect("shared:plan", token)
    answer.delete_cookie(COOKIE, path=reverse("shared:plan", args=[token]))
    return answer


def _page(
    request: HttpRequest,
    guest: Guest,
    *,
    refused: str = "",
    at: str = "",
    written: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, which is read whatever was asked for. What is told of a row stands at it while it
    is there, else above all of them."""
    services.note_visit(guest, Visit.READ, network=_network(request))
    page = selectors.page_of(guest.plan_id)
    told = [(each.extra_tags, str(each)) for each in messages.get_messages(request)]
    at, done_at = (
        key if page is not None and page.row(key) is not None else ""
        for key in (at, told[-1][0] if told else "")
    )
    context: dict[str, Any] = {
        "guest": guest,
        "customer": guest.customer,
        "page": page,
        "sections": [] if page is None else shown_page(page, guest.is_own),
        "token": guest.token,
        "refused": refused,
        "at": at,
        "written": written,
        "most": formats.number(TEXT_LENGTH),
        "minutes": MINUTES,
        "told": " ".join(text for _key, text in told),
        "done_at": done_at,
        "messages": (),  # told where the eye is
    }
    return render(request, "sharing/plan.html", context, status=status)


def _outside(
    request: HttpRequest, token: str, *, written: str = "", status: int = 200
) -> HttpResponse:
    """The door; for who had come in by a link that is over, why it is. What was written is theirs
    to copy in either case: the door says no more of one link than of another."""
    services.note_knock(token, network=_network(request))
    closed = selectors.closed_to(token, _word(request))
    context: dict[str, Any] = {"token": token, "written": written}
    if closed is None:
        return render(request, "sharing/door.html", context, status=status)
    with translation.override(closed.language):
        context |= {"by": closed.by, "is_revoked": closed.state is ShareState.REVOKED}
        return render(request, "sharing/over.html", context, status=status)


def _word(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _done(request: HttpRequest, guest: Guest, key: str, told: str) -> HttpResponse:
    services.note_visit(guest, Visit.WROTE, network=_network(request))
    messages.success(request, told, extra_tags=key)
    return redirect(_address(guest, key))


def _address(guest: Guest, key: str) -> str:
    return f"{reverse('shared:plan', args=[guest.token])}#{key.replace(':', '-')}"


def _let_in(request: HttpRequest, token: str, word: str) -> HttpResponse:
    """The cookie goes to the pages below this link and to no others."""
    answer = redirect("shared:plan", token)
    answer.set_cookie(
        COOKIE,
        word,
        max_age=SESSION_LASTS,
        path=reverse("shared:plan", args=[token]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _network(request: HttpRequest) -> str:
    return network_of(network_address(request))
