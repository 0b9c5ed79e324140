"""*Where the time goes*: of people and of accounts, by type of activity."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.core.period import Period
from clavero.identity.doors import actor_of
from clavero.interactions import selectors
from clavero.interactions.charts import time_chart
from clavero.interactions.sentences import again_in_words, time_in_words
from clavero.interactions.tables import TimeTable
from clavero.interactions.views.common import crumbs_of, tabs
from clavero.portfolio.doors import by_their_clock
from clavero.ui import formats
from clavero.ui.answers import or_404
from clavero.ui.charts import picture_answer
from clavero.ui.parts import Crumb


@by_their_clock
@require_safe
def time(request: HttpRequest, customer_id: int | None = None) -> HttpResponse:
    """Of the last twelve months to today: by person and by account, or of one account by person."""
    actor = actor_of(request)
    today = timezone.localdate()
    period = Period.inclusive(Period.ttm(today).start, today)
    found = or_404(lambda: selectors.time_seen(actor, period, customer_id))
    ours, account = _("Of ours"), found.account
    charts = (
        [time_chart(found.people, title=_("Time by person"), label=ours)] if found.people else []
    )
    by_account = found.accounts if account is None or account.is_group else ()
    context: dict[str, Any] = {
        "period": formats.period_in_words(period),
        "sentences": [*time_in_words(found.total), *again_in_words(found.again)],
        "charts": charts,
        "people": TimeTable(found.people, label=ours) if found.people else None,
        "accounts": TimeTable(by_account, label=_("Account")) if by_account else None,
        "crumbs": [Crumb(_("Interactions"), reverse("interactions:home"))],
    }
    if account is not None:
        context |= {
            "crumbs": crumbs_of(request, account),
            "card": account.card,
            "tabs": tabs(account.card.id, "account_time"),
        }
    return picture_answer(request, charts) or render(request, "interactions/time.html", context)
