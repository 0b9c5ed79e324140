"""Clavero's own texts of the playbook, which each reader gets in their language."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.dates import working_day
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Asked, Aspect, Guide, Kpi, Playbook, Reviews, Task
from clavero.playbook.rules.proposals import Proposed
from clavero.playbook.words.first import FIRST_ITEMS
from clavero.playbook.words.names import DOER_NAMES, every_months, target_in_words
from clavero.ui import formats

Name = str | Promise

EVERYWHERE: Name = _(
    "Keep two things in balance: relationships that open doors, and the business carried out with "
    "each customer. Relationships alone bring no result."
)
TEXTS: dict[Strategy, dict[Aspect, tuple[Name, ...]]] = {
    Strategy.INVEST: {
        Aspect.AIM: (
            _(
                "The mine of future growth in sales and margin. Few accounts: our capacity to "
                "invest is limited."
            ),
        ),
        Aspect.ACTIVITIES: (
            _("Many joint initiatives, with a long horizon"),
            _("Seamless work together, at a lower cost for both sides"),
            _("Shared information, for a better understanding of each other's goals"),
        ),
        Aspect.METRICS: (
            _("Sustainable growth of sales and margin"),
            _("Joint savings"),
            _("Initiatives delivered"),
            _("Coverage of its contacts"),
        ),
        Aspect.INVESTMENT: (_("Over several years, by business case."),),
        Aspect.PLAN: (_("Three to five years and 18 months, made together with the customer."),),
        Aspect.REVIEW: (_("Every month, and every quarter with the sponsor."),),
    },
    Strategy.SELECTIVE: {
        Aspect.AIM: (
            _(
                "Attractive, but our position is weak. To change that takes time and money, so "
                "not all can be attacked at once."
            ),
        ),
        Aspect.ACTIVITIES: (
            _("An entry project that proves our value"),
            _("More contacts in the customer"),
            _("Taking the place of the competitor"),
        ),
        Aspect.METRICS: (
            _("Sales volume"),
            _("Share in the customer"),
            _("Quality of the relationship"),
        ),
        Aspect.INVESTMENT: (_("The budget goes to those with the best return in three years."),),
        Aspect.PLAN: (_("Three to five years and 18 months."),),
        Aspect.REVIEW: (_("Every month, with gates: what is not met stops the spending."),),
    },
    Strategy.MAINTAIN: {
        Aspect.AIM: (
            _(
                "A large margin for as long as possible: the cash to invest in others. They grow "
                "little, and still need motivation, so that we keep our weight in the customer."
            ),
        ),
        Aspect.ACTIVITIES: (
            _("Excellent service"),
            _("A lower cost to serve"),
            _("Renewals, and defence against competitors"),
            _("Keeping our weight in the customer"),
        ),
        Aspect.METRICS: (
            _("Margin"),
            _("Retention"),
            _("Satisfaction (net promoter score)"),
            _("Deliveries on time and in full"),
            _("Cost to serve"),
        ),
        Aspect.INVESTMENT: (_("Maintenance only: what pays back in less than 12 months."),),
        Aspect.PLAN: (_("18 months, and one page for three years."),),
        Aspect.REVIEW: (_("Every quarter."),),
    },
    Strategy.HARVEST: {
        Aspect.AIM: (
            _(
                "Not a key account: what we sell is not strategic to it, or it only confronts. "
                "The most profit, with a relationship that stays basic."
            ),
        ),
        Aspect.ACTIVITIES: (
            _("Standard service"),
            _("Discipline in price and terms"),
            _("A remote channel"),
            _("A minimum order"),
        ),
        Aspect.METRICS: (
            _("Contribution in percent of sales"),
            _("Cost to serve"),
            _("Days to payment"),
        ),
        Aspect.INVESTMENT: (_("None: raise the price or automate."),),
        Aspect.PLAN: (_("A sheet of terms."),),
        Aspect.REVIEW: (_("Every half year."),),
    },
}
ITEMS: dict[str, Name] = {
    # objectives
    "joint-plan": _("Agree a plan of three to five years with the customer"),
    "closer-relationship": _("Bring the relationship to interdependent or integrated, as both see"),
    "joint-savings": _("Find savings that both sides recognise"),
    "entry-project": _("Win an entry project that proves our value"),
    "wider-contacts": _("Know those who decide and those who advise them"),
    "displace-competitor": _("Win a first line from the main competitor"),
    "renewal": _("Renew the business before it expires"),
    "cheaper-service": _("Serve it at a lower cost, and no worse"),
    "weight-kept": _("Keep our weight in the customer"),
    "more-contribution": _("Raise what it leaves, by price, terms or minimum order"),
    "remote-service": _("Move everyday service to the remote channel"),
    # figures
    "sales-growth": _("Growth of net sales"),
    "contribution-growth": _("Growth of the contribution"),
    "initiatives-delivered": _("Initiatives delivered on time"),
    "contact-coverage": _("Contacts that somebody looks after"),
    "share-gained": _("Share in the customer won in a year"),
    "relationship-quality": _("Quality of the relationship"),
    "contribution-kept": _("Contribution kept from the year before"),
    "retention": _("Sales kept from the year before"),
    "promoters": _("Net promoter score"),
    "on-time-in-full": _("Deliveries on time and in full"),
    "cost-to-serve": _("Cost to serve, of net sales"),
    "contribution-share": _("Contribution, of net sales"),
    "days-to-payment": _("Days to payment"),
    # tasks
    "initiatives-meeting": _("Go through the joint initiatives with the customer"),
    "sponsor-meeting": _("Meet the customer's management"),
    "joint-review": _("Look back on the year together with the customer"),
    "gate": _("Check the gate: sales volume, share in the customer, relationship"),
    "contact-map": _("Bring the map of contacts up to date"),
    "service-review": _("Go through service and complaints with the customer"),
    "satisfaction": _("Ask the customer how satisfied it is"),
    "terms-review": _("Go through price, terms and minimum order"),
    **FIRST_ITEMS,
}


def default_text(strategy: Strategy, aspect: Aspect) -> str:
    """Clavero's text of an aspect, in the language of now; a list has one a line."""
    return "\n".join(str(line) for line in TEXTS[strategy][aspect])


