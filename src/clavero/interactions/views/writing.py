"""One interaction: written down in a few taps, put right, held, and what came of it."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.interactions import selectors, services
from clavero.interactions.forms import (
    ChangeForm,
    DecisionForm,
    EndedForm,
    HeldForm,
    QuickForm,
    StepForm,
)
from clavero.interactions.rules.kinds import State
from clavero.interactions.selectors.choosing import people_to_choose
from clavero.interactions.showing import facts_of
from clavero.interactions.views.common import (
    crumb_of_account,
    crumbs_of,
    refuse_readers,
)
from clavero.portfolio.doors import by_their_clock
from clavero.ui.answers import ask, back_here, or_404
from clavero.ui.parts import Crumb
from clavero.ui.steps import carried_number, done, sent, status_of


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write one down, in a few taps."""
    actor = actor_of(request)
    choices = or_404(lambda: selectors.choices_of(actor, customer_id))
    refuse_readers(actor, "POST")
    form = QuickForm(sent(request), choices=choices, actor_id=actor.user_id)
    made: list[Any] = []

    def write(**given: Any) -> None:
        made.append(services.record_interaction(actor, customer_id=customer_id, **given))

    if done(form, write):
        is_planned = made[0].state == State.PLANNED
        messages.success(request, _("It is planned.") if is_planned else _("It is written down."))
        return redirect("interactions:interaction", made[0].pk)
    account = choices.account
    context = {
        "crumbs": [*crumbs_of(request, account), crumb_of_account(customer_id)],
        "card": account.card,
        "form": form,
        "others": reverse("interactions:choose"),
    }
    return render(request, "interactions/new.html", context, status=status_of(form))


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def interaction(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """One interaction; what came of it is said here."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.interaction_seen(actor, interaction_id))
    refuse_readers(actor, request.method)
    decision = request.POST.get("decision", "")

    def of(name: str) -> Any:
        return request.POST if decision == name else None

    seen = {"seen": found.seen}
    forms: dict[str, Any] = {
        "held": HeldForm(
            of("held"), initial={"minutes": found.row.minutes, **seen}, auto_id="held_%s"
        ),
        "cancelled": EndedForm(of("cancelled"), initial=seen, auto_id="cancelled_%s"),
        "planned": EndedForm(of("planned"), initial=seen, auto_id="planned_%s"),
        "decide": DecisionForm(of("decide"), auto_id="decide_%s"),
        "step": StepForm(
            of("step"),
            people=people_to_choose(actor),
            initial={"owner_id": actor.user_id},
            auto_id="step_%s",
        ),
    }
    ended = partial(services.end_interaction, actor, interaction_id=interaction_id)
    verbs: dict[str, Any] = {
        "held": partial(ended, state=State.DONE),
        "cancelled": partial(ended, state=State.CANCELLED),
        "planned": partial(ended, state=State.PLANNED),
        "decide": partial(services.decide, actor, interaction_id=interaction_id),
        "step": partial(services.add_step, actor, interaction_id=interaction_id),
    }
    if decision in verbs and done(forms[decision], verbs[decision]):
        is_kept = decision in {"cancelled", "planned"}
        messages.success(request, _("It is kept.") if is_kept else _("It is written down."))
        return redirect("interactions:interaction", interaction_id)
    if decision == "withdraw" and (number := carried_number(request, "number")) is not None:
        or_404(
            lambda: services.withdraw_decision(
                actor, interaction_id=interaction_id, decision_id=number
            )
        )
        return redirect("interactions:interaction", interaction_id)
    row = found.row
    context = {
        "crumbs": [*crumbs_of(request, found.account), crumb_of_account(found.account.card.id)],
        "found": found,
        "row": row,
        "known": facts_of(found),
        "is_planned": row.state == State.PLANNED,
        "can_be_held": row.starts_at <= timezone.now(),
        # Somebody else was quicker, and what was pressed stands on the page no longer.
        "overtaken": [
            error
            for name in ("held", "cancelled", "planned")
            if (name == "planned") == (row.state == State.PLANNED)
            for error in chain.from_iterable(forms[name].errors.values())
        ],
        "forms": forms,
        "tends": actor.may(Verb.TEND_CONTACTS),
        "changes": found.changes,
    }
    # What was sent and not carried out comes back, whatever it was.
    status = 422 if request.method == "POST" else 200
    return render(request, "interactions/interaction.html", context, status=status)


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Put one right."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.interaction_to_change(actor, interaction_id))
    refuse_readers(actor, "POST")
    row = found.row
    initial = {
        "seen": found.seen, "contacts": found.contacts, "people": found.people,
        **{
            name: getattr(row, name)
            for name in (
                "kind", "subject", "starts_at", "minutes", "place", "activity", "text",
                "is_restricted",
            )
        },
    }  # fmt: skip
    form = ChangeForm(sent(request), initial=initial, choices=found.choices)
    if done(form, partial(services.change_interaction, actor, interaction_id=interaction_id)):
        messages.success(request, _("It is kept."))
        return back_here(request, redirect("interactions:interaction", interaction_id))
    account = found.choices.account
    context = {
        "crumbs": [
            *crumbs_of(request, account), crumb_of_account(account.card.id),
            Crumb(row.subject, reverse("interactions:interaction", args=[row.pk])),
        ],
        "title": _("Change “%(name)s”") % {"name": row.subject},
        "form": form,
        "verb": _("Keep"),
    }  # fmt: skip
    return render(request, "interactions/entry.html", context, status=status_of(form))


@by_their_clock
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, interaction_id: int) -> HttpResponse:
    """Take one away that was written down by mistake."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.interaction_seen(actor, interaction_id))
    refuse_readers(actor, "POST")
    if request.method == "POST":
        seen = carried_number(request, "seen")
        try:
            services.remove_interaction(actor, interaction_id=interaction_id, seen=seen or 0)
        except ChangedMeanwhile as refusal:
            messages.error(request, str(refusal))
            return redirect("interactions:interaction", interaction_id)
        messages.success(request, _("It is removed."))
        return redirect("interactions:account", found.account.card.id)
    return ask(
        request,
        title=_("Remove an interaction"),
        question=_("Remove “%(name)s”?") % {"name": found.row.subject},
        consequences=[
            _("Its minutes and decisions go with it, and it counts no longer."),
            _("Next steps stay, as tasks of the account."),
            _("It cannot be undone."),
        ],
        verb=_("Remove"),
        carried={"seen": str(found.seen)},
        back=reverse("interactions:interaction", args=[interaction_id]),
        is_destructive=True,
    )
