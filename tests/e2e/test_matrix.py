"""The matrix in a browser: its filters, a wall to show it on, and what one tries out on it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from clavero.identity.testing import Cast
from clavero.matrix.models import MatrixScenario
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from tests.e2e.conftest import PageAt

MATRIX, WHAT_IF = "/matrix/", "/matrix/what-if/"


@pytest.fixture(autouse=True)
def accounts(live_server: Any, cast: Cast, settings: Any, tmp_path: Path) -> None:
    """One account in each quadrant, of two sectors and a manager's."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    for code in "ABCD":
        make_customer(code, code)
    Customer.objects.filter(code__in="AB").update(sector="Food")
    Customer.objects.filter(code__in="CD").update(sector="Paper")
    hold(date(2026, 3, 1), dict(zip("ABCD", Strategy, strict=True)))
    cover(cast.senior, Customer.objects.get(code="A"))


def discs(page: Page) -> Any:
    """The disc of each account, which says of itself what it is."""
    return page.locator(".chart-picture .mark-arc path[aria-label]")


def codes(page: Page) -> set[str]:
    names = discs(page).evaluate_all("paths => paths.map((each) => each.__data__.datum.label)")
    return set(names)


def drawn(page: Page) -> None:
    expect(page.locator(".chart-picture svg.marks")).to_be_visible()


@pytest.mark.parametrize(("address", "width"), [(WHAT_IF, 1280), (WHAT_IF, 390), (MATRIX, 1920)])
def test_every_strategy_is_named_over_the_picture(
    page_at: PageAt, address: str, width: int
) -> None:
    page = page_at(width=width)
    page.goto(address)
    drawn(page)
    picture = page.locator(".chart-picture svg").bounding_box()
    assert picture is not None
    names = page.locator(".chart-picture .role-legend-label text")
    expect(names).to_have_count(4)
    for name in names.all():
        box = name.bounding_box()
        assert box is not None
        assert picture["y"] <= box["y"]
        assert box["x"] + box["width"] <= picture["x"] + picture["width"]


def test_the_picture_follows_the_filters_at_once(page_at: PageAt) -> None:
    page = page_at()
    page.goto(MATRIX)
    drawn(page)
    assert codes(page) == set("ABCD")
    page.get_by_label("Sector").select_option("Paper")
    expect(page.locator(".list-sentence")).to_contain_text("of the sector “Paper”")
    expect(page.locator(".chart-kind")).to_have_text(
        "Account analysis matrix of the sector “Paper”"
    )
    drawn(page)
    assert codes(page) == set("CD")


def test_a_bubble_says_its_sum_and_leads_to_the_account(page_at: PageAt) -> None:
    page = page_at()
    page.goto(MATRIX)
    drawn(page)
    bubble = discs(page).first
    bubble.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("It is the sum of")
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Fit of objectives")
    bubble.click()
    page.wait_for_url("**/matrix/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("A")


def test_it_fills_the_screen_and_leaves_it(page_at: PageAt) -> None:
    page = page_at(width=1920)
    page.goto(MATRIX)
    drawn(page)
    button = page.get_by_role("button", name="Full screen", exact=True)
    button.click()
    figure = page.locator("#chart-matrix")
    leave = page.get_by_role("button", name="Leave full screen")
    expect(leave).to_be_focused()
    expect(figure.get_by_role("button")).to_have_count(1)
    box = figure.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, 1920)
    picture = page.locator(".chart-picture svg").bounding_box()
    assert picture is not None
    assert picture["height"] > 650, "it grows with the screen"
    assert picture["y"] + picture["height"] <= box["height"] + 1
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    leave.click()
    expect(button).to_be_visible()


def test_the_reader_s_side_stays(page_at: PageAt) -> None:
    page = page_at()
    page.goto(MATRIX)
    page.get_by_role("button", name="High position on the left").click()
    expect(page.get_by_role("button", name="High position on the right")).to_be_visible()
    page.goto(MATRIX)
    expect(page.get_by_role("button", name="High position on the right")).to_be_visible()


