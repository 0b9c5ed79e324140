"""What the documents say: all of it, in the reader's language, and nothing made up."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls.resolvers import URLResolver
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from clavero.identity.testing import Cast
from clavero.kpis.rules.kpi import Unit as KpiUnit
from clavero.kpis.services import enter_value, refresh
from clavero.kpis.testing import SYSTEM
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.opportunities.testing import make_need
from clavero.plans.agreeing import found_apart
from clavero.plans.models import Action, PlanReview
from clavero.plans.rules.catalogue import Section as PlanSection
from clavero.plans.rules.kinds import ActionState
from clavero.plans.rules.timeline import bar, detail_of
from clavero.plans.selectors import plan_picture
from clavero.plans.services import move_action
from clavero.plans.testing import (
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_plan,
    make_request,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import LONG_AGO, cover, make_customer
from clavero.reports.content.account import MOST_ACTIONS, account_brief
from clavero.reports.content.model import (
    Bullets,
    Calendar,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Pace,
    Paragraph,
    Picture,
    Section,
    Table,
    Tone,
    Unit,
)
from clavero.reports.content.plan import plan_document
from clavero.reports.content.portfolio import portfolio_report
from clavero.reports.content.review import business_review
from clavero.reports.content.tables import change_cell, in_unit, kpi_cell, target_cell
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.testing import document as model_document
from clavero.reports.rendering.tests.opened import sheets
from clavero.reports.rendering.words.one_page import fit_of
from clavero.reports.tests.conftest import LONG
from clavero.ui import formats

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(document: Document) -> str:
    """All its words."""
    return "\n".join(_told(document))


def _told(document: Document) -> Iterator[str]:
    yield from (document.kind_name, document.title, document.subtitle, document.handling)
    for section in document.sections:
        yield from (section.title, section.aside, *section.sources)
    for block in document.blocks:
        match block:
            case Heading(text) | Paragraph(text):
                yield text
            case Facts(items):
                yield from (f"{each.label}: {each.text} {each.note}" for each in items)
            case Bullets(items, empty):
                yield from (f"{each.mark} {each.text} {each.note}" for each in items)
                if not items:
                    yield empty
            case Table():
                yield block.title if block.rows else block.empty
                yield from (cell.text for row in block.rows for cell in row)
            case Picture():
                yield from (block.title, block.caption)
            case _:
                pass


def fact(document: Document, label: str) -> Fact:
    facts = (each for block in document.blocks if isinstance(block, Facts) for each in block.items)
    return next(each for each in facts if each.label == label)


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title == title)


@pytest.fixture
def planned(customer: Customer) -> Customer:
    make_plan(customer)
    make_need(customer, text="Fewer stops on line 3", source="Maintenance")
    make_forecast(customer)
    objective = make_objective(customer, "Grow by a tenth")
    initiative = make_initiative(customer, "Stock on their site", objective_id=objective.pk)
    make_request(customer, "A technician", initiative_id=initiative.pk)
    make_action(customer, "Sign the agreement", objective_id=objective.pk)
    make_action(customer, "Call the plant", end=TODAY - timedelta(days=3))
    return customer


def test_a_brief_says_how_the_account_stands(actors: SimpleNamespace, planned: Customer) -> None:
    hold(TODAY - timedelta(days=30), {"C1": Strategy.INVEST})
    document = account_brief(actors.senior, planned.pk)
    assert document.is_one_page
    assert document.title == "Customer 1"
    assert fact(document, "Net sales of 12 months").value is not None
    assert "Only whoever sees the whole portfolio" in fact(document, "Place among customers").note
    whole = account_brief(actors.director, planned.pk)
    assert fact(whole, "Place among customers").text.endswith("of 3")
    assert fact(document, "Strategy").text == "Invest"
    assert fact(document, "Key account manager").text == actors.senior.name
    assert [each.title for each in document.pictures] == ["Sales by month"]
    assert "Late Call the plant" in told(document)
    assert to_pdf(document).count == 1


def test_what_is_missing_is_said_to_be(cast: Cast, actors: SimpleNamespace, db: None) -> None:
    customer = make_customer("X1", "Nobody's Ltd")
    document = account_brief(actors.director, customer.pk)
    for label in ("Net sales of 12 months", "Margin", "Our share of what it buys",
                  "Place among customers", "Health", "Its rhythm", "Strategy",
                  "Key account manager"):  # fmt: skip
        found = fact(document, label)
        assert (found.tone, found.value) == (Tone.MISSING, None), label
    words = told(document)
    for sentence in (
        "The ledger has no sales of it.", "No plan has begun.", "Nothing was computed yet.",
        "No open need is written down.", "No sale is under way.",
    ):  # fmt: skip
        assert sentence in words
    assert to_pdf(document).count == 1


def test_a_brief_stays_on_one_page_whatever_stands_in_it(
    cast: Cast, actors: SimpleNamespace, planned: Customer
) -> None:
    Customer.objects.filter(pk=planned.pk).update(name=LONG)
    for number in range(2 * MOST_ACTIONS):
        make_action(planned, f"{number} {LONG}", end=TODAY + timedelta(days=number))
    document = account_brief(actors.senior, planned.pk)
    assert to_pdf(document).count == 1
    assert fit_of(document, 504, 640).has_room  # a page of text beneath a title of three lines
    assert "more stand in the plan" in told(document)
    done = Action.objects.filter(plan__customer=planned).order_by("pk")
    for action in done[: done.count() - MOST_ACTIONS - 1]:
        move_action(actors.senior, action_id=action.pk, state=ActionState.DONE)
    assert "1 more stands in the plan" in told(account_brief(actors.senior, planned.pk))


def test_a_brief_as_a_workbook_has_what_its_page_cuts(
    actors: SimpleNamespace, planned: Customer
) -> None:
    for number in range(2 * MOST_ACTIONS):
        make_action(planned, f"{number} {LONG}", end=TODAY + timedelta(days=number))
        make_need(planned, text=f"Need {number}")
    document = account_brief(actors.senior, planned.pk)
    book = sheets(to_sheets(document))
    needs, under_way, kpis, actions = (each.title for each in document.sheets)
    assert (needs, under_way, kpis, actions) == (
        "Open needs", "Sales under way", "All KPIs", "Actions",
    )  # fmt: skip
    said = {str(cell) for row in book[actions] for cell in row}
    assert {f"{number} {LONG.strip()}" for number in range(2 * MOST_ACTIONS)} <= said
    assert len([row for row in book[needs][1:] if row[0]]) == 2 * MOST_ACTIONS + 1
    # What stands in columns is not told a second time, cut to a line.
    assert not any("Need 1" in str(each) for each in book.get(document.words.texts, []))
    assert to_pdf(document).count == 1


def test_a_plan_has_its_sixteen_sections_the_empty_ones_too(
    actors: SimpleNamespace, customer: Customer
) -> None:
    make_plan(customer)
    document = plan_document(actors.senior, customer.pk)
    assert [each.number for each in document.sections[:-1]] == [
        str(int(each)) for each in PlanSection
    ]
    for each in document.sections:
        assert each.blocks
    assert told(document).count("Nobody has written anything here yet.") == 11
    for sentence in ("No objective is written down.", "No action is written down.",
                     "Nobody has said yet what the forecast is made of.",
                     "No means are asked for.", "No initiative is written down."):  # fmt: skip
        assert sentence in told(document)
    assert to_pdf(document).count > 1


def test_a_plan_says_all_that_stands_in_it(actors: SimpleNamespace, planned: Customer) -> None:
    hold(TODAY - timedelta(days=30), {"C1": Strategy.INVEST})
    document = plan_document(actors.senior, planned.pk)
    words = told(document)
    for text in ("Fewer stops on line 3", "Maintenance", "Grow by a tenth", "Stock on their site",
                 "A technician", "Sign the agreement", "Call the plant"):  # fmt: skip
        assert text in words, text
    late = fact(document, "Late actions")
    assert (late.text, late.value, late.unit) == ("1", Decimal(1), Unit.NUMBER)
    forecast = section(document, "Profit and loss ahead")
    tables = [each for each in forecast.blocks if isinstance(each, Table)]
    assert [each.title for each in tables] == [
        "Profit and loss, base case", "Net sales", "Contribution", "Contribution by what counts",
    ]  # fmt: skip
    with pytest.raises(ObjectDoesNotExist):
        plan_document(actors.sales, planned.pk)


def test_a_plan_shows_its_actions_on_a_calendar(
    actors: SimpleNamespace, customer: Customer
) -> None:
    make_plan(customer)
    first = make_action(customer, "List the spares", start=TODAY - timedelta(days=9),
                        end=TODAY - timedelta(days=3))  # fmt: skip
    signed = make_action(customer, "Sign", is_milestone=True, start=TODAY,
                         end=TODAY + timedelta(days=60))  # fmt: skip
    signed.after.add(first)
    make_action(customer, "Renew", start=TODAY + timedelta(days=900),
                      end=TODAY + timedelta(days=990))  # fmt: skip
    dropped = make_action(customer, "Forget", end=TODAY)
    Action.objects.filter(pk=dropped.pk).update(state=ActionState.DROPPED.value)
    document = plan_document(actors.senior, customer.pk)
    [calendar] = [each for each in document.blocks if isinstance(each, Calendar)]
    [table] = [
        each for each in document.blocks if isinstance(each, Table) and each.title == "Actions"
    ]
    assert [each.text for each in calendar.bars] == ["List the spares", "Sign", "Renew"]
    assert [row[0].text for row in table.rows] == [str(each.number) for each in calendar.bars]
    late, milestone, later = calendar.bars
    assert (late.pace, milestone.pace) == (Pace.LATE, Pace.OPEN)
    assert late.told.startswith("Late · ")
    assert (milestone.is_milestone, milestone.after) == (True, (1,))
    assert "after 1" in milestone.told
    assert (later.is_shown, later.start) == (False, 1.0)
    assert len(calendar.months) == 18
    shown = detail_of(TODAY)
    for row, drawn in zip((first, signed), calendar.bars, strict=False):
        on_screen = bar(row.start, row.end, shown)
        assert on_screen is not None
        assert drawn.start * 100 == pytest.approx(on_screen.left)
    assert "1 of them late" in calendar.alternative


def test_a_plan_says_what_does_not_add_up_as_its_page_does(
    actors: SimpleNamespace, planned: Customer
) -> None:
    apart = found_apart(plan_picture(actors.senior, planned.pk), "EUR")
    assert apart, "a forecast without commercial targets"
    document = told(plan_document(actors.senior, planned.pk))
    assert all(each.sentence in document for each in apart)


def test_a_document_needs_no_addresses(
    actors: SimpleNamespace, planned: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are the pages', and to know them takes longer than all the rest of a document."""
    hold(TODAY - timedelta(days=30), {"C1": Strategy.INVEST})
    for part in ("strength", "opportunity"):  # a pair that no initiative answers
        fields = {"part": part, "impact": "4", "strength": "4"}
        make_row(planned, f"Some {part}", kind="swot", fields=fields)
    make_objective(planned, "Nobody works at it")

    def asked(*_told: object) -> None:
        raise AssertionError("an address was asked for")

    monkeypatch.setattr(URLResolver, "_reverse_with_prefix", asked)
    document = plan_document(actors.senior, planned.pk)
    assert "TOWS" in told(document) or "pair" in told(document)
    assert business_review(actors.senior, planned.pk, 3).sections


