"""What models and refusals are called, on the page and in the command line."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.lifetime.rules.fitting import LEAST_CUSTOMERS, LEAST_REPEATERS, NoFit, Why

Name = str | Promise

REASONS: dict[Why, Name] = {
    Why.FEW_CUSTOMERS: _(
        "Nothing is said of anybody: a model needs at least %(least)s customers to learn how they "
        "differ, and there are %(customers)s."
    ),
    Why.FEW_REPEATERS: _(
        "Nothing is said of anybody: a model needs at least %(least)s customers that bought again, "
        "and there are %(repeaters)s."
    ),
    Why.NOT_CONVERGED: _(
        "Nothing is said of anybody: no parameters were found under which the purchases of "
        "these %(customers)s customers are likeliest."
    ),
    Why.AT_THE_EDGE: _(
        "Nothing is said of anybody: the purchases of these %(customers)s customers differ too "
        "little, or too much, for this model."
    ),
    Why.NO_MEAN: _(
        "Nothing is said of what a purchase brings: a few amounts are so large that their mean "
        "says nothing."
    ),
}
HINTS: dict[Why, Name] = {
    Why.FEW_CUSTOMERS: _("Each customer can still be judged by its own silence."),
    Why.FEW_REPEATERS: _("Each customer can still be judged by its own silence."),
    Why.NOT_CONVERGED: _("Try another model."),
    Why.AT_THE_EDGE: _("Try another model."),
    Why.NO_MEAN: "",
}


def refusal_of(found: NoFit) -> Refusal:
    """Why nothing was fitted, for the person who asked."""
    least = LEAST_CUSTOMERS if found.why is Why.FEW_CUSTOMERS else LEAST_REPEATERS
    return Refusal(
        REASONS[found.why],
        code=found.why.value,
        hint=HINTS[found.why],
        least=least,
        customers=found.customers,
        repeaters=found.repeaters,
    )