def test_a_bubble_is_dragged_and_what_comes_of_it_is_kept(page_at: PageAt) -> None:
    page = page_at(width=1366)
    page.goto(WHAT_IF)
    drawn(page)
    index = discs(page).evaluate_all(
        "paths => paths.findIndex((each) => each.__data__.datum.label === 'B')"
    )
    start = discs(page).nth(index).bounding_box()
    assert start is not None
    across, down = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(across, down)
    page.mouse.down()
    page.mouse.move(across + 300, down + 40, steps=4)
    expect(page.locator(".whatif-held")).to_contain_text("B · ")
    page.mouse.up()
    expect(page.locator("#whatif")).to_contain_text("B: from Invest selectively to Invest")
    expect(page).to_have_url(re.compile("account="))
    page.locator("#id_name").fill("A stronger B")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A stronger B")
    assert MatrixScenario.objects.get().content["places"].keys() == {"B"}


def test_a_finger_drags_a_bubble_and_does_not_scroll_the_page(page_at: PageAt) -> None:
    page = page_at(width=390)
    page.goto(WHAT_IF)
    drawn(page)
    index = discs(page).evaluate_all(
        "paths => paths.findIndex((each) => each.__data__.datum.label === 'B')"
    )
    bubble = discs(page).nth(index)
    bubble.scroll_into_view_if_needed()
    start = bubble.bounding_box()
    assert start is not None
    # Beside it rather than on it: a finger is no needle.
    across, down = start["x"] + start["width"] + 4, start["y"] + start["height"] / 2
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    scrolled = page.evaluate("scrollY")
    finger("touchStart", across, down)
    for step in range(1, 7):
        finger("touchMove", across + 20 * step, down + 6 * step)
    held = page.locator(".whatif-held span")
    expect(held).to_contain_text("B · ")
    box = held.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("scrollY") == scrolled
    expect(page.locator("#vg-tooltip-element")).to_be_hidden()
    finger("touchEnd")
    expect(page.locator("#whatif")).to_contain_text("B: from Invest selectively to Invest")


def test_on_a_phone_the_tooltip_stays_on_the_screen_and_off_the_finger(page_at: PageAt) -> None:
    page = page_at(width=390)
    page.goto(WHAT_IF)
    drawn(page)
    tip = page.locator("#vg-tooltip-element.visible")
    for bubble in discs(page).all():
        down = _tapped(page, bubble, tip)
        shown = tip.bounding_box()
        assert shown is not None
        assert shown["x"] >= 0
        assert shown["x"] + shown["width"] <= 390
        assert not shown["y"] <= down <= shown["y"] + shown["height"]


def _tapped(page: Page, bubble: Locator, tip: Locator) -> float:
    """How far down a bubble was tapped that tells of itself. On a busy machine the page may still
    move while it is aimed at: like a person, aim again."""
    for _again in range(4):
        bubble.scroll_into_view_if_needed()
        box = bubble.bounding_box()
        assert box is not None
        down = box["y"] + box["height"] / 2
        page.touchscreen.tap(box["x"] + box["width"] / 2, down)
        with suppress(AssertionError):
            expect(tip).to_be_visible(timeout=2_000)
            return down
    raise AssertionError("the bubble tells nothing of itself")


def test_a_slider_moves_its_weight_and_the_others(page_at: PageAt) -> None:
    page = page_at(width=1366)
    page.goto(WHAT_IF)
    drawn(page)
    page.locator("[data-moves='id_w_potential_volume']").fill("40")
    expect(page.locator("#id_w_potential_growth")).to_have_value("18.75")
    expect(page.locator("#id_w_potential_volume")).to_have_value("40")


def test_by_form_alone_without_javascript(page_at: PageAt) -> None:
    page = page_at(javascript=False)
    page.goto(WHAT_IF)
    page.get_by_label("Account", exact=True).select_option("B")
    page.locator("#id_potential").fill("8")
    page.locator("#id_position").fill("7")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#whatif")).to_contain_text("B: from Invest selectively to Invest")
    page.get_by_role("button", name=re.compile("Put back.*B")).click()
    expect(page.locator("#whatif")).to_contain_text("Move a weight or an account")
    page.goto(MATRIX)
    expect(page.get_by_role("button", name="Full screen")).to_be_hidden()
    expect(page.locator(".chart-table table")).to_be_visible()
