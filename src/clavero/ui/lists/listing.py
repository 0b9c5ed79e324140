"""A list opened by a request: filtered, sorted, one page of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.ui import formats
from clavero.ui.address import EXPORT, PAGE, SIZE, SORT, others, query_with
from clavero.ui.context import actor_of
from clavero.ui.lists import export
from clavero.ui.lists.filters import Condition
from clavero.ui.lists.screen import Screen, Source
from clavero.ui.models import SavedView
from clavero.ui.selectors import saved_views, tends_views


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column. ``direction`` is how it is sorted now, as ARIA says it."""

    name: str
    label: str
    css: str
    url: str
    direction: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things a menu offers."""

    label: str
    url: str
    is_current: bool = False


class Listing:
    """What a list template needs.

    ``source`` is what the actor may see and nothing else; ``currency`` is that of amounts that
    do not say theirs; ``hide`` names the columns that this actor does not get. The columns that
    only files have are there where one is asked for, or made (``in_file``). ``period`` is that of
    its figures, and ``counted_by`` names how they were counted, which a file says. A view ends::

        listing = Listing(CUSTOMERS, request, picture.customers, currency="EUR")
        return listing.answer() or render(request, "portfolio/page.html", {"listing": listing})
    """

    def __init__(
        self,
        screen: Screen,
        request: HttpRequest,
        source: Source,
        *,
        currency: str = "",
        hide: Sequence[str] = (),
        in_file: bool = False,
        period: Period | None = None,
        counted_by: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.screen = screen
        self.currency = currency
        self.period = period
        self._counted_by = counted_by
        self._request = request
        self._source = source
        self.filters = screen.filters(request.GET, queryset=source) if screen.filters else None
        self.chosen: Source = self.filters.qs if self.filters else source
        """The rows that meet the filters, for what stands beside the list."""
        in_file = in_file or request.GET.get(EXPORT, "") in export.WRITERS
        only_in_files = () if in_file else screen.only_in_files
        self.table = screen.table(
            self.chosen,
            currency=currency,
            order_by=request.GET.get(SORT) or screen.order,
            exclude=(*hide, *only_in_files),
        )
        if not self.table.order_by:  # a bookmark's column may be gone
            self.table.order_by = screen.order

    def answer(self) -> HttpResponse | None:
        """The whole answer when a file, or the list alone, was asked for; else ``None``."""
        kind = self._request.GET.get(EXPORT, "")
        if kind in export.WRITERS:
            return export.response(self.screen, self.table, kind, self.about)
        htmx = getattr(self._request, "htmx", None)
        if not htmx or htmx.target not in {self.html_id, self.results_id}:
            return None
        part = "list" if htmx.target == self.html_id else "changed"
        answer = render(self._request, f"ui/lists/{part}.html", {"listing": self})
        answer["HX-Push-Url"] = self._request.path + self.url()
        return answer

    # -- the rows ------------------------------------------------------------------------------

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for, or the nearest there is."""
        self.table.paginator = Paginator(self.table.rows, self.size)
        page: Page[Any] = self.table.paginator.get_page(self._request.GET.get(PAGE))
        return page

    @property
    def size(self) -> int:
        """Rows on a page."""
        asked, sizes = self._request.GET.get(SIZE, ""), self.screen.page_sizes
        return int(asked) if asked in map(str, sizes) else sizes[0]

    @property
    def count(self) -> int:
        """How many rows meet the filters."""
        return self.page.paginator.count

    @cached_property
    def total(self) -> int:
        """How many rows there are without the filters."""
        return self._source.count() if self.conditions else self.count

    @property
    def headers(self) -> list[Header]:
        """The heads of the columns, and where a click on them leads."""
        return [self._header(bound) for bound in self.table.columns]

    def _header(self, bound: Any) -> Header:
        names = bound.name, str(bound.header), bound.column.css_of_cell
        if not bound.orderable:
            return Header(*names, "", "")
        alias = bound.order_by_alias
        direction = ""
        if bound.is_ordered:
            direction = "ascending" if alias.is_ascending else "descending"
        return Header(*names, self.url(**{SORT: alias.next}), direction)

    # -- what it says --------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> list[Condition]:
        """The filters in use."""
        return self.filters.said if self.filters else []

    @property
    def sentence(self) -> str:
        """The list in a sentence: what it holds and in which order."""
        said = str(self.screen.title)
        if self.conditions:
            said = f"{said} {', '.join(condition.text for condition in self.conditions)}"
        for alias in self.table.order_by[:1]:
            bound = self.table.columns[alias.bare]
            said = _("%(list)s, sorted by %(column)s, %(direction)s") % {
                "list": said,
                "column": formats.lower_first(str(bound.header)),
                "direction": bound.column.direction(alias.is_descending),
            }
        return said

    @property
    def counted(self) -> str:
        """How many, in words: "4,372 customers", or "37 of 4,372 customers"."""
        shown = formats.number(self.total)
        words = str(self.screen.counted % {"count": self.total, "shown": shown})
        if not self.conditions:
            return words
        return _("%(count)s of %(all)s") % {"count": formats.number(self.count), "all": words}

    @property
    def about(self) -> export.About:
        """What a file says of the list."""
        conditions = [condition.text for condition in self.conditions]
        return export.About(self.sentence, self.counted, self.period, conditions, self._counted_by)

    # -- addresses -----------------------------------------------------------------------------

    @property
    def html_id(self) -> str:
        """The list's place on the page."""
        return "list-" + self.screen.key.replace(".", "-")

    @property
    def results_id(self) -> str:
        """The place of what the filters change."""
        return f"{self.html_id}-results"

    @property
    def path(self) -> str:
        """The page's address without parameters."""
        return self._request.path

    def url(self, **changes: str) -> str:
        """The address of this list with other parameters."""
        return f"?{query_with(self._request.GET, **changes)}"

    @property
    def query(self) -> str:
        """What a saved view keeps."""
        return query_with(self._request.GET)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The page's other parameters, which the list's form carries along."""
        return others(self._request.GET, self.filters.parameters() if self.filters else ())

    @property
    def chips(self) -> list[Choice]:
        """Each filter in use, and the address without it."""
        return [Choice(one.text, self._url_without([one])) for one in self.conditions]

    @property
    def clear_url(self) -> str:
        """The address without any filter."""
        return self._url_without(self.conditions)

    def _url_without(self, conditions: Sequence[Condition]) -> str:
        assert self.filters is not None
        names = [name for one in conditions for name in self.filters.parameters(one.name)]
        return self.url(**dict.fromkeys(names, ""))

    # -- menus ---------------------------------------------------------------------------------

    @property
    def orders(self) -> list[Choice]:
        """Every order, for the phone, where the columns have no heads."""
        now = ",".join(self.table.order_by)
        return [
            Choice(self._order_name(bound, alias.startswith("-")), alias, alias == now)
            for bound in self.table.columns
            if bound.orderable
            for alias in (bound.name, f"-{bound.name}")
        ]

    def _order_name(self, bound: Any, is_descending: bool) -> str:
        return _("%(column)s, %(direction)s") % {
            "column": bound.header,
            "direction": bound.column.direction(is_descending),
        }

    @property
    def sizes(self) -> list[Choice]:
        """How many rows a page may have."""
        return [
            Choice(str(size), self.url(**{SIZE: str(size)}), size == self.size)
            for size in self.screen.page_sizes
        ]

    @property
    def pages(self) -> list[Choice]:
        """The pages around this one; a gap has no address."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1)
        return [
            Choice(
                str(number),
                self.url(**{PAGE: str(number)}) if isinstance(number, int) else "",
                number == self.page.number,
            )
            for number in numbers
        ]

    @property
    def page_before(self) -> str:
        """The address of the page before, or nothing."""
        if not self.page.has_previous():
            return ""
        return self.url(**{PAGE: str(self.page.previous_page_number())})

    @property
    def page_after(self) -> str:
        """The address of the next page, or nothing."""
        return self.url(**{PAGE: str(self.page.next_page_number())}) if self.page.has_next() else ""

    @property
    def exports(self) -> list[Choice]:
        """Each kind of file."""
        return [Choice(kind.upper(), self.url(**{EXPORT: kind})) for kind in export.WRITERS]

    @cached_property
    def views(self) -> list[SavedView]:
        """The saved views that the actor may open, their own first."""
        found = list(saved_views(actor_of(self._request), self.screen.key))
        return sorted(found, key=lambda view: view.person_id != self.person_id)

    @property
    def person_id(self) -> int | None:
        """Whose own views may be removed here."""
        person: int | None = actor_of(self._request).user_id
        return person

    @property
    def tends_views(self) -> bool:
        """Whether the actor may stop the sharing of others' views."""
        return tends_views(actor_of(self._request))
