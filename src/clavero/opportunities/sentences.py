"""What the pages say of needs, white space and the pipeline, in sentences."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.opportunities.rules.needs import MOST_FIT, Gate
from clavero.opportunities.rules.pipeline import BASE_FROM, Ground
from clavero.opportunities.selectors import (
    AdditionalPicture,
    CellSeen,
    Grid,
    NeedRow,
    OpportunityRow,
    Pipeline,
    Proof,
)
from clavero.opportunities.words import (
    ANSOFF_NAMES,
    ANSOFF_SHORT,
    CERTAINTY_NAMES,
    CONFIDENCE_NAMES,
    FIELD_NAMES,
    FUNCTION_NAMES,
    HORIZON_NAMES,
    LOSS_NAMES,
    OUTCOME_NAMES,
    SOURCE_NAMES,
    URGENCY_NAMES,
    Name,
)
from clavero.ui import formats


def gate_in_words(gate: Gate) -> list[str]:
    """How well the open needs of an account are known, and what to do about it."""
    confirmed, count = gate.confirmed.numerator, gate.confirmed.n or 0
    if not count or confirmed is None:
        return []
    told = [
        ngettext(
            "The customer has confirmed %(confirmed)s of %(count)s open need.",
            "The customer has confirmed %(confirmed)s of %(count)s open needs.",
            count,
        )
        % {"confirmed": formats.number(confirmed), "count": formats.number(count)}
    ]
    if gate.is_passed:
        return told
    if gate.old:
        told.append(
            ngettext(
                "%(count)s was heard of more than a year ago: ask again.",
                "%(count)s were heard of more than a year ago: ask again.",
                gate.old,
            )
            % {"count": formats.number(gate.old)}
        )
    if not gate.is_confirmed:
        told.append(_("A plan should rest on half of them at least."))
    return told


def need_in_words(row: NeedRow) -> list[tuple[Name, str]]:
    """What is known of a need, each with its name."""
    fit = (
        _("nobody has judged it") if row.fit is None else f"{formats.number(row.fit)} / {MOST_FIT}"
    )
    said = f"{row.source} · {formats.day(row.said_on)}"
    told = [
        (FIELD_NAMES["horizon"], str(HORIZON_NAMES[row.horizon])),
        (FIELD_NAMES["function"], str(FUNCTION_NAMES[row.function])),
        (FIELD_NAMES["urgency"], str(URGENCY_NAMES[row.urgency])),
        (FIELD_NAMES["certainty"], str(CERTAINTY_NAMES[row.certainty])),
        (FIELD_NAMES["source"], said),
        (FIELD_NAMES["fit"], fit),
        (FIELD_NAMES["owner_id"], row.owner or _("nobody")),
        (FIELD_NAMES["is_shared"], _("yes") if row.is_shared else _("no")),
    ]
    return [*told, (FIELD_NAMES["evidence"], row.evidence)] if row.evidence else told


# -- white space -----------------------------------------------------------------------------------


def grid_in_words(grid: Grid, currency: str) -> list[str]:
    """The finding of an account's white space: sales, wallet, share and what is left."""
    total = grid.total
    if grid.period is None:
        return [_("There are no sales lines yet, so that no cell is known to be sold.")]
    told = [
        _("In %(period)s we sold it %(sales)s.")
        % {
            "period": formats.period_in_words(grid.period),
            "sales": _compact(total.sales, currency),
        }
    ]
    if total.wallet is None:
        told.append(_("No wallet is known yet: open a cell and write what the unit buys of it."))
        return told
    words = {
        "known": formats.number(total.known),
        "cells": formats.number(total.cells),
        "wallet": _compact(total.wallet, currency),
        "left": _compact(total.potential or Decimal(0), currency),
    }
    if total.share.value is None:
        told.append(_("The wallet is known of %(known)s of %(cells)s cells: %(wallet)s.") % words)
    else:
        words["share"] = formats.percent(total.share.value, places=0)
        told.append(
            _(
                "The wallet is known of %(known)s of %(cells)s cells: %(wallet)s, of which we "
                "have %(share)s."
            )
            % words
        )
    told.append(_("%(left)s of it is left to win where nothing blocks it.") % words)
    wrong = [each for each in grid.cells if each.wallet is not None and each.wallet.is_wrong]
    if wrong:
        names = ", ".join(f"{each.unit.title} · {each.family}" for each in wrong[:_NAMED])
        told.append(
            ngettext(
                "We sell more than the wallet of %(count)s cell, so that it cannot be right: "
                "%(names)s.",
                "We sell more than the wallets of %(count)s cells, so that they cannot be right: "
                "%(names)s.",
                len(wrong),
            )
            % {"count": formats.number(len(wrong)), "names": names}
        )
    return told


