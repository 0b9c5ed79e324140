"""The influence map over several slides: as numbers first, then in parts that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.relationships.content.influence import (
    NOTE,
    ROOM,
    SHAPES_ROOM,
    Address,
    View,
    arcs_between,
    drawing_of,
    person_on_map,
    shown_of,
    title_of,
    told_of,
)
from clavero.relationships.content.model import Drawing, Node, Point, Text, framed
from clavero.relationships.content.signs import legend
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.tree import under
from clavero.relationships.selectors.influence import InfluenceMap
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES
from clavero.ui import formats

_ACROSS, _COUNT_WIDE, _COUNT_HIGH = 3, 260.0, 74.0


def map_pages(
    found: InfluenceMap, view: View, address: Address, note: str, room: Point
) -> Iterator[Drawing]:
    """The same in as many drawings as it takes to read each: all of it where that has room; else
    how many there are of each function, then each branch under the one at the top by itself, and
    by functions whoever is left, and whoever is in a branch that has no room either."""

    def fits(one: Drawing) -> bool:
        return one.width <= room[0] and one.height <= room[1]

    above = shown_of(found, view)
    whole = drawing_of(found, view, above, address, note, title_of(found))
    if fits(whole):
        yield whole
        return
    yield counted(found, above, note, title_of(found))
    left = dict(above)
    tops = [who for who, boss in above.items() if boss not in above and who in above.values()]
    heads = [who for who, boss in above.items() if boss in tops and who in above.values()]
    for who in heads or tops:
        part = under(above, who)
        near = {
            other
            for line in found.lines
            if line.kind is not LineKind.SOLID and {line.start, line.end} & part.keys()
            for other in (line.start, line.end)
        }
        kept = {one: boss for one, boss in above.items() if one in part or one in near}
        row = found.people[who].row
        name = _("%(map)s: around %(name)s") % {
            "map": whole.title,
            "name": called(row.name, row.title),
        }
        page = drawing_of(found, view, kept, address, note, name)
        if fits(page):
            yield page
            left = {one: boss for one, boss in left.items() if one not in part}
    yield from _by_function(found, left, address, note, room)


def counted(found: InfluenceMap, above: Mapping[int, int | None], note: str, title: str) -> Drawing:
    """A map that nobody could read, as numbers: of each function how many there are, and how they
    stand towards us."""
    groups = _functions(found, above)
    nodes = []
    for number, (function, who) in enumerate(groups):
        people = [found.people[each] for each in who]
        judged = [each.attitude.value for each in people if each.attitude is not None]
        known = {contact for _person, contact, _strength in found.ties}
        lines = [
            Text(str(FUNCTION_NAMES[function]), 11, is_bold=True),
            Text(
                ngettext("%(count)s person", "%(count)s people", len(who))
                % {"count": formats.number(len(who))}, 10.5,
            ),
            Text(
                _("for us %(for)s · against %(against)s · not judged %(unknown)s") % {
                    "for": formats.number(sum(1 for each in judged if each > 0)),
                    "against": formats.number(sum(1 for each in judged if each < 0)),
                    "unknown": formats.number(len(who) - len(judged)),
                }, NOTE, colour="ink-soft",
            ),
            Text(
                _("known to us %(known)s") % {"known": formats.number(len(known & set(who)))},
                NOTE, colour="ink-soft",
            ),
        ]  # fmt: skip
        down, across = divmod(number, _ACROSS)
        nodes.append(
            Node(
                f"f{function}", _COUNT_WIDE / 2 + across * (_COUNT_WIDE + 16),
                _COUNT_HIGH / 2 + down * (_COUNT_HIGH + 16), _COUNT_WIDE, _COUNT_HIGH,
                within=tuple(lines), description=": ".join(line.text for line in lines[:2]),
            )
        )  # fmt: skip
    width = max((node.x + node.width / 2 for node in nodes), default=0.0)
    height = max((node.y + node.height / 2 for node in nodes), default=0.0)
    told = _("%(people)s The slides that follow show them.") % {"people": told_of(found, above)}
    return framed(Drawing(title, told, note, width, height, nodes, []))


def _functions(found: InfluenceMap, who: Iterable[int]) -> list[tuple[str, list[int]]]:
    """Some people by their function, in the order of functions."""
    groups: dict[str, list[int]] = {str(each): [] for each in FUNCTION_NAMES}
    for each in who:
        groups[found.people[each].row.function].append(each)
    return [(function, some) for function, some in groups.items() if some]


def _by_function(
    found: InfluenceMap, who: Iterable[int], address: Address, note: str, room: Point
) -> Iterator[Drawing]:
    """Functions one after the other, as many people on a page as it has room for, in rows; of the
    lines those between them."""
    across = max(1, int((room[0] + ROOM.beside) // (ROOM.width + ROOM.beside)))
    down = max(1, int((room[1] + ROOM.beneath) // (ROOM.height + ROOM.beneath)))
    for function, some in _functions(found, who):
        pages = [
            some[first : first + across * down] for first in range(0, len(some), across * down)
        ]
        for number, part in enumerate(pages, 1):
            name = _("%(map)s: %(function)s") % {
                "map": title_of(found), "function": FUNCTION_NAMES[function],
            }  # fmt: skip
            if len(pages) > 1:
                name = _("%(chart)s (%(number)s of %(count)s)") % {
                    "chart": name, "number": number, "count": len(pages),
                }  # fmt: skip
            yield _in_rows(found, part, across, address, note, name)


def _in_rows(
    found: InfluenceMap, who: Sequence[int], across: int, address: Address, note: str, title: str
) -> Drawing:
    step = (ROOM.width + ROOM.beside, ROOM.height + ROOM.beneath)
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
    links = list(arcs_between(found, alone, {node.key: node for node in nodes}))
    height = max(node.y for node in nodes) + ROOM.height - SHAPES_ROOM / 2
    width = max(node.x for node in nodes) + ROOM.width / 2
    signs = tuple(legend(with_ours=False))
    return framed(Drawing(title, told_of(found, alone), note, width, height, nodes, links, signs))