def test_a_kpi_is_a_value_of_its_own_unit() -> None:
    def told(unit: KpiUnit) -> Cell:
        found = SimpleNamespace(estimate=SimpleNamespace(value=Decimal("0.25")))
        line: Any = SimpleNamespace(kpi=SimpleNamespace(unit=unit), value=found)
        return kpi_cell(line, "as written", "EUR")

    rate, money, points = map(told, (KpiUnit.RATE, KpiUnit.MONEY, KpiUnit.POINTS))
    assert (rate.unit, rate.value, rate.currency) == (Unit.PERCENT, Decimal("0.25"), "")
    assert (money.unit, money.currency) == (Unit.MONEY, "EUR")
    assert (points.value, points.text, points.tail) == (Decimal(25), "as written", " points")
    assert in_unit(KpiUnit.COUNT, "42", Decimal(42), "EUR").value == 42


def test_a_target_and_a_change_of_a_kpi_are_figures(
    actors: SimpleNamespace, customer: Customer
) -> None:
    kpi = SimpleNamespace(unit=KpiUnit.RATE, direction=None)
    line: Any = SimpleNamespace(
        kpi=kpi,
        item=SimpleNamespace(target=Decimal("0.3")),
        value=SimpleNamespace(estimate=SimpleNamespace(value=Decimal("0.25"))),
        before=SimpleNamespace(value=Decimal("0.2")),
    )
    target = target_cell(line, "at least 30.0%", "EUR")
    assert (target.value, target.unit, target.lead) == (Decimal("0.3"), Unit.PERCENT, "at least ")
    change = change_cell(line, "▲ +5.0 points", "EUR")
    assert (change.value, change.unit, change.tail) == (Decimal(5), Unit.NUMBER, " points")
    columns = (Column("Target"), Column("Change", Unit.NUMBER))
    told = model_document(Section("KPIs", (Table("KPIs", columns, ((target, change),)),)))
    sheet = load_workbook(io.BytesIO(to_sheets(told)))["KPIs"]
    shown = sheet["A2"], sheet["B2"]
    assert [each.value for each in shown] == [pytest.approx(0.3), 5]
    assert shown[0].number_format == '"at least "0.0 %'
    assert shown[1].number_format == '#,##0" points"'


