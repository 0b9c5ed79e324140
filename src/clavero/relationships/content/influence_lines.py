"""What no slide of an influence map draws, in words: who, what and whom, so that a map over several
slides says all that it says on the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.relationships.content.influence import (
    View,
    line_in_words,
    lines_to_draw,
    link_key,
    news_of,
    tie_key,
    title_of,
)
from clavero.relationships.content.model import Drawing, Point
from clavero.relationships.content.rows import Row, row_pages
from clavero.relationships.content.signs import KINDS, legend
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.selectors.influence import InfluenceMap, Lined
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats

Each = TypeVar("Each")
_NAMED = 8
"""As many names stand in a row: with more it would be higher than a slide."""
_ORDER = (LineKind.INFLUENCE, LineKind.CONFLICT, LineKind.DOTTED)


def line_pages(
    found: InfluenceMap, view: View, above: Mapping[int, int | None], drawn: Collection[str],
    note: str, room: Point,
) -> Iterator[Drawing]:  # fmt: skip
    """The lines between those ``above`` that are not among the ``drawn`` ones, and who of ours
    knows them where our people are shown, on as many pages as it takes."""
    rows = [*_opinions(found, above, drawn), *_reporting(found, above, drawn)]
    if view.with_ours:
        rows += _known(found, above, drawn)
    count = sum(row.count for row in rows)
    told = ngettext(
        "%(count)s line that the slides before do not draw, in words.",
        "%(count)s lines that the slides before do not draw, in words.",
        count,
    ) % {"count": formats.number(count)}  # fmt: skip
    title = _("%(map)s: further lines") % {"map": title_of(found)}
    signs = tuple(
        each for each in legend(with_ours=view.with_ours) if each.link is not None
    )  # fmt: skip
    pages = row_pages(rows, room)
    for number, nodes in enumerate(pages, 1):
        name = _("%(chart)s (%(number)s of %(count)s)") % {
            "chart": title, "number": number, "count": len(pages),
        }  # fmt: skip
        width = max(node.x + node.width / 2 for node in nodes)
        height = max(node.y + node.height / 2 for node in nodes)
        yield Drawing(
            name if len(pages) > 1 else title, told, note, width, height, nodes, [], signs
        )


def _left(
    found: InfluenceMap, above: Mapping[int, int | None], drawn: Collection[str]
) -> Iterator[tuple[Lined, str]]:
    """Each line that is not drawn, with what is new of it."""
    news = news_of(found)
    for line in lines_to_draw(found):
        sign = news.get(line.drawn, "")
        if line.start in above and line.end in above and link_key(line, sign) not in drawn:
            yield line, sign


def _opinions(
    found: InfluenceMap, above: Mapping[int, int | None], drawn: Collection[str]
) -> Iterator[Row]:
    """Who influences whom first, then who is at odds, each by the function of who begins it."""
    functions = list(FUNCTION_NAMES)
    left = [each for each in _left(found, above, drawn) if each[0].kind in _ORDER]

    def order(one: tuple[Lined, str]) -> tuple[int, int, str]:
        line = one[0]
        row = found.people[line.start].row
        return (
            _ORDER.index(line.kind), functions.index(row.function),
            called(row.name, row.title).casefold(),
        )  # fmt: skip

    for line, news in sorted(left, key=order):
        absent = any(found.people[who].is_absent for who in (line.start, line.end))
        yield Row(
            f"{news} {line_in_words(found, line)}".strip(),
            KINDS[line.kind][0],
            is_dashed=line.kind is LineKind.CONFLICT,
            is_faint=line.has_expired or absent or news == "−",
        )


def _reporting(
    found: InfluenceMap, above: Mapping[int, int | None], drawn: Collection[str]
) -> Iterator[Row]:
    """Who reports to each, some in a row."""
    by_boss: dict[tuple[int, str], list[Lined]] = {}
    for line, news in _left(found, above, drawn):
        if line.kind is LineKind.SOLID:
            by_boss.setdefault((line.end, news), []).append(line)
    for (boss, news), lines in by_boss.items():
        for some in _some(lines):
            told = _("Reporting to %(boss)s: %(names)s") % {
                "boss": _name(found, boss),
                "names": " · ".join(_name(found, line.start) for line in some),
            }
            if len(some) == 1:
                told = line_in_words(found, some[0])
            yield Row(
                f"{news} {told}".strip(), KINDS[LineKind.SOLID][0], len(some),
                is_faint=news == "−",
            )  # fmt: skip


def _known(
    found: InfluenceMap, above: Mapping[int, int | None], drawn: Collection[str]
) -> Iterator[Row]:
    """Whom each of ours knows, and how well, some in a row."""
    by_person: dict[int, list[str]] = {}
    for person, contact, strength in found.ties:
        if contact in above and tie_key(person, contact) not in drawn:
            how = _("%(strength)s of 3") % {"strength": formats.number(strength)}
            told = f"{_name(found, contact)} ({how.replace(' ', formats.NBSP)})"
            by_person.setdefault(person, []).append(told)
    for person in sorted(by_person, key=lambda one: found.ours[one].casefold()):
        for some in _some(by_person[person]):
            told = _("%(ours)s knows %(names)s") % {
                "ours": found.ours[person], "names": " · ".join(some),
            }  # fmt: skip
            yield Row(told, "data-3", len(some))


def _some(them: Sequence[Each]) -> Iterator[Sequence[Each]]:
    for first in range(0, len(them), _NAMED):
        yield them[first : first + _NAMED]


def _name(found: InfluenceMap, who: int) -> str:
    row = found.people[who].row
    return called(row.name, row.title)
