"""*Conduct*: where the hours and the money went, beside what the playbook says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clavero.core.money import Money
from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.doors import actor_of
from clavero.ledger import selectors as ledger
from clavero.playbook import selectors
from clavero.playbook.rules.conduct import Quadrant
from clavero.playbook.sentences import judged_by_in_words, warnings_in_words
from clavero.playbook.showing import sign_of
from clavero.playbook.tables import AccountsTable, account_lines
from clavero.playbook.words import AGAINST_NAMES, AGAINST_TONES, share_in_words
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb

MONTHS = (12, 3, 1)


@for_those_who_see_sales
@require_safe
def conduct(request: HttpRequest) -> HttpResponse:
    """The months before this one."""
    asked = request.GET.get("months", "")
    months = int(asked) if asked in map(str, MONTHS) else MONTHS[0]
    end = first_of_month(timezone.localdate())
    found = selectors.conduct(actor_of(request), Period(add_months(end, -months), end))
    currency = ledger.shown_currency()
    context = {
        "crumbs": [Crumb(_("Playbook"), reverse("playbook:playbook"))],
        "found": found,
        "choices": [
            (each, formats.period_in_words(Period(add_months(end, -each), end)), each == months)
            for each in MONTHS
        ],
        "judged_by": judged_by_in_words(found),
        "warnings": warnings_in_words(found, currency),
        "quadrants": [_shown(each, currency) for each in found.quadrants],
        "table": AccountsTable(account_lines(found), currency=currency) if found.accounts else None,
    }
    return render(request, "playbook/conduct.html", context)


def _shown(quadrant: Quadrant, currency: str) -> dict[str, Any]:
    share = quadrant.wanted
    return {
        "sign": sign_of(quadrant.strategy),
        "accounts": quadrant.accounts,
        "hours": formats.number(quadrant.hours, places=1),
        "part": quadrant.hours_part,
        "money": formats.money(Money(quadrant.money, currency), places=0),
        "money_part": quadrant.money_part,
        "wanted": share_in_words(share),
        "against": AGAINST_NAMES[quadrant.against],
        "tone": AGAINST_TONES[quadrant.against],
        # In hundredths of the bar's width, as the picture wants them: plain figures with a point.
        "low": str(share.low),
        "width": str(share.high - share.low),
        "at": "" if quadrant.hours_part is None else f"{float(quadrant.hours_part) * 100:.2f}",
    }
