"""The way in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clavero.core.errors import Refusal
from clavero.identity import selectors, services
from clavero.identity.forms import WelcomeForm
from clavero.identity.models import Person
from clavero.ui.steps import done, sent, status_of


class SignIn(LoginView):  # type: ignore[misc]
    """Sign-in; where there is nobody yet, the first visitor is shown to the set-up."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form."""
        if selectors.nobody_yet():
            return redirect("identity:welcome")
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer


@login_not_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Make the first administrator. The page is gone as soon as there is anybody."""
    if not selectors.nobody_yet():
        raise Http404
    form = WelcomeForm(sent(request), initial={"code": request.GET.get("code", "")})
    made: list[Person] = []

    def make(*, code: str, **given: str) -> None:
        if not constant_time_compare(code, selectors.setup_code()):
            raise Refusal(
                _("This is not the code that the server printed."), code="code", field="code"
            )
        made.append(services.first_administrator(**given))

    if done(form, make):
        login(request, made[0])
        return redirect("/")
    return render(request, "identity/welcome.html", {"form": form}, status=status_of(form))