def cell_in_words(found: CellSeen, currency: str) -> list[str]:
    """What is known of a cell."""
    cell, told = found.cell, []
    if found.period is not None:
        told.append(
            _("Net sales in %(period)s: %(sales)s.")
            % {
                "period": formats.period_in_words(found.period),
                "sales": formats.money(Money(cell.figures.sales, currency), places=0),
            }
        )
    wallet = cell.wallet
    if wallet is None:
        told.append(_("The wallet is not known."))
    else:
        source = {
            "source": formats.lower_first(str(SOURCE_NAMES[wallet.entry.source])),
            "day": formats.day(wallet.entry.day),
            "confidence": formats.lower_first(str(CONFIDENCE_NAMES[wallet.entry.confidence])),
        }
        if wallet.amount is None:
            told.append(
                _("We are ranked, but sell nothing, so that the wallet does not follow from it.")
            )
        else:
            amount = formats.money(Money(wallet.amount, currency), places=0)
            told.append(
                _("Wallet: %(amount)s (%(source)s, %(day)s, confidence %(confidence)s).")
                % {"amount": amount, **source}
            )
        if wallet.share.value is not None:
            told.append(_("Our share: %(share)s.") % {"share": formats.percent(wallet.share.value)})
        if wallet.is_wrong:
            told.append(_("We sell more than that, so that the wallet cannot be right."))
    if cell.figures.potential:
        left = formats.money(Money(cell.figures.potential, currency), places=0)
        told.append(_("Left to win: %(left)s a year.") % {"left": left})
    if cell.reason:
        told.append(_("Why: %(reason)s") % {"reason": cell.reason})
    return told


# -- the pipeline ----------------------------------------------------------------------------------


def pipeline_in_words(pipeline: Pipeline, currency: str) -> list[str]:
    """What is under way, what is to be expected of it, and what is as good as certain."""
    totals = pipeline.totals
    if not totals.count:
        return []
    told = [
        ngettext(
            "%(count)s opportunity is under way. If it comes, it brings %(full)s a year; weighted "
            "with its probability, %(weighted)s is to be expected.",
            "%(count)s opportunities are under way. If all of them come, they bring %(full)s a "
            "year; weighted with their probabilities, %(weighted)s is to be expected.",
            totals.count,
        )
        % {
            "count": formats.number(totals.count),
            "full": _compact(totals.full, currency),
            "weighted": _compact(totals.weighted, currency),
        }
    ]
    least = formats.percent(BASE_FROM, places=0)
    if totals.base_count:
        told.append(
            ngettext(
                "The base is %(base)s: %(count)s opportunity with a probability of %(least)s or "
                "more.",
                "The base is %(base)s: %(count)s opportunities with a probability of %(least)s or "
                "more.",
                totals.base_count,
            )
            % {
                "base": _compact(totals.base, currency),
                "count": formats.number(totals.base_count),
                "least": least,
            }
        )
    else:
        told.append(
            _("There is no base yet: none has a probability of %(least)s or more.")
            % {"least": least}
        )
    years = ", ".join(_compact(each, currency) for each in pipeline.expected)
    told.append(
        _("In the first, second and third year after the start of each: %(years)s, weighted.")
        % {"years": years}
    )
    overdue = sum(row.is_overdue for row in pipeline.rows)
    if overdue:
        told.append(
            ngettext(
                "%(count)s should have been decided by now.",
                "%(count)s should have been decided by now.",
                overdue,
            )
            % {"count": formats.number(overdue)}
        )
    return told


