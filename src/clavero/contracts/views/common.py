"""What the pages of contracts have in common."""

from __future__ import annotations

import re
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clavero.contracts.selectors import ContractRow
from clavero.identity.rules import Actor, Verb
from clavero.ui.address import PAGE
from clavero.ui.parts import Crumb
from clavero.ui.steps import status_of


def writes(actor: Actor) -> bool:
    """Whether the reader keeps contracts."""
    return actor.may(Verb.KEEP_CONTRACTS)


def entry(request: HttpRequest, form: Form, **context: Any) -> HttpResponse:
    """A page with one form."""
    given = {"form": form, **context}
    return render(request, "ui/entry.html", given, status=status_of(form))


def crumbs(row: ContractRow, *, itself: bool = False) -> list[Crumb]:
    """The way to a contract; with ``itself``, to what lies below it."""
    found = [
        Crumb(_("Contracts"), reverse("contracts:contracts")),
        Crumb(row.name, reverse("contracts:account", args=[row.customer_id])),
    ]
    if itself:
        found.append(Crumb(row.title, reverse("contracts:contract", args=[row.id])))
    return found


def page_asked(request: HttpRequest) -> int:
    """The number of the page that the address asks for; the first where it asks for none."""
    text = request.GET.get(PAGE, "")
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else 1
