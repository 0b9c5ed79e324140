"""*Market*: all notes that a person sees, those of an account, and one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clavero.identity.doors import actor_of
from clavero.identity.rules import Actor, Verb
from clavero.market import hooks, selectors, services
from clavero.market.forms import (
    ChangeSectorNoteForm,
    NoteForm,
    QuickNoteForm,
    SectorNoteForm,
    WithdrawForm,
)
from clavero.market.lists import NOTES, OF_WITHDRAWN, ONLY_IN_FILES, AccountNotesTable
from clavero.market.rules import About
from clavero.market.selectors import AccountNotes, NoteRow
from clavero.market.sentences import note_in_words, notes_in_words
from clavero.market.visibility import require
from clavero.portfolio.address import customer_address
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui.address import EXPORT
from clavero.ui.answers import back_here, or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.parts import Crumb
from clavero.ui.steps import done, sent, status_of

_LONGEST_NUMBER = 18  # digits


@for_those_who_see_sales
@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """The notes that the reader sees: those that hold, or those withdrawn."""
    actor = actor_of(request)
    is_withdrawn = request.GET.get("withdrawn") == "1"
    rows = Rows(selectors.note_rows(actor, is_open=not is_withdrawn))
    hidden = [] if EXPORT in request.GET else list(ONLY_IN_FILES)
    if EXPORT not in request.GET:
        hidden.append("sector")  # said in the column beside it
    if not is_withdrawn:
        hidden += OF_WITHDRAWN
    listing = Listing(NOTES, request, rows, hide=hidden)
    context = {"listing": listing, "is_withdrawn": is_withdrawn, "writes": _writes(actor)}
    return listing.answer() or render(request, "market/notes.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A note of a sector or of the whole market."""
    actor = actor_of(request)
    require(actor)
    start = {name: each for name, each in request.GET.items() if name in SectorNoteForm.base_fields}
    form = SectorNoteForm(
        sent(request),
        initial={"seen_on": timezone.localdate(), "effect": "watch", **start},
        sectors=selectors.sectors(),
    )
    if done(form, partial(services.add_note, actor)):
        messages.success(request, _("The note is written."))
        return redirect("market:notes")
    context = {
        "crumbs": [_crumb()],
        "title": _("A market note"),
        "intro": _("What happens in a sector or in the whole market, with its source."),
        "form": form,
        "verb": _("Write it down"),
    }
    return render(request, "market/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What holds for one account, and a form for one more of its own."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_notes(actor, customer_id))
    if request.method == "POST":
        require(actor)
    card = found.account.card
    form = QuickNoteForm(
        sent(request), initial={"seen_on": timezone.localdate(), "effect": "watch"}
    )
    add = partial(services.add_note, actor, customer_id=customer_id)
    if request.method == "POST" and done(form, add):
        messages.success(request, _("The note is written."))
        return back_here(request, redirect("market:account", customer_id))
    context = {
        "crumbs": [_crumb(), Crumb(card.title, customer_address(request.GET)(card.id))],
        "card": card,
        "groups": _groups(found),
        "sentences": notes_in_words(found),
        "form": form if _writes(actor) else None,
    }
    return render(request, "market/account.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, note_id: int) -> HttpResponse:
    """One note: what is known, what came of it, what can be made of it; or withdraw it."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.note_seen(actor, note_id))
    row, writes = found.row, _writes(actor)
    if request.method == "POST":
        require(actor)
    form = WithdrawForm(sent(request), initial={"seen": found.seen})
    if request.method == "POST" and done(
        form, partial(services.withdraw_note, actor, note_id=note_id)
    ):
        messages.success(request, _("The note is withdrawn."))
        return redirect("market:note", note_id)
    context = {
        "crumbs": _crumbs(row),
        "note": row,
        "known": note_in_words(row),
        "offers": _offers(actor, row, request.GET.get("account", "")),
        "form": form if writes and row.is_open else None,
        "writes": writes,
        "changes": found.changes,
    }
    return render(request, "market/note.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, note_id: int) -> HttpResponse:
    """Put a note right."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.note_seen(actor, note_id))
    require(actor)
    row = found.row
    form = _form(request, row, found.seen)
    if done(form, partial(services.change_note, actor, note_id=note_id)):
        messages.success(request, _("It is kept."))
        return back_here(request, redirect("market:note", note_id))
    back = Crumb(_("The note"), reverse("market:note", args=[note_id]))
    context = {
        "crumbs": [*_crumbs(row), back],
        "title": _("Change a market note"),
        "intro": row.text,
        "form": form,
        "verb": _("Keep"),
    }
    return render(request, "market/entry.html", context, status=status_of(form))


def _writes(actor: Actor) -> bool:
    return actor.may(Verb.NOTE_MARKET)


def _form(request: HttpRequest, row: NoteRow, seen: int) -> NoteForm | ChangeSectorNoteForm:
    kind: Any = NoteForm if row.about is About.ACCOUNT else ChangeSectorNoteForm
    given = {} if row.about is About.ACCOUNT else {"sectors": selectors.sectors()}
    start = {name: getattr(row, name) for name in kind.base_fields if name != "seen"}
    form: NoteForm | ChangeSectorNoteForm = kind(
        sent(request), initial={"seen": seen, **start}, **given
    )
    return form


def _offers(actor: Actor, row: NoteRow, account: str) -> list[hooks.Offer]:
    """What can be made of a note at the account it is of, or at the one it was looked at from."""
    customer_id = row.customer_id
    if account.isdecimal() and len(account) < _LONGEST_NUMBER:
        customer_id = int(account)
    if customer_id is None or not row.is_open or not _writes(actor):
        return []
    try:
        holds = selectors.holds_at(actor, row, customer_id)
    except ObjectDoesNotExist:
        return []
    return hooks.offers_at(actor, row.id, customer_id) if holds else []


def _groups(found: AccountNotes) -> list[tuple[str, str, AccountNotesTable]]:
    """The notes of an account by whom they concern, without those of which there are none."""
    sector = found.account.card.sector
    groups = (
        ("own", _("Of the account"), found.own),
        (
            "sector",
            _("Of its sector, %(sector)s") % {"sector": sector}
            if sector
            else _("Of the sectors of its units"),
            found.of_sector,
        ),
        ("market", _("Of the whole market"), found.of_market),
    )
    return [
        (key, title, AccountNotesTable(
            rows, customer_id=found.account.card.id,
            names_units=key == "own" and found.account.is_group,
        ))
        for key, title, rows in groups
        if rows
    ]  # fmt: skip


def _crumb() -> Crumb:
    return Crumb(_("Market notes"), reverse("market:notes"))


def _crumbs(row: NoteRow) -> list[Crumb]:
    if row.customer_id is None:
        return [_crumb()]
    return [_crumb(), Crumb(row.name, reverse("market:account", args=[row.customer_id]))]
