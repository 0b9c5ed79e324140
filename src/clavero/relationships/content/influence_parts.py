"""People of an influence map on pages that can be read, with as many lines as stand between those
of one page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from clavero.relationships.content.arcs import within
from clavero.relationships.content.influence import (
    ROOM,
    SHAPES_ROOM,
    Address,
    View,
    arcs_between,
    drawing_of,
    person_on_map,
    told_of,
)
from clavero.relationships.content.model import Drawing, Point, framed
from clavero.relationships.content.signs import legend
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.selectors.influence import InfluenceMap

_BENEATH, _OVER = 20.0, 16.0
"""What is left free between rows, and beneath the last for a name that ends with *expired*."""
_FLAT = 3.0


def in_parts(
    found: InfluenceMap, view: View, above: Mapping[int, int | None], address: Address, note: str,
    room: Point, name: str,
) -> Iterator[Drawing]:  # fmt: skip
    """Some people on as many pages as they take, whom a line joins on one page as far as it has
    room: below their boss where that fits, with our people where they are shown, else in rows."""
    _across, most = _in_a_row(room)
    pages = _together(found, above, most)
    for number, page in enumerate(pages, 1):
        told = _("%(chart)s (%(number)s of %(count)s)") % {
            "chart": name, "number": number, "count": len(pages),
        }  # fmt: skip
        title = told if len(pages) > 1 else name
        some = {who: boss for who, boss in above.items() if who in page}
        tried = (
            drawing_of(found, one, some, address, note, title)
            for one in dict.fromkeys((view, replace(view, with_ours=False)))
        )
        drawing = next((each for each in tried if fits(each, room)), None)
        if drawing is None:
            order = _bosses_first(above, page)
            yield _in_rows(found, order, address, note, room, title)
        else:
            yield replace(drawing, description=told_of(found, some, is_part=True))


def fits(drawing: Drawing, room: Point) -> bool:
    """Whether a drawing can be read on a slide."""
    return drawing.width <= room[0] and drawing.height <= room[1]


def _in_rows(
    found: InfluenceMap, who: Collection[int], address: Address, note: str, room: Point, title: str
) -> Drawing:
    """Some people in rows with all lines between them; those of reporting go to the boss."""
    across, _most = _in_a_row(room)
    step = (ROOM.width + ROOM.beside, ROOM.height + _BENEATH)
    nodes = [
        person_on_map(
            found.people[each],
            (
                ROOM.width / 2 + (number % across) * step[0],
                ROOM.height / 2 + (number // across) * step[1],
            ),
            address,
        )
        for number, each in enumerate(who)
    ]
    alone: dict[int, int | None] = dict.fromkeys(who)
    height = max(node.y for node in nodes) + ROOM.height - SHAPES_ROOM / 2
    width = max(node.x for node in nodes) + ROOM.width / 2
    links = [
        replace(link, has_arrow=link.has_arrow or LineKind.SOLID.value in link.key)
        for link in arcs_between(found, alone, {node.key: node for node in nodes})
    ]
    signs = tuple(legend(with_ours=False))
    told = told_of(found, alone, is_part=True)
    drawing = Drawing(title, told, note, width, height, nodes, links, signs)
    if not fits(framed(drawing), room):  # letters too small to read are worse than a flat arc
        free = max(0.0, room[0] - width) / 2
        low, high = (-free, -_FLAT), (width + free, height + _FLAT)
        drawing = replace(drawing, links=[within(link, low, high) for link in links])
    return framed(drawing)


def _in_a_row(room: Point) -> tuple[int, int]:
    """How many people stand in a row, and how many on a page."""
    across = max(1, int((room[0] + ROOM.beside) // (ROOM.width + ROOM.beside)))
    return across, across * max(1, int((room[1] - _OVER + _BENEATH) // (ROOM.height + _BENEATH)))


def _bosses_first(above: Mapping[int, int | None], page: Sequence[int]) -> list[int]:
    """Those of a page, each after their boss, else in their order."""
    depths: dict[int, int] = {}

    def depth(who: int) -> int:
        if who not in depths:
            boss = above[who]
            depths[who] = 0 if boss is None or boss not in page else depth(boss) + 1
        return depths[who]

    return sorted(page, key=depth)


def _together(found: InfluenceMap, who: Iterable[int], most: int) -> list[list[int]]:
    """Some people on pages of as many as have room: whom a line joins on one page as far as may be,
    what is thought before what is known, and whoever has none where there is room left."""
    group = {each: [each] for each in who}
    lines = [
        line
        for line in sorted(
            found.lines, key=lambda one: (one.kind is LineKind.SOLID, one.has_expired)
        )
        if line.start in group and line.end in group
    ]
    for line in lines:
        one, other = group[line.start], group[line.end]
        if one is not other and len(one) + len(other) <= most:
            one += other
            group |= dict.fromkeys(other, one)
    groups = list({id(each): each for each in group.values()}.values())
    near: dict[int, set[int]] = {}
    for line in lines:
        near.setdefault(line.start, set()).add(line.end)
        near.setdefault(line.end, set()).add(line.start)
    pages: list[list[int]] = []
    for each in sorted(groups, key=len, reverse=True):
        free = [page for page in pages if len(page) + len(each) <= most]
        others = set[int]().union(*(near.get(one, ()) for one in each))
        page = max(free, key=lambda one: len(others.intersection(one)), default=None)
        if page is None:
            pages.append(page := [])
        page += each
    return pages
