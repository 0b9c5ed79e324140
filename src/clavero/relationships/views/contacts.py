"""*Contacts*: all that a person sees, those of an account, a new one, a file of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clavero.core.tables import TableReport
from clavero.identity.doors import actor_of
from clavero.identity.rules import Verb
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.portfolio.selectors import account_of
from clavero.relationships import selectors, services
from clavero.relationships.forms import ChangeContactForm, ContactsFileForm, NewContactForm
from clavero.relationships.lists import CONTACTS, OF_ACCOUNT, TO_OTHERS
from clavero.relationships.rules.people import Party
from clavero.relationships.rules.reading import COLUMNS, OPTIONAL
from clavero.relationships.sentences import contacts_in_words
from clavero.relationships.tables import GoneTable, called
from clavero.relationships.views.common import (
    bosses,
    crumb_of,
    crumb_of_account,
    crumbs_of,
    refuse_readers,
    tabs,
)
from clavero.relationships.words import FAULT_NAMES
from clavero.ui import brought
from clavero.ui.address import EXPORT
from clavero.ui.answers import back_here, or_404
from clavero.ui.lists import Listing, Rows
from clavero.ui.steps import done, sent, status_of


@for_those_who_see_sales
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """The contacts of all accounts that the reader sees."""
    rows = Rows(selectors.contact_rows(actor_of(request)))
    hidden = [] if EXPORT in request.GET else ["phone", "left_on"]
    listing = Listing(CONTACTS, request, rows, hide=hidden)
    return listing.answer() or render(request, "relationships/contacts.html", {"listing": listing})


@for_those_who_see_sales
@require_safe
def account(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The contacts of an account."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.account_contacts(actor, customer_id))
    is_group = found.account.is_group
    hidden = [] if found.is_team else ["influence", "attitude", "strength", "quadrant"]
    hidden += [] if is_group else ["account"]
    hidden += [] if EXPORT in request.GET else ["phone"]
    screen = OF_ACCOUNT if found.is_team else TO_OTHERS
    listing = Listing(screen, request, Rows(found.here), hide=hidden)
    context = {
        "crumbs": crumbs_of(request, found.account),
        "card": found.account.card,
        "tabs": tabs(customer_id, "account"),
        "tends": actor.may(Verb.TEND_CONTACTS),
        "is_team": found.is_team,
        "listing": listing,
        "gone": GoneTable(found.gone, is_group=is_group) if found.gone else None,
        "sentences": contacts_in_words(found),
        "pairs": found.pairs,
    }
    return listing.answer() or render(request, "relationships/account.html", context)


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Write a contact down."""
    actor = actor_of(request)
    found = or_404(lambda: account_of(actor, customer_id))
    refuse_readers(actor, "POST")
    form = NewContactForm(sent(request), bosses=bosses(selectors.bosses_possible(found)))
    made: list[Any] = []

    def add(**given: Any) -> None:
        made.append(services.add_contact(actor, customer_id=customer_id, **given))

    if done(form, add):
        messages.success(request, _("The contact is written down."))
        return redirect("relationships:contact", made[0].pk)
    context = {
        "crumbs": [*crumbs_of(request, found), crumb_of_account(customer_id)],
        "title": _("A contact of %(name)s") % {"name": found.card.title},
        "intro": _("Facts only. What is thought of them comes afterwards, and stays in the team."),
        "form": form,
        "verb": _("Write it down"),
        "wide": True,
    }
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Put a contact right."""
    actor = actor_of(request)
    found = or_404(lambda: selectors.contact_to_change(actor, contact_id))
    refuse_readers(actor, "POST")
    row = found.row
    initial = {name: getattr(row, name) for name in ChangeContactForm.base_fields if name != "seen"}
    form = ChangeContactForm(
        sent(request),
        initial={"seen": found.seen, **initial},
        bosses=bosses(found.bosses, row.reports_to_id),
    )
    kept: list[int] = []

    def keep(**given: Any) -> None:
        kept.append(services.change_contact(actor, contact_id=contact_id, **given).pk)

    if done(form, keep):
        messages.success(request, _("It is kept."))
        return back_here(request, redirect("relationships:contact", kept[0]))
    context = {
        "crumbs": [
            *crumbs_of(request, found.account), crumb_of_account(row.customer_id), crumb_of(row),
        ],
        "title": _("Change %(name)s") % {"name": called(row.name, row.title)},
        "form": form,
        "verb": _("Keep"),
        "wide": True,
    }  # fmt: skip
    return render(request, "ui/entry.html", context, status=status_of(form))


@for_those_who_see_sales
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Bring a table or an address book."""
    actor = actor_of(request)
    found = or_404(lambda: account_of(actor, customer_id))
    refuse_readers(actor, "POST")
    is_sent = request.method == "POST"
    form = ContactsFileForm(request.POST, request.FILES) if is_sent else ContactsFileForm()
    reports: list[TableReport] = []

    def bring(content: bytes, party: Party, any_company: bool) -> None:
        report = services.import_contacts(
            actor, content=content, customer_id=customer_id, party=party, any_company=any_company
        )
        reports.append(report)

    if is_sent and done(form, bring) and not reports[0].refused:
        messages.success(request, _told(reports[0]))
        return redirect("relationships:account", customer_id)
    context: dict[str, Any] = {
        "crumbs": [*crumbs_of(request, found), crumb_of_account(customer_id)],
        "card": found.card,
        "form": ContactsFileForm() if reports else form,
        "verb": _("Bring contacts"),
        "hints": [
            _(
                "An address book (vCard, .vcf) as the telephone or the mail program exports it, "
                "or a table (CSV or XLSX)."
            ),
            _(
                "The table has the columns name and function; title, level, role, unit, "
                "languages, email, phone, party, organisation, reports_to and, of a group, "
                "account (the code of the unit) may stand there too. A row without a name is a "
                "place that somebody unknown holds."
            ),
            _(
                "Whoever is there already, by e-mail or by name, stays as they are. Somebody of"
                " the same name with another e-mail and telephone is somebody else, and suggested"
                " as a duplicate."
            ),
            _("Who asked to be forgotten is not brought back by a file."),
        ],
        "writing": brought.writing_hints([*COLUMNS, *OPTIONAL]),
    }
    if reports:
        context |= brought.reported(reports[0], _told(reports[0]), FAULT_NAMES)
    return render(request, "relationships/load.html", context, status=status_of(form))


def _told(report: TableReport) -> str:
    kept = ngettext(
        "%(count)s contact is written down.", "%(count)s contacts are written down.", report.kept
    )
    return brought.told(report, kept)