def test_a_review_tells_of_its_period(actors: SimpleNamespace, planned: Customer) -> None:
    document = business_review(actors.senior, planned.pk, 6)
    assert document.subtitle.startswith("The 6 months to")
    assert fact(document, "Net sales of the period").value is not None
    assert "Call the plant" in told(document)
    assert section(document, "What was done").sources == ("the customer plan",)
    shorter = business_review(actors.senior, planned.pk, 3)
    picture, short = document.pictures[0], shorter.pictures[0]
    assert picture.chart is not None
    assert short.chart is not None
    assert (len(picture.chart.categories), len(short.chart.categories)) == (6, 3)
    assert to_pdf(document).count >= 2


def test_what_a_kpi_is_held_against_says_of_when_it_is(
    actors: SimpleNamespace, customer: Customer
) -> None:
    """Of what is entered it is the value before, which is seldom a year old."""
    for days, value in ((150, 31), (2, 40)):
        enter_value(
            actors.senior, customer_id=customer.pk, key="promoters",
            day=TODAY - timedelta(days), value=Decimal(value),
        )  # fmt: skip
    refresh(SYSTEM)
    (table,) = (
        each for each in section(business_review(actors.senior, customer.pk, 3), "KPIs").blocks
        if isinstance(each, Table)
    )  # fmt: skip
    (row,) = (row for row in table.rows if row[0].text == "Promoters (NPS)")
    assert row[2].text == f"31 (entered for {formats.day(TODAY - timedelta(150))})"
    assert row[2].value == 31
    assert "What follows from sales is of" in table.note


