"""What models and refusals are called, on the page and in the command line."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.period import Period
from clavero.lifetime.rules.contracts import LEAST_CONTRACTS, LEAST_RENEWALS, Unfit
from clavero.lifetime.rules.fitting import LEAST_CUSTOMERS, LEAST_REPEATERS, NoFit, Why
from clavero.lifetime.rules.studies import By
from clavero.lifetime.rules.terms import Step, Term, number_of
from clavero.lifetime.selectors import HeldOut
from clavero.ui import formats

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


STEP_NAMES: dict[Step, Name] = {
    Step.MONTH: _("Month"),
    Step.QUARTER: _("Quarter"),
    Step.YEAR: _("Year"),
}
LATER: dict[Step, Name] = {
    Step.MONTH: _("Months later"),
    Step.QUARTER: _("Quarters later"),
    Step.YEAR: _("Years later"),
}
BY_NAMES: dict[By, Name] = {
    By.NOTHING: _("All together"),
    By.SEGMENT: _("By segment"),
    By.SECTOR: _("By sector"),
    By.COUNTRY: _("By country"),
}
UNFIT: dict[Unfit, Name] = {
    Unfit.FEW_CUSTOMERS: _(
        "Nothing is fitted: it takes %(least)s customers that came to a renewal, and there are "
        "%(customers)s."
    ),
    Unfit.FEW_RENEWALS: _(
        "Nothing is fitted: it takes %(renewals)s renewals to see how retention changes, and fewer "
        "lie behind these customers."
    ),
    Unfit.NOBODY_LEFT: _("Nothing is fitted: nobody has left, so nothing tells when they will."),
    Unfit.NOT_FOUND: _(
        "Nothing is fitted: no parameters were found under which these renewals are likeliest. "
        "Customers who all leave at one rate are worth what the page “At constant retention” says."
    ),
}


def unfit_in_words(why: Unfit, customers: int) -> str:
    """Why nothing is said of contracts."""
    return str(UNFIT[why]) % {
        "least": LEAST_CONTRACTS,
        "customers": customers,
        "renewals": LEAST_RENEWALS,
    }


def term_name(term: Term, data: Period | None = None) -> str:
    """A month, quarter or year, as people write it; of that in which ``data`` begin, who came in it
    was a customer before, as likely as not."""
    if term.step is Step.QUARTER:
        words = {"quarter": term.part, "year": term.year}
        if _begins(term, data):
            return gettext("Q%(quarter)s %(year)s or before") % words
        return gettext("Q%(quarter)s %(year)s") % words
    name = str(term.year) if term.step is Step.YEAR else formats.month(term.first)
    return gettext("%(term)s or before") % {"term": name} if _begins(term, data) else name


def _begins(term: Term, data: Period | None) -> bool:
    return data is not None and term.number == number_of(term.step, data.start)


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


def forecast_in_words(held: HeldOut) -> str:
    """What a fit of the months before would have said of the last ones."""
    words = {"period": formats.period_in_words(held.held)}
    if held.result is None:
        return (
            gettext(
                "The models could not be tested on %(period)s: the data do not reach back six "
                "months before."
            )
            % words
        )
    if isinstance(held.result, NoFit):
        return (
            gettext(
                "The models could not be tested on %(period)s: the customers of the months before "
                "were too few, or too much alike."
            )
            % words
        )
    words |= {
        "expected": formats.number(Decimal(held.result.expected), places=0),
        "actual": formats.number(held.result.actual),
    }
    return (
        gettext(
            "Fitted to the days before, the model forecast %(expected)s purchases of the customers "
            "of then for %(period)s; there were %(actual)s."
        )
        % words
    )