def guide_text(strategy: Strategy, guide: Guide, aspect: Aspect) -> str:
    """What a guide says: the company's own text, else Clavero's."""
    own = guide.texts.get(aspect)
    if own is not None:
        return own
    usual = DEFAULT.guides[strategy].review_months
    if aspect is Aspect.REVIEW and guide.review_months != usual:
        return capfirst(every_months(guide.review_months)) + "."
    return default_text(strategy, aspect)


def everywhere_of(playbook: Playbook) -> str:
    """What holds for every account: the company's own text, else Clavero's."""
    return str(EVERYWHERE) if playbook.everywhere is None else playbook.everywhere


def item_text(what: Asked) -> str:
    """What is to be reached, measured or done: the company's own text, else Clavero's."""
    return what.text or _clavero_s(what) or what.key


def _clavero_s(what: Asked) -> str:
    if isinstance(what, Reviews):
        return gettext("Look at the strategy again")
    return str(ITEMS.get(what.key, ""))


def item_in_words(what: Asked) -> str:
    """What is asked of an account, in one line."""
    text = item_text(what)
    if isinstance(what, Kpi) and (target := target_in_words(what)):
        return gettext("%(figure)s: %(target)s") % {"figure": text, "target": target}
    if isinstance(what, Task):
        return gettext("%(task)s, %(rhythm)s: %(doer)s") % {
            "task": text,
            "rhythm": every_months(what.months),
            "doer": formats.lower_first(str(DOER_NAMES[what.doer])),
        }
    if isinstance(what, Reviews):
        return f"{text} {every_months(what.months)}"
    return text


def due_in_words(proposed: Proposed) -> str:
    """By when, or from when on."""
    day = {"day": formats.day(proposed.due)}
    if isinstance(proposed.what, Task | Reviews):
        return gettext("from %(day)s on") % {"day": formats.day(working_day(proposed.due))}
    return gettext("by %(day)s") % day


def proposed_in_words(proposed: Proposed) -> str:
    """A proposal in one line, with its day."""
    return f"{item_in_words(proposed.what)} ({due_in_words(proposed)})"


# -- what a form gives back ------------------------------------------------------------------------


def own_everywhere(playbook: Playbook, written: str) -> str | None:
    """What to keep of what was written for every account in place of the text of ``playbook``."""
    if _says(written, lambda: everywhere_of(playbook)):
        return playbook.everywhere
    return None if _says(written, lambda: str(EVERYWHERE)) else _tidy(written)


def own_guide_text(strategy: Strategy, guide: Guide, aspect: Aspect, written: str) -> str | None:
    """What to keep of what was written about a strategy in place of the text of ``guide``."""
    if _says(written, lambda: guide_text(strategy, guide, aspect)):
        return guide.texts.get(aspect)
    return None if _says(written, lambda: default_text(strategy, aspect)) else _tidy(written)


def own_item_text(what: Asked, written: str) -> str:
    """What to keep of what was written for a starting point, empty where it is Clavero's text."""
    return "" if _says(written, lambda: _clavero_s(what)) else _tidy(written)


def _says(written: str, shown: Callable[[], str]) -> bool:
    """Whether ``written`` is what a form has shown, in any of Clavero's languages, so that the
    readers of the others keep theirs."""
    plain = _tidy(written)
    for language, _name in settings.LANGUAGES:
        with override(language):
            if plain == _tidy(shown()):
                return True
    return False


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