def test_sheets_have_every_row_of_a_plan_with_where_it_is_from_and_what_it_goes_with(
    actors: SimpleNamespace, planned: Customer
) -> None:
    row = make_row(
        planned, "Few stops", kind="swot", evidence="Seen in May", source="Maintenance",
        dated=TODAY, fields={"part": "strength", "impact": "4", "strength": "4"},
    )  # fmt: skip
    document = plan_document(actors.senior, planned.pk)
    table, figures, kpis = document.sheets
    assert kpis.title == "All KPIs"
    (aim,) = figures.rows
    assert aim[0].text == "Grow by a tenth"
    assert all(isinstance(each.value, Decimal) for each in aim[2:4]), "from what to what"
    assert all(isinstance(each.value, date) for each in aim[5:]), "from when to when"
    rows = {each[2].text: [cell.text for cell in each] for each in table.rows}
    found = rows["Few stops"]
    assert found[0].startswith("8. ")
    assert found[4:7] == ["Seen in May", "Maintenance", formats.day(TODAY)]
    assert rows["Fewer stops on line 3"][5] == "Maintenance"
    assert rows["Grow by a tenth"][8] == "Stock on their site; Sign the agreement"
    assert rows["A technician"][8] == "Stock on their site"
    assert rows["Sign the agreement"][0].startswith("12. ")
    owner = "" if row.owner is None else row.owner.name
    assert found[7] == (owner or formats.NOTHING)
    book = sheets(to_sheets(document))
    assert len(book[table.title]) == len(table.rows) + 1
    written = book[document.words.texts]
    assert not any("Few stops" in str(each) for each in written)  # it stands in columns


