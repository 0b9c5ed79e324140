"""Reviews by difference: opened, answered, written down, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from clavero.core.revisions import revision_of
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.kpis.selectors import catalogue
from clavero.ledger import selectors as ledger
from clavero.plans import selectors, services
from clavero.plans.forms.reviewing import AnswerForm, MeetingForm, OpenReviewForm
from clavero.plans.leading import leads_to
from clavero.plans.models import PlanReview
from clavero.plans.sentences import point_in_words
from clavero.plans.views._common import crumbs_to, demand, of_accounts_seen, plan_or_404
from clavero.plans.words.reviewing import ANSWER_NAMES
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The reviews of a plan, and the form that opens the next one."""
    actor = actor_of(request)
    plan = plan_or_404(selectors.plan_seen(actor, customer_id))
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    form = OpenReviewForm(sent(request))

    def keep(agenda: str) -> None:
        services.open_review(actor, customer_id=customer_id, agenda=agenda)

    if request.method == "POST" and done(form, keep):
        newest = selectors.reviews_of(actor, customer_id)[0]
        return redirect("plans:review", newest.pk)
    held = selectors.reviews_of(actor, customer_id)
    context = {
        "crumbs": crumbs_to(plan.customer),
        "customer": plan.customer,
        "form": form,
        "open": next((each for each in held if each.closed_at is None), None),
        "held": [each for each in held if each.closed_at is not None],
        "writes": actor.may(Verb.WRITE_PLANS),
    }
    return render(request, "plans/reviews.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """A review: what has changed, what was said to it, the meeting's notes."""
    actor = actor_of(request)
    seen = revision_of(PlanReview(pk=review_id))
    found = selectors.review_seen(actor, review_id)
    row, customer = found.row, found.row.plan.customer
    if request.method == "POST":
        demand(actor, Verb.WRITE_PLANS)
    initial = {
        "agenda": row.agenda, "notes": row.notes, "decisions": row.decisions, "seen": seen,
    }  # fmt: skip
    form = MeetingForm(sent(request), initial=initial)

    def keep(**given: Any) -> None:
        services.write_review(actor, review_id=review_id, **given)

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is written down."))
        # By this the page knows that what it has kept of it is saved.
        return redirect(f"{reverse('plans:review', args=[review_id])}#saved")
    names, currency = catalogue().names, ledger.shown_currency()
    writes = actor.may(Verb.WRITE_PLANS) and row.closed_at is None
    context = {
        "crumbs": crumbs_to(
            customer, Crumb(_("Reviews"), reverse("plans:reviews", args=[customer.pk]))
        ),
        "customer": customer,
        "review": row,
        "points": [
            {
                "row": each,
                "sentence": point_in_words(each.kind, each.parameters, names, currency),
                "leads": leads_to(each.kind, each.parameters, customer.pk),
                "answer": ANSWER_NAMES.get(each.answer, ""),
                "form": AnswerForm(auto_id=f"point_{each.pk}_%s"),
            }
            for each in found.points
        ],
        "left": found.open_points,
        "form": form,
        "writes": writes,
        "reader": actor.user_id,
    }
    return render(request, "plans/review.html", context, status=status_of(form))


@of_accounts_seen
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, point_id: int) -> HttpResponse:
    """What is said to a point; the form comes back here where it has to be mended."""
    actor = actor_of(request)
    found = selectors.point_seen(actor, point_id)
    demand(actor, Verb.WRITE_PLANS)
    form = AnswerForm(sent(request))

    def keep(**given: Any) -> None:
        services.answer_point(actor, point_id=point_id, **given)

    back = reverse("plans:review", args=[found.review_id])
    if request.method == "POST" and done(form, keep):
        messages.success(request, _("It is answered."))
        return redirect(back)
    context = {
        "crumbs": crumbs_to(found.review.plan.customer),
        "title": point_in_words(
            found.kind, found.parameters, catalogue().names, ledger.shown_currency()
        ),
        "form": form,
        "verb": pgettext("to do", "Answer"),
        "back": back,
    }
    return render(request, "plans/form.html", context, status=status_of(form))


@of_accounts_seen
@require_POST
def close(request: HttpRequest, review_id: int) -> HttpResponse:
    """Everything is answered."""
    row = services.close_review(actor_of(request), review_id=review_id)
    messages.success(request, _("The review is closed. The next one tells what changes from now."))
    return redirect("plans:plan", row.plan.customer_id)
