"""What profitability's values are called, on the pages, in files and in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.profitability.rules.cost_to_serve import Step
from clavero.profitability.rules.events import EventFault, Standard
from clavero.profitability.rules.rates import KAM
from clavero.profitability.rules.work import WorkFault
from clavero.ui.brought import ROW_FAULTS

Name = str | Promise

STANDARD_NAMES: dict[str, Name] = {
    Standard.ORDER: _("Orders"),
    Standard.DELIVERY: _("Deliveries"),
    Standard.RETURN: _("Returns"),
    Standard.COMPLAINT: _("Complaints"),
    Standard.VISIT: _("Visits"),
    Standard.SUPPORT: _("Support hours"),
}
KAM_NAME = _("Key account team")
EXTRA_NAMES: dict[str, Name] = {
    "rush": _("rush"),
    "export": _("export"),
    "new_customer": _("new customer"),
    "manual_order": _("order by hand"),
}
STEP_NAMES: dict[str, Name] = {
    Step.GROSS_SALES: _("Gross sales"),
    Step.DISCOUNTS: _("Discounts"),
    Step.REBATES: _("Rebates and other credit"),
    Step.RETURNS: pgettext_lazy("step", "Returns"),
    Step.NET_SALES: _("Net sales"),
    Step.COST_OF_GOODS: _("Cost of goods"),
    Step.GROSS_MARGIN: _("Gross margin"),
    Step.SERVING: _("Cost to serve"),
    Step.CREDIT: _("Cost of credit"),
    Step.CONTRIBUTION: _("Customer contribution"),
    Step.KAM_TIME: _("Key account team's time"),
    Step.INITIATIVES: _("Key account team's spending"),
    Step.NET_CONTRIBUTION: _("Net contribution"),
}
FAULT_NAMES: dict[str, Name] = {
    **ROW_FAULTS,
    EventFault.UNKNOWN_EVENT: _(
        "there is no such activity: the director of key accounts adds it under Rates."
    ),
    EventFault.COUNTED_BY_LEDGER: _(
        "these are counted from the sales ledger; under Rates they can be counted from files."
    ),
    EventFault.COUNTED_IN_APP: _(
        "these are counted from what is recorded in Clavero; under Rates they can be counted from "
        "files."
    ),
    EventFault.UNKNOWN_CHARACTERISTIC: _(
        "nobody has said how many minutes this takes on that day: add it under Rates."
    ),
    EventFault.NOT_HOW_OFTEN: _("it is neither yes nor how often."),
    WorkFault.UNKNOWN_KIND: _("it is none of relationship, implementation, knowledge and selling."),
    WorkFault.UNKNOWN_PERSON: _("nobody who works here has this e-mail address."),
    WorkFault.NOTHING_SPENT: _("neither hours nor money."),
}
CHANGE_NAMES: dict[str, Name] = {
    "capacity.set": _("capacity entered"),
    "activity.set": _("activity entered"),
    "credit.set": _("cost of capital entered"),
    "events.brought": _("events brought"),
    "events.taken_out": _("events taken out again"),
    "work.recorded": _("work recorded"),
    "work.withdrawn": _("work withdrawn"),
}
FIELD_NAMES: dict[str, Name] = {
    "name": _("Name"),
    "valid_from": _("Valid from"),
    "months": _("Period"),
    "cost": _("Cost"),
    "minutes": _("Practical minutes"),
    "theoretical": _("Minutes paid for"),
    "capacity": _("Capacity"),
    "source": _("Counted by"),
    "base": _("Minutes of each"),
    "extras": _("More minutes"),
    "travel": _("Money of each"),
    "cost_of_capital": _("Cost of capital"),
}


def capacity_name(key: str, name: str = "") -> Name:
    """What a capacity is called: as somebody wrote it, or its standard name."""
    return name or (KAM_NAME if key == KAM else key.replace("_", " "))


def activity_name(key: str, name: str = "") -> Name:
    """What an activity is called: as somebody wrote it, or its standard name."""
    return name or STANDARD_NAMES.get(key) or key.replace("_", " ")


def extra_name(key: str) -> Name:
    """What a characteristic is called."""
    return EXTRA_NAMES.get(key) or key.replace("_", " ")
