"""What people see and change about themselves."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import revision_of
from clavero.identity import selectors, services
from clavero.identity.doors import actor_of
from clavero.identity.forms import ProfileForm
from clavero.identity.models import Person
from clavero.identity.rules import ALLOWED, Verb
from clavero.identity.words import VERB_SENTENCES
from clavero.ui.steps import done, sent, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, language, password and second factor."""
    actor = actor_of(request)
    seen = revision_of(Person(pk=actor.user_id))  # before the values: no change falls between
    person = get_object_or_404(Person, pk=actor.user_id)
    form = ProfileForm(sent(request), instance=person, initial={"seen": seen})
    if done(form, partial(services.change_profile, actor)):
        with translation.override(form.cleaned_data["language"] or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("identity:profile")
    context = {
        "form": form,
        "person": person,
        "may": [VERB_SENTENCES[verb] for verb in Verb if verb in ALLOWED[actor.role]],
        "has_second_factor": selectors.has_second_factor(person),
    }
    return render(request, "identity/profile.html", context, status=status_of(form))


def remember_language(request: HttpRequest, language: str) -> None:
    """Keep the language that a person who is signed in has chosen on any page."""
    if request.user.is_authenticated:
        services.set_language(actor_of(request), language=language)
