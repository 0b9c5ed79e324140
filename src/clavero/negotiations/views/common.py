"""What the pages of negotiations have in common."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.negotiations.selectors import Home, NegotiationRow
from clavero.ui.parts import Crumb
from clavero.ui.steps import status_of


def entry(request: HttpRequest, form: Form, template: str = "ui/entry.html", **context: Any
          ) -> HttpResponse:  # fmt: skip
    """A page with one form."""
    given = {"form": form, **context}
    return render(request, template, given, status=status_of(form))


def crumb() -> Crumb:
    """The way to all of them."""
    return Crumb(_("Negotiations"), reverse("negotiations:negotiations"))


def crumbs(row: NegotiationRow, *, itself: bool = False) -> list[Crumb]:
    """The way to a negotiation; with ``itself``, to what lies below it."""
    found = [crumb(), Crumb(row.name, reverse("negotiations:account", args=[row.customer_id]))]
    if itself:
        found.append(Crumb(row.title, reverse("negotiations:negotiation", args=[row.id])))
    return found


def crumbs_of_home(home: Home) -> list[Crumb]:
    """The way to what a document belongs to."""
    if home.negotiation_id is not None:
        first = crumb()
        account = reverse("negotiations:account", args=[home.customer_id])
    else:
        first = Crumb(_("Contracts"), reverse("contracts:contracts"))
        account = reverse("contracts:account", args=[home.customer_id])
    return [first, Crumb(home.name, account), Crumb(home.title, home.url)]
