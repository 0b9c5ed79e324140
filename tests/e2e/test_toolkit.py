"""The toolkit in a browser: every piece of it stands on the gallery's page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Faults, PageAt

pytestmark = pytest.mark.urls("tests.e2e.gallery")


def wait_for_charts(page: Page) -> None:
    expect(page.locator(".chart-picture svg")).to_have_count(2)


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "es")])
def test_it_fits_every_screen(page_at: PageAt, width: int, theme: str, language: str) -> None:
    page = page_at(width, theme, language)
    page.goto("/gallery/")
    wait_for_charts(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
    expect(page.locator(".tile-value").first).to_have_text(
        "€2.4M" if language == "en" else "2,4 M€"
    )


def test_the_keyboard_reaches_everything(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    wait_for_charts(page)
    wanted = page.locator(
        "a[href]:visible, button:visible, summary:visible, select:visible,"
        "input:not([type=hidden]):visible, textarea:visible"
    ).count()
    reached = page.evaluate("document.activeElement === document.body ? 0 : 1")
    assert reached == 0
    seen = set()
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("""() => {
            const one = document.activeElement;
            one.dataset.seen ??= String(Math.random());
            return one.dataset.seen;
        }""")
        )
    missed = page.locator(
        "a[href]:visible:not([data-seen]), summary:visible:not([data-seen]),"
        "select:visible:not([data-seen]), textarea:visible:not([data-seen])"
    )
    assert missed.all_inner_texts() == []


def test_the_first_stop_leads_to_the_content(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


# -- lists ---------------------------------------------------------------------------------------


def test_a_list_is_filtered_as_one_types(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/?period=2011")
    search = page.get_by_label("Search customers")
    search.press_sequentially("nunez")
    expect(page.locator(".list-sentence")).to_contain_text("Customers with “nunez”, sorted by rank")
    expect(search).to_be_focused()
    expect(search).to_have_value("nunez")
    assert page.url.endswith("/gallery/?period=2011&search=nunez&sort=rank")
    expect(page.locator("#said")).to_contain_text("20 of 240 customers")
    page.get_by_role("link", name="Net sales").click()
    expect(page.get_by_role("columnheader", name="Net sales")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(page.get_by_role("link", name="Net sales")).to_be_focused()
    page.get_by_role("link", name="with “nunez”").click()
    expect(page.locator(".list-sentence")).to_contain_text("240 customers")
    expect(search).to_have_value("")
    page.go_back()
    expect(page.locator(".list-sentence")).to_contain_text("with “nunez”")


def test_a_list_works_without_javascript(page_at: PageAt) -> None:
    page = page_at(javascript=False)
    page.goto("/gallery/")
    page.get_by_label("Search customers").fill("acero")
    page.get_by_label("Class").select_option("A")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".list-sentence")).to_contain_text("with “acero”, of class A")
    page.get_by_role("link", name="Remove all").click()
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".list-range")).to_have_text("Rows 26 to 50 of 240")


def test_a_view_is_saved_and_opened(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    page.get_by_label("Class").select_option("B")
    expect(page.locator(".list-sentence")).to_contain_text("of class B")
    page.get_by_text("Views", exact=True).click()
    page.get_by_label("Name of this view").fill("The middle")
    page.get_by_role("button", name="Save the view").click()
    expect(page.locator(".notice")).to_contain_text("The view has been saved.")
    expect(page.locator(".list-sentence")).to_contain_text("of class B")
    page.goto("/gallery/")
    page.get_by_text("Views", exact=True).click()
    page.get_by_role("link", name="The middle").click()
    expect(page.locator(".list-sentence")).to_contain_text("of class B")


def test_a_list_is_downloaded(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/?abc=A")
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    named = download.value.suggested_filename  # what it holds, and of which day
    assert re.fullmatch(r"customers-of-class-a-\d{4}-\d\d-\d\d\.xlsx", named)


def test_on_a_phone_rows_are_cards(page_at: PageAt) -> None:
    page = page_at(390)
    page.goto("/gallery/")
    first = page.locator(".list .list-table tbody tr").first
    box = first.bounding_box()
    assert box is not None
    assert box["height"] > 100
    page.get_by_label("Order").select_option("Net sales, from low to high")
    expect(page.locator(".list-sentence")).to_contain_text("sorted by net sales, from low to high")


# -- charts --------------------------------------------------------------------------------------


def test_a_chart_speaks_the_readers_language_and_tells_its_values(page_at: PageAt) -> None:
    page = page_at(language="es")
    page.goto("/gallery/")
    wait_for_charts(page)
    months = page.locator("#chart-months")
    expect(months.locator("svg.marks")).to_contain_text("ene")
    page.locator("#chart-pareto .mark-rect path").first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("264.000")


def test_a_chart_leads_to_what_it_shows(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    wait_for_charts(page)
    page.locator("#chart-pareto .mark-rect path").first.click()
    page.wait_for_url("**/gallery/?q=1")


def test_a_chart_follows_the_appearance(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    wait_for_charts(page)
    bar = page.locator("#chart-pareto .mark-rect path").first
    expect(bar).to_have_attribute("fill", "#0f6b7d")
    page.get_by_role("button", name="Dark").click()
    expect(bar).to_have_attribute("fill", "#4fb3c6")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_chart_is_a_table_for_whoever_wants_it(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    wait_for_charts(page)
    button = page.locator("#chart-pareto").get_by_role("button", name="Show as a table")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    table = page.get_by_role("table", name=re.compile("Who brings the sales"))
    expect(table.get_by_role("link", name="Aceros Núñez 1")).to_be_visible()
    button.click()
    expect(page.locator("#chart-pareto svg.marks")).to_be_visible()


def test_without_javascript_the_table_is_there(page_at: PageAt) -> None:
    page = page_at(javascript=False)
    page.goto("/gallery/")
    expect(page.get_by_role("table", name=re.compile("Who brings the sales"))).to_be_visible()


@pytest.mark.parametrize("kind", ["PNG", "SVG", "CSV"])
def test_a_chart_is_downloaded(page_at: PageAt, kind: str) -> None:
    page = page_at()
    page.goto("/gallery/")
    page.locator("#chart-pareto").get_by_text("Download", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=kind).first.click()
    assert download.value.suggested_filename == f"who-brings-the-sales.{kind.lower()}"


# -- the frame -----------------------------------------------------------------------------------


def test_menus_close_by_escape_and_give_the_focus_back(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    summary = page.locator(".list-menus summary").first
    summary.click()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Name of this view")).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_navigation_opens(page_at: PageAt, javascript: bool) -> None:
    page = page_at(390, javascript=javascript)
    page.goto("/gallery/")
    expect(page.locator("#menu")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()


def test_the_navigation_stays_in_sight(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    wait_for_charts(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator("#menu .brand")).to_be_in_viewport()


def test_the_language_changes_where_one_is(page_at: PageAt) -> None:
    page = page_at(language="en")
    page.goto("/gallery/?abc=A")
    page.get_by_role("button", name="ES", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.url.endswith("/gallery/?abc=A")


def test_notices_are_read_aloud_and_can_be_closed(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/?say=1")
    notices = page.locator("#toasts")
    expect(notices).to_have_attribute("aria-live", "polite")
    expect(notices.locator(".notice")).to_have_count(2)
    notices.get_by_role("button", name="Close").first.click()
    expect(notices.locator(".notice")).to_have_count(1)


def test_notices_leave_room_for_the_last_of_a_phones_page(page_at: PageAt) -> None:
    page = page_at(width=390)
    page.goto("/gallery/?say=1")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator("#content > :last-child").bounding_box()
    notice = page.locator("#toasts .notice").first.bounding_box()
    assert last is not None
    assert notice is not None
    assert last["y"] + last["height"] <= notice["y"]
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#toasts .notice").last).to_be_in_viewport()


def test_a_file_is_chosen(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/")
    page.get_by_label("Sales file").set_input_files(
        {"name": "sales.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    expect(page.locator("[data-drop-zone-name]")).to_have_text("sales.csv")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/gallery/refuse/", 422, "The plan has no objectives."),
        ("/gallery/forbid/", 403, "Your role does not allow this"),
        ("/gallery/none/", 404, "This page does not exist"),
    ],
)
def test_the_pages_that_say_no(
    page_at: PageAt, faults: Faults, address: str, status: int, words: str
) -> None:
    faults.allowed = {status}
    page = page_at()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize(
    ("button", "status", "words"),
    [
        ("Approve", 422, "The plan has no objectives. Add one before you ask for approval."),
        ("Undo", 403, "You are not allowed to do that."),
        ("Break", 404, "That did not work. Reload the page and try again."),
    ],
)
def test_a_no_to_a_part_is_a_notice_and_the_page_stays(
    page_at: PageAt, faults: Faults, button: str, status: int, words: str
) -> None:
    faults.allowed = {status}
    page = page_at()
    page.goto("/gallery/")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#toasts .notice-error")).to_have_text(words)
    expect(page.get_by_role("button", name=button)).to_be_visible()
    if status == 422:
        expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_work_under_way_asks_again(page_at: PageAt) -> None:
    page = page_at()
    page.goto("/gallery/doing/")
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/gallery/doing/")
            and answer.request.headers.get("hx-request") == "true"
        )
    ):
        expect(page.get_by_role("progressbar", name="Reading the file")).to_be_visible()


def test_a_question_stands_before_a_serious_step(page_at: PageAt) -> None:
    page = page_at(javascript=False)
    page.goto("/gallery/ask/")
    expect(page.get_by_role("button", name="Undo the import")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/gallery/")
