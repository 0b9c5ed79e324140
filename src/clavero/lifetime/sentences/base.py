"""What the page of lifetime says: the finding, the fit in words, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import inf

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.lifetime.rules.fitting import NoFit
from clavero.lifetime.rules.models import LIFETIME, NAMES, YEAR, Fit, Kind, SpendingFit
from clavero.lifetime.selectors import AccountLifetime, BaseFit, LifetimePicture
from clavero.lifetime.words import refusal_of
from clavero.ui import formats

_MOST = 60  # doublings, beyond which no number of years says anything
_LOUD = 0.3  # a correlation of which it must be told


def finding(picture: LifetimePicture, currency: str) -> str:
    """How many are likely still to be customers, and what they will buy."""
    if not picture.rows:
        return ""
    words = {
        "alive": formats.number(picture.alive, places=0),
        "all": formats.number(len(picture.rows)),
        "expected": formats.number(picture.expected, places=0),
    }
    fitted = picture.base.purchases
    if isinstance(fitted, Fit) and fitted.nobody_leaves:
        told = (
            _("%(all)s customers; %(expected)s purchases are to be expected in 12 months.")
            if picture.value is None
            else _(
                "%(all)s customers; %(expected)s purchases for %(value)s are to be expected in "
                "12 months."
            )
        )
        if picture.value is not None:
            words["value"] = formats.money_compact(Money(picture.value, currency))
        return told % words
    if picture.value is None:
        sentence = ngettext(
            "Of %(all)s customer some %(alive)s is likely still to be one; %(expected)s purchases "
            "are to be expected in 12 months.",
            "Of %(all)s customers some %(alive)s are likely still to be customers; %(expected)s "
            "purchases are to be expected in 12 months.",
            len(picture.rows),
        )
        return sentence % words
    words["value"] = formats.money_compact(Money(picture.value, currency))
    sentence = ngettext(
        "Of %(all)s customer some %(alive)s is likely still to be one; %(expected)s purchases for "
        "%(value)s are to be expected in 12 months.",
        "Of %(all)s customers some %(alive)s are likely still to be customers; %(expected)s "
        "purchases for %(value)s are to be expected in 12 months.",
        len(picture.rows),
    )
    return sentence % words


def about_the_fit(picture: LifetimePicture, currency: str) -> Iterator[str]:
    """To whom the models were fitted, what they learned, and what they do not know."""
    fitted = picture.base.purchases
    if not isinstance(fitted, Fit):
        return
    yield learned_in_words(fitted, picture.base)
    yield pace_in_words(fitted)
    yield from about_spending(picture, currency)


def learned_in_words(fitted: Fit, base: BaseFit) -> str:
    """To whom it was fitted."""
    return _(
        "%(model)s learned from the whole company's %(customers)s customers and their %(repeats)s "
        "repeat purchases until %(day)s, how often customers buy and when they stop."
    ) % {
        "model": NAMES[fitted.kind],
        "customers": formats.number(fitted.customers),
        "repeats": formats.number(fitted.repeats),
        "day": formats.day(base.as_of),
    }


def pace_in_words(fitted: Fit) -> str:
    """How often a customer buys and how it leaves, of the parameters."""
    known = fitted.parameters
    times = formats.number(Decimal(known["r"] / known["alpha"] * YEAR), places=1)
    if fitted.nobody_leaves:
        return _(
            "A customer buys %(times)s times in 12 months on average. In these data nobody leaves, "
            "so the probability alive says nothing: look at each customer's own silence."
        ) % {"times": times}
    if fitted.kind is Kind.PARETO_NBD:
        doublings = 1 / known["s"]
        half = inf if doublings > _MOST else known["beta"] * (2**doublings - 1) / YEAR
        if half > LIFETIME:
            return _(
                "While it is a customer, one buys %(times)s times in 12 months on average; in a "
                "hundred years not even half of all leave."
            ) % {"times": times}
        return _(
            "While it is a customer, one buys %(times)s times in 12 months on average; half of all "
            "have left after %(years)s years."
        ) % {"times": times, "years": formats.number(Decimal(half), places=1)}
    leaves = formats.percent(Decimal(known["a"] / (known["a"] + known["b"])))
    return _(
        "While it is a customer, one buys %(times)s times in 12 months on average; after each "
        "purchase %(leaves)s of the customers leave."
    ) % {"times": times, "leaves": leaves}


def about_spending(picture: LifetimePicture, currency: str) -> Iterator[str]:
    """What a purchase brings, or why nothing is said of that."""
    spending = picture.base.spending
    if isinstance(spending, NoFit):
        yield str(refusal_of(spending))
        return
    mean = formats.money(Money(Decimal(spending.model.mean), currency), places=0)
    yield _(
        "A purchase brings %(mean)s on average; what one customer brings is read between its own "
        "purchases and those of all (Gamma-Gamma)."
    ) % {"mean": mean}
    if _goes_together(spending):
        yield _(
            "Those who buy often spend otherwise than those who seldom do (correlation "
            "%(correlation)s), which the model does not expect: read values as a rough guide."
        ) % {"correlation": formats.number(Decimal(spending.correlation or 0), places=2)}
    if picture.rows and picture.lifetime is None:
        yield _("There is no lifetime value: no cost of the customers' purchases is known.")
    elif picture.without_margin:
        sentence = ngettext(
            "%(count)s customer has no lifetime value: no cost of its purchases is known.",
            "%(count)s customers have no lifetime value: no cost of their purchases is known.",
            picture.without_margin,
        )
        yield sentence % {"count": formats.number(picture.without_margin)}


def account_in_words(account: AccountLifetime, currency: str) -> str:
    """What is expected of one customer."""
    row = account.row
    if row is None:
        return _("It has not bought anything yet, so nothing is expected of it.")
    words = {
        "alive": formats.percent(row.alive),
        "expected": formats.number(row.expected, places=1),
    }
    if row.value is None:
        return (
            _(
                "It is still a customer with a probability of %(alive)s; %(expected)s purchases "
                "are to be expected in 12 months."
            )
            % words
        )
    words["value"] = formats.money_compact(Money(row.value, currency))
    return (
        _(
            "It is still a customer with a probability of %(alive)s; %(expected)s purchases for "
            "%(value)s are to be expected in 12 months."
        )
        % words
    )


def course_in_words(account: AccountLifetime) -> str:
    """When it bought, and for how long it has not."""
    row = account.row
    if row is None:
        return ""
    silent = (account.data.last - row.last).days
    sentence = ngettext(
        "It bought on %(count)s day from %(first)s to %(last)s, and then not for %(silent)s days. "
        "In silence the probability falls, and a purchase brings it up.",
        "It bought on %(count)s days from %(first)s to %(last)s, and then not for %(silent)s days. "
        "In silence the probability falls, and a purchase brings it up.",
        row.purchases,
    )
    return sentence % {
        "count": formats.number(row.purchases),
        "first": formats.day(row.first),
        "last": formats.day(row.last),
        "silent": formats.number(silent),
    }


def parameters_in_words(picture: LifetimePicture) -> list[tuple[str, str]]:
    """Everything that was fitted, for whoever wants to compute it again."""
    found: list[tuple[str, str]] = []
    for fitted in (picture.base.purchases, picture.base.spending):
        if isinstance(fitted, NoFit):
            continue
        name = NAMES[fitted.kind] if isinstance(fitted, Fit) else "Gamma-Gamma"
        values = ", ".join(
            f"{_GREEK.get(key, key)} {formats.number(Decimal(f'{value:.5g}'))}"
            for key, value in fitted.parameters.items()
        )
        found.append((name, values))
        likelihood = formats.number(Decimal(fitted.log_likelihood), places=1)
        found.append((_("Log-likelihood of %(model)s") % {"model": name}, likelihood))
    return found


_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ"}


def _goes_together(spending: SpendingFit) -> bool:
    return spending.correlation is not None and abs(spending.correlation) >= _LOUD