def test_a_review_has_what_was_done_and_decided_row_by_row(
    actors: SimpleNamespace, planned: Customer
) -> None:
    done = Action.objects.get(text="Sign the agreement")
    Action.objects.filter(pk=done.pk).update(state=ActionState.DONE.value, done_on=TODAY)
    PlanReview.objects.create(
        plan=done.plan, day=TODAY, decisions="Go on with the trial", notes="They agree",
        by_name="N",
    )  # fmt: skip
    book = sheets(to_sheets(business_review(actors.senior, planned.pk, 3)))
    texts = {name: [row[0] for row in rows] for name, rows in book.items()}
    assert "Sign the agreement" in texts["Actions done"]
    assert "Call the plant" in texts["Late actions"]
    assert book["What was decided"][1][1:] == ("Go on with the trial", "They agree")


def test_who_bought_nothing_has_no_picture_of_it(
    actors: SimpleNamespace, customer: Customer
) -> None:
    other = make_customer("X1", "Nobody's Ltd")
    review = business_review(actors.director, other.pk, 3)
    assert "The ledger has no sales of it in this period." in told(review)
    assert review.pictures == []
    assert "€0" not in " ".join(each.text for each in review.lead if isinstance(each, Paragraph))


def test_a_review_without_a_plan_says_so(actors: SimpleNamespace, customer: Customer) -> None:
    assert "No plan has begun." in told(business_review(actors.senior, customer.pk, 3))


def test_the_portfolio_is_that_of_its_reader(
    cast: Cast, actors: SimpleNamespace, customer: Customer
) -> None:
    whole, part = portfolio_report(actors.director), portfolio_report(actors.senior)
    assert whole.title == "The whole portfolio"
    assert part.title == f"The accounts of {actors.senior.name}"
    assert "Customer 2" in told(whole)
    assert "Customer 2" not in told(part)
    assert "EBIT" not in told(part)
    assert "is told to who sees the whole portfolio" in told(part)
    assert "No customer makes a tenth" not in told(part)
    assert "is told to who sees the whole portfolio" not in told(whole)
    assert "sees the company's KPIs" in told(part)
    assert to_pdf(whole).count >= 2


def test_an_empty_portfolio_is_a_document_too(actors: SimpleNamespace) -> None:
    document = portfolio_report(actors.director)
    assert "Nobody bought in this period." in told(document)
    assert to_pdf(document).count >= 1


def test_in_spanish_nothing_is_left_in_english_figures(
    actors: SimpleNamespace, planned: Customer
) -> None:
    with override("es"):
        document = plan_document(actors.senior, planned.pk)
    assert document.language == "es"
    assert "Resumen" in told(document) or "En tres líneas" in told(document)
    assert "€1" not in told(document)


def test_strangers_find_no_document(cast: Cast, actors: SimpleNamespace, db: None) -> None:
    customer = make_customer("C7")
    cover(cast.junior_one, customer, start=LONG_AGO)
    for build in (account_brief, plan_document):
        with pytest.raises(ObjectDoesNotExist):
            build(actors.sales, customer.pk)
    with pytest.raises(ObjectDoesNotExist):
        business_review(actors.sales, customer.pk, 3)
