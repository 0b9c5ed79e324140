"""A note of the market becomes a row of an account's plan."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor
from clavero.market.selectors import NoteRow, note_at_account
from clavero.plans import services
from clavero.plans.forms.rows import DATA, RowForm, besides, fields_of
from clavero.plans.models import Plan
from clavero.plans.rules.catalogue import BY_KEY
from clavero.plans.rules.kinds import OF_NOTES
from clavero.plans.views._common import people_of_account
from clavero.plans.views.plan import redirect_to_section
from clavero.plans.views.tending import Adding, add_row, page
from clavero.plans.words import ADD_NAMES
from clavero.ui.steps import sent


@page
def from_note(request: HttpRequest, customer_id: int, note_id: int, kind: str) -> HttpResponse:
    """The form of a row that says what the note says and where it is known from; sent, the row
    keeps the note it comes from."""
    if kind not in OF_NOTES:
        raise Http404("no such kind of row")
    note = note_at_account(actor_of(request), note_id, customer_id)
    return add_row(request, _adding(kind, note), customer_id)


def _adding(kind: str, note: NoteRow) -> Adding:
    asked = BY_KEY[kind]

    def form(request: HttpRequest, actor: Actor, plan: Plan) -> RowForm:
        start: dict[str, Any] = {
            "text": note.text,
            "evidence": note.detail,
            "source": note.source,
            "dated": note.seen_on,
            "owner_id": actor.user_id,
            **{DATA + name: value for name, value in OF_NOTES[kind].items()},
        }
        people = people_of_account(plan.customer_id)
        return RowForm(sent(request), kind=asked, people=people, initial=start)

    return Adding(
        form=form,
        add=partial(_add, kind=kind, note_id=note.id),
        title=ADD_NAMES[kind],
        added=gettext_lazy("It is in the plan."),
        lands=lambda plan: redirect_to_section(plan.customer_id, asked.section),
    )


def _add(actor: Actor, *, customer_id: int, kind: str, note_id: int, **given: Any) -> None:
    services.add_item(
        actor,
        customer_id=customer_id,
        kind=kind,
        note_id=note_id,
        fields=fields_of(given),
        **besides(given),
    )
