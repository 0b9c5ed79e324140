"""The account brief: one page before a meeting; as a workbook, with what that page cuts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.identity.rules import Actor
from clavero.kpis.showing import shown_health
from clavero.reports.content import known as pieces
from clavero.reports.content import parts, tables
from clavero.reports.content.known import Known, known_of
from clavero.reports.content.model import (
    Block,
    Bullet,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
    Tone,
)
from clavero.reports.content.opening import document
from clavero.reports.content.pictures import NARROW
from clavero.reports.content.working import table_of_actions
from clavero.reports.rules import Kind
from clavero.ui import formats

MOST_KPIS, MOST_ACTIONS, MOST_NEEDS, MOST_SALES = 8, 5, 4, 3
_LETTERS = 110  # of a line of a list: the page is one


def account_brief(actor: Actor, customer_id: int) -> Document:
    """The brief of an account. Raises ``ObjectDoesNotExist`` for strangers to it."""
    known = known_of(actor, customer_id)
    return document(
        actor,
        Kind.ACCOUNT,
        title=known.name,
        subtitle=known.plan.live.card.code,
        day=known.day,
        lead=[Facts(pieces.headline_facts(known), are_large=True), *_health(known)],
        sections=[
            Section(_("Sales"), tuple(_sales(known))),
            Section(_("Strategy and people"), tuple(_people(known))),
            Section(_("What it needs"), (_needs(known),)),
            Section(_("What is being sold to it"), (_selling(known),)),
            Section(_("KPIs"), (tables.kpi_table(known, most=MOST_KPIS, is_short=True),)),
            Section(_("What is to be done"), tuple(_actions(known))),
        ],
        currency=known.currency,
        is_one_page=True,
        sheets=tuple(_whole(known)),
    )


def _whole(known: Known) -> Iterator[Table]:
    """What the page has the beginning of, all of it."""
    yield tables.needs_table(known)
    yield tables.sales_under_way_table(known)
    yield tables.all_kpis_table(known)
    if known.plan.plan is not None:
        yield table_of_actions(known)


def _health(known: Known) -> Iterator[Block]:
    health = known.plan.live.health
    if health is not None:
        yield Paragraph(shown_health(health).headline)


def _sales(known: Known) -> Iterator[Block]:
    picture = pieces.months_picture(known.year, known.currency, width=NARROW, height=170)
    if picture is None:
        yield parts.missing(_("The ledger has no sales of it."))
    else:
        yield picture


def _people(known: Known) -> Iterator[Block]:
    yield Facts((*pieces.strategy_facts(known), *pieces.people_facts(known)))
    if known.plan.live.official is not None:
        yield Paragraph(" ".join(pieces.placed(known)[:2]), Tone.QUIET)


def _actions(known: Known) -> Iterator[Block]:
    plan = known.plan
    if plan.plan is None:
        yield parts.missing(_("No plan has begun."))
        return
    late = pieces.late_of(known)
    found = plan.open_actions
    yield Bullets(
        tuple(
            Bullet(
                _short(each.text),
                note=" · ".join(
                    part
                    for part in (
                        _("until %(day)s") % {"day": formats.day(each.end)},
                        "" if each.owner is None else each.owner.name,
                    )
                    if part
                ),
                mark=_("Late") if each.pk in late else "",
            )
            for each in found[:MOST_ACTIONS]
        ),
        empty=_("Its plan has no open action."),
        is_tabled=True,
    )
    yield from _more(len(found) - MOST_ACTIONS)


def _needs(known: Known) -> Bullets:
    rows = known.needs.open[:MOST_NEEDS]
    return Bullets(
        tuple(
            Bullet(
                _short(row.text),
                note=_("urgency %(urgency)s of 5") % {"urgency": formats.number(row.urgency)},
            )
            for row in rows
        ),
        empty=_("No open need is written down."),
        is_tabled=True,
    )


def _selling(known: Known) -> Bullets:
    rows = known.sales_under_way.pipeline.rows[:MOST_SALES]
    return Bullets(
        tuple(
            Bullet(
                _short(row.title),
                note=_("%(stage)s · %(amount)s a year · %(probability)s")
                % {
                    "stage": row.stage_written,
                    "amount": parts.amount(row.value, known.currency),
                    "probability": formats.percent(row.probability, places=0),
                },
            )
            for row in rows
        ),
        empty=_("No sale is under way."),
        is_tabled=True,
    )


def _more(count: int) -> Iterator[Block]:
    if count > 0:
        told = ngettext(
            "%(count)s more stands in the plan.", "%(count)s more stand in the plan.", count
        )
        yield Paragraph(told % {"count": formats.number(count)}, Tone.QUIET)


def _short(told: str) -> str:
    return told if len(told) <= _LETTERS else told[: _LETTERS - 1].rstrip() + "…"
