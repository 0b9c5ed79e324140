"""The playbook that holds until the company writes its own, in the reader's language.

Source: methods §2.4, where what the seed says of each strategy is a requirement and the numbers are
recommendations.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.plays import Play, Playbook, Task


def default_playbook() -> Playbook:
    """The four plays as Clavero recommends them."""
    return Playbook(
        {
            Strategy.INVEST: _invest(),
            Strategy.SELECTIVE: _selective(),
            Strategy.MAINTAIN: _maintain(),
            Strategy.HARVEST: _harvest(),
        },
        _(
            "Resources follow the strategy of an account, and not its size or who asks loudest. "
            "A strategy changes at a review alone."
        ),
    )


def _invest() -> Play:
    return Play(
        relationship=Stage.INTEGRATED,
        share_from=0.4,
        share_to=0.5,
        review_months=1,
        investment=_("Over several years, by a business case."),
        plan=_("Three to five years, with the next 18 months in detail, made with the customer."),
        activities=(
            _("Joint initiatives with a long horizon"),
            _("Work without seams between both companies"),
            _("Costs lowered on both sides"),
            _("Information shared, and each other's goals understood"),
        ),
        metrics=(
            _("Sustainable growth of sales and margin"),
            _("Savings reached together"),
            _("Initiatives delivered"),
            _("Coverage of their functions by ours"),
        ),
        objectives=(
            _("Agree on the joint initiatives of the next 18 months with an executive of theirs"),
            _("Bring the relationship to the next stage in the eyes of both"),
        ),
        targets=(
            _("Net sales: grow faster than the customer's market"),
            _("Contribution: at least that of last year"),
        ),
        tasks=(
            Task(_("Review the joint initiatives with the customer"), 1),
            Task(_("Meet with the executive sponsors of both companies"), 3),
        ),
    )


def _selective() -> Play:
    return Play(
        relationship=Stage.INTERDEPENDENT,
        share_from=0.25,
        share_to=0.35,
        review_months=1,
        investment=_("Only where the return over three years is best among such accounts."),
        plan=_("Three to five years, with the next 18 months in detail."),
        activities=(
            _("An entry project that proves our value"),
            _("Wider contacts in functions that do not know us"),
            _("Displacing the competitor where we are better"),
        ),
        metrics=(
            _("Sales volume"),
            _("Share in the customer"),
            _("Quality of the relationship"),
        ),
        objectives=(
            _("Win an entry project in a unit that does not buy from us"),
            _("Have the customer itself score our position"),
        ),
        targets=(
            _("Share in the customer: up by the points that the business case says"),
            _("Relationship and trust: a score of 5 or more, given by the customer"),
        ),
        tasks=(
            Task(_("Compare volume, share and relationship with the gates of the investment"), 1),
            Task(_("Talk to a function of theirs that does not know us"), 1),
        ),
    )


def _maintain() -> Play:
    return Play(
        relationship=Stage.INTERDEPENDENT,
        share_from=0.15,
        share_to=0.25,
        review_months=3,
        investment=_("Maintenance alone: what pays back within twelve months."),
        plan=_("18 months, and one page for three years."),
        activities=(
            _("Excellent service"),
            _("A lower cost to serve"),
            _("Renewals and defence against competitors"),
            _("Our weight in the customer kept"),
        ),
        metrics=(
            _("Margin"),
            _("Retention"),
            _("Satisfaction"),
            _("Deliveries on time and in full"),
            _("Cost to serve"),
        ),
        objectives=(
            _("Renew the agreements before they end"),
            _("Lower the cost to serve without touching the service"),
        ),
        targets=(_("Contribution: at least that of last year"), _("Retention of sales: 100%")),
        tasks=(
            Task(_("Review service and complaints with the customer"), 3),
            Task(_("Look for a cheaper way of serving the costliest orders"), 6),
        ),
    )


def _harvest() -> Play:
    return Play(
        relationship=Stage.BASIC,
        share_from=0.0,
        share_to=0.1,
        review_months=6,
        investment=_("None: price up, or serve by machine."),
        plan=_("A sheet of terms."),
        activities=(
            _("Standard service"),
            _("Discipline in price and terms"),
            _("A remote channel"),
            _("A smallest order"),
        ),
        metrics=(
            _("Contribution as a part of sales"),
            _("Cost to serve"),
            _("Days until it pays"),
        ),
        objectives=(_("Earn with every order, or not take it"),),
        targets=(
            _("Contribution after cost to serve: above zero"),
            _("Days until it pays: within the terms"),
        ),
        tasks=(Task(_("Check prices, terms and smallest orders"), 6),),
    )
