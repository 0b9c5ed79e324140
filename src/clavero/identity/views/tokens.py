"""One's own tokens: with each, a program speaks for the person who made it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from clavero.identity.doors import actor_of
from clavero.identity.forms import TokenForm
from clavero.identity.tables import TokenTable
from clavero.rest import selectors, services
from clavero.rest.services import NewToken
from clavero.ui.answers import ask
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@never_cache  # the secret is not to be found in the browser's memory
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens made so far, and a form for one more, which answers with its secret."""
    actor = actor_of(request)
    form = TokenForm(sent(request))
    made: list[NewToken] = []
    if done(form, lambda **given: made.append(services.create_token(actor, **given))):
        context = {"made": made[0], "crumbs": [*_crumbs(), _tokens_crumb()]}
        return render(request, "identity/new_token.html", context)
    own = list(selectors.tokens(actor))
    context = {"tokens": TokenTable(own) if own else None, "form": form, "crumbs": _crumbs()}
    return render(request, "identity/tokens.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Let a token open nothing any more, after asking."""
    actor = actor_of(request)
    token = get_object_or_404(selectors.tokens(actor), pk=token_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Revoke a token"),
            question=_("Revoke “%(name)s”?") % {"name": token.name},
            consequences=[
                _("Programs that use it are refused at once."),
                _("It cannot be opened again; you can make another one."),
            ],
            verb=_("Revoke"),
            back=reverse("identity:tokens"),
            is_destructive=True,
        )
    services.revoke_token(actor, token_id=token_id)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("identity:tokens")


def _crumbs() -> list[Crumb]:
    return [Crumb(_("My profile"), reverse("identity:profile"))]


def _tokens_crumb() -> Crumb:
    return Crumb(_("Tokens"), reverse("identity:tokens"))
