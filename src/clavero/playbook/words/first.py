"""Clavero's starting points of its first playbook: accounts that had them proposed still have them.

The keys are those of ``migrations/0002_starting_points.py``: strategy, kind and place.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST_ITEMS: dict[str, str | Promise] = {
    "first-invest-objective-0": _(
        "Agree on the joint initiatives of the next 18 months with an executive of theirs"
    ),
    "first-invest-objective-1": _("Bring the relationship to the next stage in the eyes of both"),
    "first-invest-target-0": _("Net sales: grow faster than the customer's market"),
    "first-invest-target-1": _("Contribution: at least that of last year"),
    "first-invest-task-0": _("Review the joint initiatives with the customer"),
    "first-invest-task-1": _("Meet with the executive sponsors of both companies"),
    "first-selective-objective-0": _("Win an entry project in a unit that does not buy from us"),
    "first-selective-objective-1": _("Have the customer itself score our position"),
    "first-selective-target-0": _(
        "Share in the customer: up by the points that the business case says"
    ),
    "first-selective-target-1": _(
        "Relationship and trust: a score of 5 or more, given by the customer"
    ),
    "first-selective-task-0": _(
        "Compare volume, share and relationship with the gates of the investment"
    ),
    "first-selective-task-1": _("Talk to a function of theirs that does not know us"),
    "first-maintain-objective-0": _("Renew the agreements before they end"),
    "first-maintain-objective-1": _("Lower the cost to serve without touching the service"),
    "first-maintain-target-0": _("Contribution: at least that of last year"),
    "first-maintain-target-1": _("Retention of sales: 100%"),
    "first-maintain-task-0": _("Review service and complaints with the customer"),
    "first-maintain-task-1": _("Look for a cheaper way of serving the costliest orders"),
    "first-harvest-objective-0": _("Earn with every order, or not take it"),
    "first-harvest-target-0": _("Contribution after cost to serve: above zero"),
    "first-harvest-target-1": _("Days until it pays: within the terms"),
    "first-harvest-task-0": _("Check prices, terms and smallest orders"),
}
