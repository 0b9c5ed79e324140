"""What stands before every page: sign-in, and the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect


class PersonLanguage:
    """The language a person has chosen goes before the browser's.

    Without a choice, and for whoever has not signed in, Django's ``LocaleMiddleware`` has
    already decided: the cookie first, then what the browser asks for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for sign-in but those marked ``login_not_required``."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """Send to sign-in and back; a piece of a page sends the whole page there.

        When a session ended, htmx would otherwise show the sign-in page inside a table.
        """
        answer = super().handle_no_permission(request, view_func)
        if not request.headers.get("HX-Request"):
            return answer
        whole_page: HttpResponse = HttpResponseClientRedirect(answer.url)
        return whole_page
