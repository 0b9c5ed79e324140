"""*Mails copied in*: when the mailbox was read, and what was left in it and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.identity.doors import actor_of
from clavero.interactions import selectors
from clavero.interactions.tables import LeftTable
from clavero.portfolio.doors import by_their_clock
from clavero.ui.parts import Crumb


@by_their_clock
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """For who directs the department."""
    found = selectors.mailbox_seen(actor_of(request))
    context = {
        "crumbs": [Crumb(_("Interactions"), reverse("interactions:home"))],
        "found": found,
        "left": LeftTable(found.left) if found.left else None,
    }
    return render(request, "interactions/mailbox.html", context)
