"""What each KPI is called, and the sentence by which it is read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Name = str | Promise

NAMES: dict[str, Name] = {
    "net-sales": _("Net sales"),
    "sales-growth": _("Growth of sales"),
    "sales-kept": _("Sales kept"),
    "contribution": _("Gross margin"),
    "contribution-growth": _("Growth of gross margin"),
    "margin": _("Gross margin, of sales"),
    "margin-points": _("Change of gross margin, of sales"),
    "customer-contribution": _("Customer contribution"),
    "customer-contribution-growth": _("Growth of customer contribution"),
    "contribution-share": _("Customer contribution, of sales"),
    "contribution-kept": _("Customer contribution kept"),
    "cost-to-serve": _("Cost to serve, of sales"),
    "share-gained": _("Share gained in a year"),
    "relationship-quality": _("Quality of the relationship"),
    "contribution-points": _("Change of customer contribution, of sales"),
    "retention": _("Accounts kept"),
    "churn": _("Accounts lost"),
    "net-retention": _("Net revenue retention"),
    "gross-retention": _("Gross revenue retention"),
    "additional-services": _("Additional services"),
    "additional-sales": _("Sales of additional services"),
    "penetration": _("Penetration"),
    "on-time": _("Delivered on time"),
    "days-to-payment": _("Days to payment"),
    "account-hours": _("Hours spent"),
    "selling-hours": _("Time spent selling"),
    "share-of-wallet": _("Share of wallet"),
    "meetings-and-calls": _("Meetings and calls"),
    "meetings-kept": _("Planned meetings held"),
    "meetings-beyond-purchasing": _("Meetings beyond purchasing"),
    "senior-meetings": _("Meetings with senior levels"),
    "days-since-contact": _("Days since the last contact"),
    "promoters": _("Promoters (NPS)"),
    "satisfaction": _("Satisfaction (CSAT)"),
    "first-response": _("First response"),
    "median-response": _("First response, median"),
    "resolution": _("Resolution"),
    "answered-in-time": _("Complaints answered in time"),
    "open-complaints": _("Open complaints"),
    "unanswered-complaints": _("Complaints not answered yet"),
    "complaint-recurrence": _("Complaints that come back"),
    "complaints-per-hundred-orders": _("Complaints per 100 orders"),
    "complaint-money": _("Money at stake in complaints"),
    "on-time-in-full": _("On time and in full"),
    "in-full": _("Delivered in full"),
    "case-fill": _("Units delivered"),
    "terms-kept": _("Terms kept"),
    "forecast-error": _("Error of the forecast"),
    "forecast-bias": _("Bias of the forecast"),
    "resilience": _("Resilience of the relationship"),
    "validated-value": _("Value validated by the customer"),
    "plan-freshness": _("Plan kept up to date"),
    "contact-coverage": _("Contacts covered"),
    "initiatives-delivered": _("Initiatives delivered"),
}

READINGS: dict[str, Name] = {
    "net-sales": _("Invoices less credit notes of the last twelve full months."),
    "sales-growth": _("Net sales of the last twelve full months against the twelve before."),
    "sales-kept": _(
        "Net sales of the last twelve full months, of those of the twelve before: how much of them "
        "is still there."
    ),
    "contribution": _(
        "Net sales less the cost of goods, of the lines whose cost is known, in the last twelve "
        "full months: before the cost to serve."
    ),
    "contribution-growth": _(
        "Gross margin of the last twelve full months against the twelve before; in money where it "
        "was not positive then."
    ),
    "margin": _(
        "What is left of each unit of net sales whose cost is known, before the cost to serve."
    ),
    "margin-points": _(
        "The gross margin, of sales, of the last twelve full months less that of the twelve before."
    ),
    "customer-contribution": _(
        "Gross margin less the cost to serve and the cost of credit in the last twelve full "
        "months, of the customers of whom all three are known."
    ),
    "customer-contribution-growth": _(
        "Customer contribution of the last twelve full months against the twelve before, of the "
        "customers of whom both are known; in money where it was not positive then."
    ),
    "contribution-share": _(
        "What is left of each unit of net sales after the cost of goods, the cost to serve and the "
        "cost of credit."
    ),
    "contribution-points": _(
        "Customer contribution, of sales, of the last twelve full months less that of the twelve "
        "before, of the customers of whom both are known."
    ),
    "contribution-kept": _(
        "Customer contribution of the last twelve full months, of that of the twelve before, where "
        "both are known."
    ),
    "cost-to-serve": _(
        "What serving took, the wait for the money included, of net sales, in the last twelve full "
        "months."
    ),
    "share-gained": _("Our share of what it buys, less that of a year ago, as entered."),
    "relationship-quality": _(
        "How good the relationship is, from 0 to 10: how its people stand towards us, by their "
        "influence. Told every night by their contacts; what is entered holds for its day."
    ),
    "retention": _(
        "Of the accounts that somebody looked after when the twelve months began, the part that "
        "was not lost in them; a transfer counts for who looked after the account then."
    ),
    "churn": _(
        "Of the accounts that somebody looked after when the twelve months began, the part that "
        "was lost in them."
    ),
    "net-retention": _(
        "What the accounts looked after when the twelve months began buy now, of what they bought "
        "in the twelve before; new accounts do not count."
    ),
    "gross-retention": _("The same without growth: of each account no more than it bought before."),
    "additional-services": _(
        "Product families bought in the last twelve full months and not in the 24 before; one "
        "that was credited in full does not count."
    ),
    "additional-sales": _("Net sales of the additional services."),
    "penetration": _("Product families bought, of those that the company sold."),
    "on-time": _(
        "Of the lines invoiced in the last twelve full months and promised for a day in them, "
        "those delivered in the window agreed with the customer, or else on the day or the day "
        "before; one that is not delivered is late."
    ),
    "days-to-payment": _(
        "Days from the invoice until it was paid, or is due, weighed by the amounts."
    ),
    "account-hours": _("Hours that people recorded in the last twelve full months."),
    "selling-hours": _("The part of the recorded hours that went into selling proper."),
    "share-of-wallet": _(
        "Our part of what the customer buys of what we sell: by what it says itself, else as "
        "entered, else by our own estimate of what it buys, else by our rank among its suppliers."
    ),
    "meetings-and-calls": _(
        "Meetings, visits and calls held in the last 90 days, without e-mails, as counted from "
        "interactions, or entered."
    ),
    "meetings-kept": _(
        "Of the meetings of the last 90 days that were planned, those held, as counted from "
        "interactions, or entered."
    ),
    "meetings-beyond-purchasing": _(
        "Of the meetings of the last 90 days, those with somebody beyond purchasing, as counted "
        "from interactions, or entered."
    ),
    "senior-meetings": _(
        "Of the meetings of the last 90 days, those with somebody of the board or a director, as "
        "counted from interactions, or entered."
    ),
    "days-since-contact": _(
        "Days since a contact that matters was last spoken to, of the one longest ago, as counted "
        "from interactions, or entered."
    ),
    "promoters": _(
        "Answers of 9 and 10 less those of 0 to 6, from −100 to 100, as counted from surveys, or "
        "entered."
    ),
    "satisfaction": _(
        "Answers of 4 and 5, of all from 1 to 5, as counted from surveys, or entered."
    ),
    "first-response": _(
        "Working hours until a person first answers a complaint, as counted from complaints, or "
        "entered; nine of ten are faster, interpolated linearly."
    ),
    "median-response": _(
        "Working hours until a person first answers a complaint, as counted from complaints, or "
        "entered; half of them are faster."
    ),
    "resolution": _(
        "Working hours until half of the complaints are resolved, as counted from complaints, or "
        "entered."
    ),
    "answered-in-time": _(
        "Of the complaints answered or overdue, those answered in time, as counted from "
        "complaints, or entered."
    ),
    "open-complaints": _(
        "Complaints that are not resolved, as counted from complaints, or entered."
    ),
    "unanswered-complaints": _(
        "Complaints that no person has answered yet, as counted from complaints, or entered."
    ),
    "complaint-recurrence": _(
        "Of the complaints, those of a cause of the last 90 days, as counted from complaints, or "
        "entered."
    ),
    "complaints-per-hundred-orders": _(
        "Complaints for every 100 orders of the last twelve full months, as counted from "
        "complaints and the sales ledger, or entered."
    ),
    "complaint-money": _(
        "What is at stake in the complaints that are not resolved, as counted from those that say "
        "it, or entered."
    ),
    "in-full": _(
        "Of the lines due that say how much was ordered, those that brought it, or the part of it "
        "that was agreed to be enough, as counted from the sales ledger, or entered where no line "
        "says it."
    ),
    "case-fill": _(
        "Of the units ordered on the lines that were due, those delivered (case fill), as counted "
        "from the sales ledger, units of each measure weighing by their lines, or entered."
    ),
    "on-time-in-full": _(
        "Of the lines due that say how much was ordered, those delivered in the window agreed with "
        "the customer, or else on the promised day or the day before, and in full, as counted from "
        "the sales ledger, or entered where no line says it."
    ),
    "terms-kept": _(
        "Of the terms of contracts of which something was due, on both sides, the part that was "
        "kept, each with the same weight: as computed from the ledger, or as entered."
    ),
    "forecast-error": _("How far the forecast was off, of what was sold, as entered."),
    "forecast-bias": _("How far the forecast lay above what was sold, of it, as entered."),
    "resilience": _(
        "How many functions would have to leave to cut every link, of what the stage of the "
        "relationship asks for. Told every night by the contacts; what is entered holds for its "
        "day."
    ),
    "validated-value": _(
        "What initiatives brought in the last twelve months, as the customer has signed it."
    ),
    "plan-freshness": _(
        "Of the sections of its plan in which something stands, those looked at this quarter."
    ),
    "contact-coverage": _(
        "Of the strength of links that the stage of the relationship asks for, what is there. Told "
        "every night by the contacts; what is entered holds for its day."
    ),
    "initiatives-delivered": _(
        "Of the milestones of initiatives that were due in the last twelve months, those met by "
        "their day."
    ),
}
