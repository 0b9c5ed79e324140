"""Managing people: administrators only."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clavero.identity import selectors, services
from clavero.identity.doors import actor_of, allowed
from clavero.identity.forms import NewPersonForm, PersonForm, RoleForm, SuperiorForm
from clavero.identity.lists import PEOPLE
from clavero.identity.models import Person
from clavero.identity.rules import ALLOWED, Role, Verb
from clavero.identity.words import VERB_SENTENCES
from clavero.ui.answers import ask
from clavero.ui.lists import Listing
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@allowed(Verb.MANAGE_PEOPLE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, with and without access."""
    listing = Listing(PEOPLE, request, selectors.people(actor_of(request)))
    return listing.answer() or render(request, "identity/people.html", {"listing": listing})


@allowed(Verb.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Write somebody down and invite them."""
    actor = actor_of(request)
    form = NewPersonForm(sent(request), actor=actor)
    made: list[Person] = []
    if done(form, lambda **given: made.append(services.create_person(actor, **given))):
        return _invited(request, made[0])
    return render(request, "identity/new_person.html", {"form": form}, status=status_of(form))


@allowed(Verb.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what is written, their role, their place, their access, and every change."""
    if request.method != "POST":
        return _page(request, person_id)
    form = PersonForm(request.POST, instance=_find(request, person_id))
    change = partial(services.change_person, actor_of(request), person_id=person_id)
    if done(form, change):
        messages.success(request, _("Saved."))
        return redirect("identity:person", person_id)
    return _page(request, person_id, form=form)


@allowed(Verb.MANAGE_PEOPLE)
@require_POST
def role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person another role."""
    form = RoleForm(request.POST, instance=_find(request, person_id))
    if done(form, partial(services.change_role, actor_of(request), person_id=person_id)):
        messages.success(request, _("The role is changed."))
        return redirect("identity:person", person_id)
    return _page(request, person_id, role_form=form)


@allowed(Verb.MANAGE_PEOPLE)
@require_POST
def move(request: HttpRequest, person_id: int) -> HttpResponse:
    """Put a person under another in the organisation chart."""
    actor = actor_of(request)
    form = SuperiorForm(request.POST, actor=actor, person=_find(request, person_id))
    if done(form, partial(services.move_in_chart, actor, person_id=person_id)):
        messages.success(request, _("The organisation chart is changed."))
        return redirect("identity:chart")
    return _page(request, person_id, superior_form=form)


@allowed(Verb.MANAGE_PEOPLE)
@require_POST
def invite(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make a link to choose a password."""
    return _invited(request, _find(request, person_id))


@allowed(Verb.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close a person's access, after asking."""
    someone = _find(request, person_id)
    if request.method != "POST":
        return ask(
            request,
            title=_("Close access"),
            question=_("Close the access of %(name)s?") % {"name": someone.name},
            consequences=[
                _("They are signed out at once and cannot sign in any more."),
                _("What they did stays, and you can give them access again."),
            ],
            verb=_("Close access"),
            back=reverse("identity:person", args=[person_id]),
            is_destructive=True,
        )
    someone = services.deactivate(actor_of(request), person_id=person_id)
    messages.success(request, _("%(name)s has no access any more.") % {"name": someone.name})
    return redirect("identity:person", person_id)


@allowed(Verb.MANAGE_PEOPLE)
@require_POST
def reactivate(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person their access again."""
    _find(request, person_id)
    someone = services.reactivate(actor_of(request), person_id=person_id)
    messages.success(request, _("%(name)s has access again.") % {"name": someone.name})
    return redirect("identity:person", person_id)


@allowed(Verb.MANAGE_PEOPLE)
@require_POST
def remove_second_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """For somebody who lost their phone."""
    _find(request, person_id)
    someone = services.remove_second_factor(actor_of(request), person_id=person_id)
    messages.success(
        request, _("%(name)s signs in by password alone now.") % {"name": someone.name}
    )
    return redirect("identity:person", person_id)


def _find(request: HttpRequest, person_id: int) -> Person:
    return get_object_or_404(selectors.people(actor_of(request)), pk=person_id)


def _page(
    request: HttpRequest,
    person_id: int,
    *,
    form: PersonForm | None = None,
    role_form: RoleForm | None = None,
    superior_form: SuperiorForm | None = None,
) -> HttpResponse:
    # The history before the person: what is written between the two is then asked about.
    changes = selectors.changes_of(person_id)
    # Read again: a form that was refused has already written into its own copy.
    someone = _find(request, person_id)
    shown = {"seen": changes[0].id if changes else 0}
    form = form or PersonForm(instance=someone, initial=shown)
    role_form = role_form or RoleForm(instance=someone, initial=shown)
    superior_form = superior_form or SuperiorForm(
        actor=actor_of(request), person=someone, initial=shown
    )
    context = {
        "person": someone,
        "crumbs": [Crumb(_("People"), reverse("identity:people"))],
        "form": form,
        "role_form": role_form,
        "superior_form": superior_form,
        "may": [VERB_SENTENCES[verb] for verb in Verb if verb in ALLOWED[Role(someone.role)]],
        "has_second_factor": selectors.has_second_factor(someone),
        "changes": changes,
    }
    status = status_of(form, role_form, superior_form)
    return render(request, "identity/person.html", context, status=status)


def _invited(request: HttpRequest, someone: Person) -> HttpResponse:
    site = request.build_absolute_uri("/")
    invitation = services.invite(actor_of(request), person_id=someone.pk, site=site)
    context = {"person": someone, "invitation": invitation}
    return render(request, "identity/invited.html", context)
