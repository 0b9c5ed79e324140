"""The customer's side: the door with the code, and the one page behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.defaults import page_not_found

from clavero.core.errors import Refusal
from clavero.identity.doors import network_address
from clavero.sharing import selectors, services
from clavero.sharing.forms import CodeForm, CommentForm, SignForm
from clavero.sharing.links import language_of
from clavero.sharing.rules.entering import CODE_LASTS, SESSION_LASTS, Visit, network_of
from clavero.sharing.selectors import Guest
from clavero.sharing.showing import money_of, shown_page
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
        guest = selectors.guest_of(token, request.COOKIES.get(COOKIE, ""))
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
        return redirect("shared:code", token)
    if guest is None:
        return render(request, "sharing/door.html", {"token": token})
    services.note_visit(guest, Visit.READ, network=_network(request))
    return _page(request, guest)


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str, guest: Guest | None) -> HttpResponse:
    """The code is asked for; it says the same of links that are not ours."""
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["code"]
        word = services.come_in(token, given, network=_network(request))
        if word is not None:
            return _let_in(request, token, word)
        form.add_error("code", _("That code does not open this page: it is another, or too old."))
    context = {"token": token, "form": form, "minutes": CODE_LASTS.seconds // 60}
    return render(request, "sharing/code.html", context, status=status_of(form))


@_for_guests
@require_POST
def comment(request: HttpRequest, token: str, guest: Guest | None, key: str) -> HttpResponse:
    """Something is said about a row."""
    if guest is None:
        return redirect("shared:plan", token)
    form = CommentForm(request.POST)

    def keep(text: str) -> None:
        services.comment(guest, key=key, text=text)

    if not done(form, keep):
        told = [str(error) for errors in form.errors.values() for error in errors]
        return _page(request, guest, refused=" ".join(told), at=key, status=422)
    return _done(request, guest, key, _("Your comment is there."))


@_for_guests
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, token: str, guest: Guest | None, key: str) -> HttpResponse:
    """The value of an initiative is accepted: once more in words, then signed."""
    if guest is None:
        return redirect("shared:plan", token)
    page = selectors.page_of(guest.plan_id)
    row = None if page is None else page.row(key)
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
        return redirect("shared:plan", token)
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
    request: HttpRequest, guest: Guest, *, refused: str = "", at: str = "", status: int = 200
) -> HttpResponse:
    page = selectors.page_of(guest.plan_id)
    context: dict[str, Any] = {
        "guest": guest,
        "customer": guest.customer,
        "page": page,
        "sections": [] if page is None else shown_page(page),
        "token": guest.token,
        "refused": refused,
        "at": at,
    }
    return render(request, "sharing/plan.html", context, status=status)


def _done(request: HttpRequest, guest: Guest, key: str, told: str) -> HttpResponse:
    services.note_visit(guest, Visit.WROTE, network=_network(request))
    messages.success(request, told)
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