def chance_in_words(row: OpportunityRow) -> str:
    """The probability that counts, and from where it comes."""
    words = {"chance": formats.percent(row.probability, places=0)}
    if row.ground is Ground.WRITTEN:
        words["reason"] = row.probability_reason
        return _("%(chance)s, because: %(reason)s") % words
    if row.ground is Ground.STAGE:
        words["stage"] = str(row.stage_name)
        return _("%(chance)s, the usual one in the stage “%(stage)s”") % words
    if row.ground is Ground.ANSOFF:
        words["kind"] = str(ANSOFF_SHORT[row.ansoff])
        return _("%(chance)s, the usual one of the kind “%(kind)s”") % words
    return _("%(chance)s: it is decided") % words


def opportunity_in_words(row: OpportunityRow, currency: str) -> list[tuple[Name, str]]:
    """What is known of an opportunity, each with its name."""
    told: list[tuple[Name, str]] = [
        (FIELD_NAMES["value"], formats.money(Money(row.value, currency), places=0)),
        (FIELD_NAMES["probability"], chance_in_words(row)),
        (_("Weighted"), formats.money(Money(row.weighted, currency), places=0)),
        (FIELD_NAMES["ansoff"], str(ANSOFF_NAMES[row.ansoff])),
    ]
    if row.ramp:
        parts = " / ".join(formats.percent(each, places=0) for each in row.ramp)
        told.append((FIELD_NAMES["ramp"], parts))
    if row.starts_on is not None:
        told.append((FIELD_NAMES["starts_on"], formats.day(row.starts_on)))
    closes = formats.day(row.closes_on)
    if row.is_overdue:
        closes = _("%(day)s, overdue") % {"day": closes}
    told.append((FIELD_NAMES["closes_on"], closes))
    told.append((FIELD_NAMES["owner_id"], row.owner or _("nobody")))
    if row.outcome_on is not None:
        told.append((OUTCOME_NAMES[row.outcome], formats.day(row.outcome_on)))
    if row.outcome_reason:
        told.append((FIELD_NAMES["outcome_reason"], str(LOSS_NAMES[row.outcome_reason])))
    notes = [note for note in (row.note, row.outcome_note) if note]
    if notes:
        told.append((FIELD_NAMES["note"], " · ".join(notes)))
    return told


def proof_in_words(proof: Proof) -> str:
    """Whether the ledger shows what was won."""
    if proof.until is None or proof.until < proof.since:
        return _("The sales ledger does not reach the day yet on which it was to begin.")
    words = {
        "invoiced": formats.number(proof.invoiced),
        "cells": formats.number(len(proof.cells)),
        "since": formats.day(proof.since),
        "until": formats.day(proof.until),
    }
    return (
        ngettext(
            "By the sales ledger, %(invoiced)s of %(cells)s cell has been invoiced since "
            "%(since)s (lines until %(until)s).",
            "By the sales ledger, %(invoiced)s of %(cells)s cells have been invoiced since "
            "%(since)s (lines until %(until)s).",
            len(proof.cells),
        )
        % words
    )


# -- additional services ---------------------------------------------------------------------------


def additional_in_words(picture: AdditionalPicture, currency: str) -> list[str]:
    """How many services were sold in addition, and how much of what could be is bought."""
    period = formats.period_in_words(picture.period)
    if picture.found is None:
        told = [
            _(
                "What is additional in %(period)s is not known: the sales ledger does not reach "
                "back the 24 months before."
            )
            % {"period": period}
        ]
    elif not picture.found.families:
        told = [_("In %(period)s no additional service was sold.") % {"period": period}]
    else:
        count = len(picture.found.families)
        told = [
            ngettext(
                "In %(period)s %(count)s additional service was sold; its net sales are %(sales)s.",
                "In %(period)s %(count)s additional services were sold; their net sales are "
                "%(sales)s.",
                count,
            )
            % {
                "period": period,
                "count": formats.number(count),
                "sales": _compact(picture.found.net_sales, currency),
            }
        ]
    part = picture.penetration
    if part.value is not None and part.numerator is not None and part.denominator is not None:
        told.append(
            _("It buys %(bought)s of the %(could)s families that it could buy: %(part)s.")
            % {
                "bought": formats.number(part.numerator),
                "could": formats.number(part.denominator),
                "part": formats.percent(part.value, places=0),
            }
        )
    return told


_NAMED = 3  # cells in a sentence


def _compact(amount: Decimal, currency: str) -> str:
    return formats.money_compact(Money(amount, currency))
