"""The figures of the pages about contracts, cycles and constant retention, each explained."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.lifetime.rules.models import NAMES
from clavero.lifetime.rules.staying import Constant
from clavero.lifetime.rules.studies import ConstantAsked
from clavero.lifetime.selectors import Assumed, ContractsPicture, CyclesFit, CyclesPicture
from clavero.lifetime.selectors.cycles import AHEAD
from clavero.ui import formats
from clavero.ui.formats import NOTHING
from clavero.ui.parts import Explanation, Input, Tile


def contract_tiles(picture: ContractsPicture, currency: str) -> list[Tile]:
    """Retention at first and at the end, and what a new customer pays and is worth."""
    if picture.model is None or picture.new is None or picture.log_likelihood is None:
        return []
    asked, model = picture.asked, picture.model
    inputs = [
        Input("α", formats.number(Decimal(model.alpha), places=4)),
        Input("β", formats.number(Decimal(model.beta), places=4)),
        Input(_("Log-likelihood"), formats.number(Decimal(picture.log_likelihood), places=1)),
        Input(_("Customers"), formats.number(picture.customers)),
    ]
    worth = [
        Input(_("Discount a year"), formats.percent(asked.discount)),
        Input(_("Discount a term"), formats.percent(Decimal(asked.discount_a_term), places=2)),
    ]
    without_end, within = picture.new
    next_one = picture.terms[len(picture.seen)]
    tiles = [
        Tile(
            label=_("Renew the first time"),
            value=formats.percent(picture.terms[0].retention),
            note=_("by the fit"),
            explanation=Explanation(
                sentence=_("The part of new customers that renews when the first term ends."),
                formula="β ÷ (α + β)",
                inputs=inputs,
                source="sBG",
            ),
        ),
        Tile(
            label=_("Renew at the next renewal"),
            value=formats.percent(next_one.retention),
            note=_("of those of the oldest cohort"),
            explanation=Explanation(
                sentence=_(
                    "The part that renews of those who come to renewal %(number)s, the first that "
                    "nobody has come to yet."
                )
                % {"number": next_one.number},
                formula="(β + t − 1) ÷ (α + β + t − 1)",
                inputs=inputs,
                source="sBG",
            ),
        ),
        Tile(
            label=_("Payments of a new customer"),
            value=formats.number(within, places=2),
            note=_within(asked.years),
            explanation=Explanation(
                sentence=_(
                    "The payments of one that signs now and pays at once, each worth less the "
                    "later it comes. Without an end it is %(all)s."
                )
                % {
                    "all": NOTHING if without_end is None else formats.number(without_end, places=2)
                },
                formula="Σ S(t) ÷ (1 + d)^t",
                inputs=[*inputs, *worth],
                source="sBG, DEL",
            ),
        ),
    ]
    if asked.margin is not None:
        tiles.append(
            Tile(
                label=_("A new customer is worth"),
                value=_compact(asked.margin * within, currency),
                note=_within(asked.years),
                explanation=Explanation(
                    sentence=_("What one contract leaves in a term, times these payments."),
                    formula=_("margin of a term × payments"),
                    inputs=[
                        Input(_("A contract leaves in a term"), _exact(asked.margin, currency)),
                        Input(_("Payments"), formats.number(within, places=4)),
                        *worth,
                    ],
                    source="sBG",
                ),
            )
        )
    return tiles


def cycle_tiles(picture: CyclesPicture) -> list[Tile]:
    """Who is likely there, what they will buy, and how the fit came about."""
    fitted = picture.fitted
    if not isinstance(fitted, CyclesFit):
        return []
    model = fitted.model
    inputs = [
        Input(name, formats.number(Decimal(value), places=4))
        for name, value in (
            ("α", model.alpha), ("β", model.beta), ("γ", model.gamma), ("δ", model.delta),
        )
    ] + [
        Input(_("Log-likelihood"), formats.number(Decimal(fitted.log_likelihood), places=1)),
        Input(_("Customers"), formats.number(fitted.customers)),
        Input(_("Customers that bought again"), formats.number(fitted.repeaters)),
    ]  # fmt: skip
    ahead = ngettext(
        "in the next %(count)s cycle", "in the next %(count)s cycles", AHEAD[picture.step]
    )
    return [
        Tile(
            label=_("There at the next cycle"),
            value=formats.number(picture.alive, places=0),
            note=_("of %(customers)s") % {"customers": formats.number(len(picture.rows))},
            explanation=Explanation(
                sentence=_("The probabilities of all customers to be there, added up."),
                formula=_("Σ P(alive)"),
                inputs=inputs,
                period=picture.data,
                data_version=picture.versions.ledger,
                source="BG/BB",
            ),
        ),
        Tile(
            label=_("Cycles with a purchase to come"),
            value=formats.number(picture.expected, places=0),
            note=ahead % {"count": AHEAD[picture.step]},
            explanation=Explanation(
                sentence=_("In how many cycles each is expected to buy, added up."),
                formula="Σ E[X(n, n + m) | x, t_x, n]",
                inputs=inputs,
                period=picture.data,
                data_version=picture.versions.ledger,
                source="BG/BB",
            ),
        ),
    ]


def worth_within(model: Constant, asked: ConstantAsked) -> Decimal:
    """What the years asked for are worth."""
    return round(Decimal(model.within(asked.years)), 2)


def constant_tiles(
    assumed: Assumed, asked: ConstantAsked, model: Constant, currency: str, *, url: str
) -> list[Tile]:
    """The same customer over some years, without an end, and by the model; ``url`` leads there."""
    inputs = [
        Input(_("It leaves in a year"), _exact(asked.margin, currency)),
        Input(_("Stays from year to year"), formats.percent(asked.retention, places=2)),
        Input(_("Discount a year"), formats.percent(asked.discount)),
    ]

    def worth(label: str, value: float, note: str, sentence: str, formula: str) -> Tile:
        return Tile(
            label=label,
            value=_compact(Decimal(value), currency) if isfinite(value) else NOTHING,
            note=note,
            explanation=Explanation(sentence=sentence, formula=formula, inputs=inputs),
        )

    life = Decimal(model.life) if isfinite(model.life) else None
    row = assumed.account.row
    by_model = row.lifetime if row is not None else None
    return [
        worth(
            _("At constant retention"),
            model.within(asked.years),
            _within(asked.years),
            _("Paid at the end of each year by those still there, discounted to today."),
            "Σ m · r^t ÷ (1 + d)^t",
        ),
        worth(
            _("Without an end"),
            model.from_the_end,
            _("paid at the end of each year"),
            _("The first payment is made when the first year ends, by those still there."),
            "m · r ÷ (1 + d − r)",
        ),
        worth(
            _("Without an end, paid first"),
            model.from_now,
            _("paid at the start of each year"),
            _("The first payment is made now."),
            "m · (1 + d) ÷ (1 + d − r)",
        ),
        Tile(
            label=_("Mean stay"),
            value=NOTHING if life is None else formats.number(life, places=1),
            note=_("years"),
            explanation=Explanation(
                sentence=_("How many years a customer stays on average."),
                formula="1 ÷ (1 − r)",
                inputs=inputs[1:2],
            ),
        ),
        Tile(
            label=_("By its own purchases"),
            value=NOTHING if by_model is None else _compact(by_model, currency),
            note=_("%(model)s, within %(years)s years")
            % {"model": NAMES[assumed.account.asked.kind], "years": assumed.account.asked.years},
            url=url,
        ),
    ]


def _within(years: int) -> str:
    sentence = ngettext("within %(count)s year", "within %(count)s years", years)
    return sentence % {"count": years}


def _compact(amount: Decimal, currency: str) -> str:
    return formats.money_compact(Money(amount, currency))


def _exact(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency))
