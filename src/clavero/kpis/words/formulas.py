"""How each KPI is counted and of which days it tells, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from clavero.kpis.rules.kpi import Kpi, Window
from clavero.kpis.words.catalogue import Name

_NINETY_DAYS = _("the 90 days before")
_A_YEAR = _("the year before")
_TODAY = _("as it stands on the day")
_WAVE = _("the last survey of the year before")
_TWELVE = _("the twelve full months before")

WINDOW_NAMES: dict[str, Name] = {
    Window.TTM: _TWELVE,
    Window.ENTERED: _("the last value entered"),
}
COUNTED_OVER: dict[str, Name] = {
    **dict.fromkeys(
        ("meetings-and-calls", "meetings-kept", "meetings-beyond-purchasing", "senior-meetings"),
        _NINETY_DAYS,
    ),
    **dict.fromkeys(
        ("first-response", "median-response", "resolution", "answered-in-time",
         "unanswered-complaints", "complaint-recurrence"),
        _A_YEAR,
    ),
    **dict.fromkeys(("promoters", "satisfaction"), _WAVE),
    **dict.fromkeys(
        ("days-since-contact", "open-complaints", "contact-coverage", "resilience",
         "relationship-quality", "plan-freshness", "complaint-money"),
        _TODAY,
    ),
    **dict.fromkeys(
        ("initiatives-delivered", "validated-value"), _("the twelve months before")
    ),
    **dict.fromkeys(
        ("complaints-per-hundred-orders", "on-time-in-full", "in-full", "case-fill"),
        _("the last twelve full months of the sales ledger"),
    ),
    "terms-kept": _("what was due of the contracts that run"),
}  # fmt: skip
"""The period of what rooms count; what people enter is of the day that they say."""

FORMULAS: dict[str, Name] = {
    "net-sales": _("Σ net amounts"),
    "sales-growth": _("(now − before) ÷ before"),
    "sales-kept": _("now ÷ before"),
    "contribution": _("Σ net amounts − Σ cost of goods"),
    "contribution-growth": _("(now − before) ÷ before"),
    "margin": _("gross margin ÷ net sales whose cost is known"),
    "margin-points": _("margin now − margin before"),
    "customer-contribution": _("gross margin − cost to serve − cost of credit"),
    "customer-contribution-growth": _("(now − before) ÷ before"),
    "contribution-share": _("customer contribution ÷ net sales"),
    "contribution-points": _("share now − share before"),
    "contribution-kept": _("now ÷ before"),
    "cost-to-serve": _("(cost to serve + cost of credit) ÷ net sales"),
    "retention": _("accounts of the start that were not lost ÷ accounts of the start"),
    "churn": _("accounts of the start that were lost ÷ accounts of the start"),
    "net-retention": _("Σ now ÷ Σ before"),
    "gross-retention": _("Σ min(now, before) ÷ Σ before"),
    "additional-services": _("families bought now − those of the 24 months before"),
    "additional-sales": _("Σ net amounts of additional families"),
    "penetration": _("families bought ÷ families sold"),
    "on-time": _("promised lines on time ÷ promised lines"),
    "days-to-payment": _("Σ amount × days ÷ Σ amount"),
    "account-hours": _("Σ hours"),
    "selling-hours": _("hours of selling ÷ hours"),
    "share-of-wallet": _("our net sales ÷ all that it buys of it"),
    "share-gained": _("share now − share a year ago"),
    "relationship-quality": _("(warmth + 2) × 2.5; warmth: Σ influence × attitude ÷ Σ influence"),
    "meetings-and-calls": _("meetings, visits and calls held"),
    "meetings-kept": _("held ÷ planned"),
    "meetings-beyond-purchasing": _("with others than purchasing ÷ held"),
    "senior-meetings": _("with board or directors ÷ held"),
    "days-since-contact": _("the largest of the days since each contact that matters"),
    "promoters": _("100 × (9 and 10 − 0 to 6) ÷ answers"),
    "satisfaction": _("answers of 4 and 5 ÷ answers"),
    "first-response": _("90th percentile of the hours, between its neighbours"),
    "median-response": _("median of the hours"),
    "resolution": _("median by Kaplan–Meier, with open ones"),
    "answered-in-time": _("answered in time ÷ (answered + open and overdue)"),
    "open-complaints": _("complaints not resolved"),
    "unanswered-complaints": _("complaints − answered"),
    "complaint-recurrence": _("of the same cause within 90 days ÷ complaints"),
    "complaints-per-hundred-orders": _("100 × complaints ÷ orders"),
    "complaint-money": _("Σ money at stake in complaints not resolved"),
    "on-time-in-full": _("lines on time and in full ÷ lines due that say what was ordered"),
    "in-full": _("lines in full ÷ lines due that say what was ordered"),
    "case-fill": _("units delivered ÷ units ordered"),
    "terms-kept": _("terms kept ÷ terms due"),
    "forecast-error": _("Σ |forecast − actual| ÷ Σ actual"),
    "forecast-bias": _("Σ (forecast − actual) ÷ Σ actual"),
    "contact-coverage": _("Σ strength of the links there ÷ Σ strength asked for"),
    "resilience": _("functions that would have to leave ÷ asked for"),
    "validated-value": _("Σ value signed by the customer"),
    "plan-freshness": _("sections looked at within 92 days ÷ sections written"),
    "initiatives-delivered": _("milestones met by their day ÷ milestones due"),
}


def told_over(kpi: Kpi) -> Name:
    """Of which days a value tells, seen from the day that it is of."""
    return COUNTED_OVER.get(kpi.key, WINDOW_NAMES[kpi.window])
