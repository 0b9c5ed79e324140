"""*Health*: the accounts, worst first, and what their lights were worth."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clavero.core.estimates import Estimate, wilson
from clavero.identity.doors import actor_of
from clavero.kpis import selectors
from clavero.kpis.selectors import WarningReport
from clavero.kpis.showing import pills, shown_health
from clavero.kpis.showing.lights import of_health
from clavero.kpis.tables import HealthTable
from clavero.kpis.views.boards import MOST_ACCOUNTS, nothing_yet
from clavero.ledger.notices import notice_of_holes
from clavero.portfolio.doors import for_those_who_see_sales
from clavero.ui import formats
from clavero.ui.parts import Crumb


@for_those_who_see_sales
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The reader's accounts with their lights and reasons, and how often red came before a loss."""
    actor = actor_of(request)
    picture, report = selectors.health(actor), selectors.warning_report(actor)
    if picture is None or report is None:
        return nothing_yet(request, actor)
    listed = picture.listed
    shown = [shown_health(each) for each in listed[:MOST_ACCOUNTS]]
    context = {
        "crumbs": [Crumb(_("KPIs"), reverse("kpis:home"))],
        **notice_of_holes(actor),
        "table": HealthTable(shown) if shown else None,
        "more": max(len(listed) - MOST_ACCOUNTS, 0),
        "lights": pills(picture.counts, of_health),
        "report": list(_told(report)),
    }
    return render(request, "kpis/health.html", context)


def _told(report: WarningReport) -> Iterator[str]:
    """The report in sentences; what cannot be known is said."""
    found = report.found
    if found is None:
        yield _(
            "Nobody can say yet: it takes two months that were computed, and sales. Past "
            "months are computed by “clavero refresh --from”."
        )
        return
    yield ngettext(
        "Since %(first)s, over %(count)s month that was computed:",
        "Since %(first)s, over %(count)s months that were computed:",
        report.months,
    ) % {"first": formats.month(report.first), "count": formats.number(report.months)}
    if not report.losses:
        yield _("No account was lost in that time: how many losses red foretells cannot be known.")
    elif not found.caught.n:
        yield ngettext(
            "Of %(count)s loss in that time no month before was judged: whether red foretold it "
            "cannot be known.",
            "Of the %(count)s losses in that time no month before was judged: how many red "
            "foretold cannot be known.",
            report.losses,
        ) % {"count": formats.number(report.losses)}
    else:
        yield _(
            "Red in the twelve months before the loss: %(part)s of %(whole)s (95%% interval: "
            "%(low)s to %(high)s)."
        ) % _counts(found.caught)
    if found.ahead is not None:
        yield ngettext(
            "Half of them were red %(count)s day before the loss, or earlier.",
            "Half of them were red %(count)s days before the loss, or earlier.",
            found.ahead,
        ) % {"count": formats.number(found.ahead)}
    if found.untold and found.caught.n:
        yield ngettext(
            "Of %(count)s more loss no month before was judged.",
            "Of %(count)s more losses no month before was judged.",
            found.untold,
        ) % {"count": formats.number(found.untold)}
    if report.losses and report.confirmed == report.losses:
        yield ngettext(
            "Its manager confirmed the loss.", "Managers confirmed them all.", report.losses
        )
    elif report.losses:
        yield _(
            "Losses that managers confirmed: %(part)s of %(whole)s; the others are silences of "
            "which nobody has spoken."
        ) % {
            "part": formats.number(report.confirmed),
            "whole": formats.number(report.losses),
        }
    if found.came_true.n:
        yield _(
            "Lost within twelve months of turning red: %(part)s of %(whole)s (95%% interval: "
            "%(low)s to %(high)s)."
        ) % _counts(found.came_true)
    else:
        yield _("No account has been red for long enough to know what became of it.")
    if found.too_young:
        yield ngettext(
            "Of %(count)s more red account it cannot be known yet.",
            "Of %(count)s more red accounts it cannot be known yet.",
            found.too_young,
        ) % {"count": formats.number(found.too_young)}
    if report.hindsight:
        yield ngettext(
            "Into %(count)s of the months lines came later: what it showed in its day may"
            " have been different.",
            "Into %(count)s of the months lines came later: what they showed in their day"
            " may have been different.",
            report.hindsight,
        ) % {"count": formats.number(report.hindsight)}


def _counts(found: Estimate) -> dict[str, str]:
    part, whole = int(found.numerator or 0), found.n or 0
    low, high = wilson(part, whole)
    return {
        "part": formats.number(part),
        "whole": formats.number(whole),
        "low": formats.percent(Decimal(str(round(low, 4))), places=0),
        "high": formats.percent(Decimal(str(round(high, 4))), places=0),
    }
