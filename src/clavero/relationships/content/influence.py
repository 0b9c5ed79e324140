"""The influence map as a drawing: who is heard by whom, how they stand towards us, who knows them.

People stand as in the organisation chart; third parties beside it, our people beneath. Size is
influence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.relationships.content.arcs import arc, edge_of
from clavero.relationships.content.model import (
    Drawing,
    Link,
    Node,
    Point,
    Shape,
    Text,
    fitted,
    framed,
)
from clavero.relationships.content.signs import CONFLICT_SIGN, KINDS, legend, looks
from clavero.relationships.rules.influence import Drawn, LineKind, bosses_of
from clavero.relationships.rules.people import Party
from clavero.relationships.rules.tree import Laid, Room, lay_out, with_those_above
from clavero.relationships.selectors.charts import without_circles
from clavero.relationships.selectors.influence import InfluenceMap, Lined, OnMap
from clavero.relationships.tables import called
from clavero.relationships.words import FUNCTION_NAMES, LINE_NAMES
from clavero.ui import formats

ROOM = Room(width=132, height=98, beside=20, beneath=26)
SMALLEST = 9.0
FEW = 40
"""As many are all shown unless asked for otherwise; of more, those who matter, as many at most and
those above them."""
MATTERS_FROM = 4
SHAPES_ROOM = 48.0
_NAME, NOTE = 11.0, 9.0
_UNKNOWN_SIZE, _LEAST_SIZE, _BY_POINT = 26.0, 24.0, 2.2
_PARTNERS_APART, _OURS_APART = 60.0, 70.0
Address = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class View:
    """How a map is looked at: ``everybody`` or those who matter, those of a ``function`` with those
    above, and whether our people are on it (``with_ours``)."""

    everybody: bool | None = None
    function: str = ""
    with_ours: bool = False


def is_everybody(found: InfluenceMap, view: View) -> bool:
    """Whether all are shown."""
    return len(found.people) <= FEW if view.everybody is None else view.everybody


def above_of(found: InfluenceMap) -> dict[int, int | None]:
    """Who reports to whom on a map, in the order in which they are drawn."""
    bosses = bosses_of([each.drawn for each in found.lines])
    return without_circles({who: bosses.get(who) for who in found.people})


def shown_of(found: InfluenceMap, view: View) -> dict[int, int | None]:
    """Who is on the map as it is looked at, with whom they report to."""
    above = above_of(found)
    if not is_everybody(found, view):
        above = _within(above, _who_matter(found), FEW)
    if view.function:
        wanted = {
            who
            for who in above
            if found.people[who].row.function == view.function
        }  # fmt: skip
        above = with_those_above(above, [who for who in above if who in wanted])
    return above


def _who_matter(found: InfluenceMap) -> list[int]:
    """Those of influence, third parties and those at the end of a line; of very many, the first of
    them by influence."""
    lined = {
        who
        for line in found.lines
        if line.kind is not LineKind.SOLID
        for who in (line.start, line.end)
    }
    wanted = [who for who, each in found.people.items() if who in lined or _matters(each)]

    def weight(who: int) -> tuple[int, bool]:
        judged = found.people[who].influence
        return -(-1 if judged is None else judged.value), who not in lined

    return sorted(wanted, key=weight)


def _within(
    above: Mapping[int, int | None], wanted: Sequence[int], most: int
) -> dict[int, int | None]:
    """As many of those wanted, in their order, as there are no more than ``most`` with all those
    above them; in the order of the map."""
    kept: set[int] = set()
    for each in wanted:
        line: list[int] = []
        who: int | None = each
        while who is not None and who in above and who not in kept and who not in line:
            line.append(who)
            who = above[who]
        if len(kept) + len(line) <= most:
            kept.update(line)
    return {who: boss for who, boss in above.items() if who in kept}


def _matters(each: OnMap) -> bool:
    is_strong = each.influence is not None and each.influence.value >= MATTERS_FROM
    return is_strong or each.row.party != Party.CUSTOMER


def map_drawing(found: InfluenceMap, view: View, address: Address, note: str) -> Drawing:
    """The map of an account as it is looked at."""
    return drawing_of(found, view, shown_of(found, view), address, note, title_of(found))


def title_of(found: InfluenceMap) -> str:
    places = {"name": found.account.card.title}
    if found.scenario is None:
        return _("Influence map of %(name)s") % places
    return _("Influence map of %(name)s: %(scenario)s") % {
        **places,
        "scenario": found.scenario.name,
    }


def drawing_of(
    found: InfluenceMap, view: View, above: Mapping[int, int | None], address: Address, note: str,
    title: str,
) -> Drawing:  # fmt: skip
    bosses = set(above.values())
    beside = [
        who for who, boss in above.items()
        if found.people[who].row.party != Party.CUSTOMER and boss not in above
        and who not in bosses
    ]  # fmt: skip
    within = {who: boss for who, boss in above.items() if who not in set(beside)}
    laid = lay_out(within, ROOM)
    at = {**laid.at, **_beside(found, beside, laid)}
    nodes = [person_on_map(found.people[who], at[who], address) for who in above]
    centres = {node.key: node for node in nodes}
    links = [*_solid(found, within, laid, centres), *arcs_between(found, above, centres)]
    height = max((y + ROOM.height / 2 for _x, y in at.values()), default=0.0)
    width = max((x + ROOM.width / 2 for x, _y in at.values()), default=0.0)
    if view.with_ours:
        ours, ties = _ours(found, above, centres, width, height)
        nodes, links = [*nodes, *ours], [*ties, *links]
        height = max([height, *(node.y + 40 for node in ours)])
        width = max([width, *(node.x + node.width / 2 for node in ours)])
    told = told_of(found, above)
    signs = tuple(legend(with_ours=view.with_ours))
    return framed(Drawing(title, told, note, width, height, nodes, links, signs))


def _beside(found: InfluenceMap, who: Iterable[int], laid: Laid) -> dict[int, Point]:
    """Third parties, those of an organisation together, to the right of the customer's people."""
    order = sorted(who, key=lambda one: found.people[one].row.organisation.casefold())
    step = ROOM.height + ROOM.beneath
    high = max(3, round(laid.height / step))
    left = laid.width + _PARTNERS_APART if laid.at else 0.0
    return {
        one: (
            left + ROOM.width / 2 + (number // high) * (ROOM.width + ROOM.beside),
            ROOM.height / 2 + (number % high) * step,
        )
        for number, one in enumerate(order)
    }


def person_on_map(each: OnMap, at: Point, address: Address) -> Node:
    row = each.row
    size = _UNKNOWN_SIZE
    if each.influence is not None:
        size = _LEAST_SIZE + _BY_POINT * each.influence.value
    shape, sign, edge = looks(None if each.attitude is None else each.attitude.value)
    expired = any(one is not None and one.has_expired for one in (each.influence, each.attitude))
    wide = ROOM.width - 6
    name = fitted(
        called(row.name, row.title), _NAME, wide, 2, is_bold=bool(row.name),
        is_italic=not row.name,
    )  # fmt: skip
    under_it = row.organisation or (row.title if row.name else str(FUNCTION_NAMES[row.function]))
    colour = "accent" if row.organisation else "ink-soft"
    below = [*name, *fitted(under_it, NOTE, wide, 1, colour=colour)]
    for is_so, text in ((expired, _("expired")), (each.is_absent, _("no longer there"))):
        if is_so:
            below.append(Text(text, NOTE, is_italic=True, colour="bad"))
    return Node(
        f"c{row.id}", at[0], at[1] - ROOM.height / 2 + SHAPES_ROOM / 2, size, size, shape,
        below=tuple(below), sign=sign, edge=edge, border=2.6,
        is_dashed=each.attitude is None or each.is_absent,
        is_faint=expired or each.is_absent, description=described(each), url=address(row.id),
    )  # fmt: skip


def described(each: OnMap) -> str:
    """Somebody on the map, in a sentence."""
    row = each.row
    parts = [row.title if row.name else "", str(FUNCTION_NAMES[row.function]), row.organisation]
    for judged, said in (
        (each.influence, _("influence %(value)s of 10")),
        (each.attitude, _("attitude %(value)s")),
    ):
        if judged is None:
            continue
        value = formats.number(judged.value)
        text = said % {"value": f"+{value}" if "10" not in said and judged.value > 0 else value}
        parts.append(_("%(text)s (expired)") % {"text": text} if judged.has_expired else text)
    parts.append(_("no longer there") if each.is_absent else "")
    return ". ".join([called(row.name, row.title), ", ".join(part for part in parts if part)])


def _solid(
    found: InfluenceMap, above: Mapping[int, int | None], laid: Laid, nodes: Mapping[str, Node]
) -> Iterator[Link]:
    """The lines of reporting: from under the boss's name to the shape of who reports."""
    news = news_of(found)
    for line in lines_to_draw(found):
        if line.kind is not LineKind.SOLID or line.start not in laid.lines:
            continue
        if above.get(line.start) != line.end:
            continue
        points, node = list(laid.lines[line.start]), nodes[f"c{line.start}"]
        boss = nodes[f"c{line.end}"]
        points[0] = (boss.x, boss.y + boss.height / 2 + 5 + sum(one.height for one in boss.below))
        if points[-1][0] == points[-2][0]:  # from above
            points[-1] = (points[-1][0], node.y - node.height / 2)
        else:
            points[-2] = (points[-2][0], node.y)
            points[-1] = (node.x - node.width / 2, node.y)
        yield _link(found, line, points, news.get(line.drawn, ""), is_arc=False)


def arcs_between(
    found: InfluenceMap, above: Mapping[int, int | None], nodes: Mapping[str, Node]
) -> Iterator[Link]:
    news = news_of(found)
    for line in lines_to_draw(found):
        is_boss = line.kind is LineKind.SOLID and above.get(line.start) == line.end
        if is_boss or line.start not in above or line.end not in above:
            continue
        points = arc(nodes[f"c{line.start}"], nodes[f"c{line.end}"], nodes.values())
        yield _link(found, line, points, news.get(line.drawn, ""), is_arc=True)


def lines_to_draw(found: InfluenceMap) -> Iterator[Lined]:
    """The lines of the map, and those that another had and this one has not."""
    yield from found.lines
    if found.compared is None:
        return
    for start, end, kind in sorted(found.compared.lines.gone):
        if start in found.people and end in found.people:
            yield Lined(None, start, end, kind)


def news_of(found: InfluenceMap) -> dict[Drawn, str]:
    """What is new or gone against the map compared with, as a sign."""
    if found.compared is None:
        return {}
    signs = dict.fromkeys(found.compared.lines.added, "+")
    return signs | dict.fromkeys(found.compared.lines.gone, "−")


def _link(
    found: InfluenceMap, line: Lined, points: list[Point], news: str, *, is_arc: bool
) -> Link:
    colour, dash, width, has_arrow = KINDS[line.kind]
    sign = CONFLICT_SIGN if line.kind is LineKind.CONFLICT else ""
    absent = any(found.people[who].is_absent for who in (line.start, line.end))
    return Link(
        link_key(line, news),
        f"c{line.start}", f"c{line.end}", tuple(points), is_arc, colour,
        width + 1.2 if news == "+" else width, dash, has_arrow,
        line.has_expired or absent or news == "−", news or sign, line_in_words(found, line),
    )  # fmt: skip


def link_key(line: Lined, news: str) -> str:
    """What a line is called in every drawing that has it."""
    return f"l{line.id or ''}-{line.start}-{line.end}-{line.kind.value}{news}"


def tie_key(person: int, contact: int) -> str:
    """The same of somebody of ours who knows somebody."""
    return f"t{person}-{contact}"


def line_in_words(found: InfluenceMap, line: Lined) -> str:
    """A line, in a sentence."""
    start, end = (found.people[who].row for who in (line.start, line.end))
    told = _("%(start)s %(kind)s %(end)s") % {
        "start": called(start.name, start.title),
        "kind": LINE_NAMES[line.kind],
        "end": called(end.name, end.title),
    }
    return _("%(text)s (expired)") % {"text": told} if line.has_expired else told


def _ours(
    found: InfluenceMap, above: Mapping[int, int | None], nodes: Mapping[str, Node], width: float,
    height: float,
) -> tuple[list[Node], list[Link]]:  # fmt: skip
    """Our people in a row beneath, with a line to whom they know, the stronger the thicker."""
    ties = [each for each in found.ties if each[1] in above]
    mean: dict[int, list[float]] = {}
    for person, contact, _strength in ties:
        mean.setdefault(person, []).append(nodes[f"c{contact}"].x)
    order = sorted(mean, key=lambda who: (sum(mean[who]) / len(mean[who]), who))
    step = max(ROOM.width + ROOM.beside, width / max(len(order), 1))
    ours = []
    for number, who in enumerate(order):
        text = fitted(found.ours[who], _NAME, ROOM.width - 12, 2, is_bold=True)
        ours.append(
            Node(
                f"p{who}", step * (number + 0.5), height + _OURS_APART, ROOM.width, 34, Shape.TAG,
                tuple(text), edge="data-3", border=2.0,
                description=_("%(name)s, of ours") % {"name": found.ours[who]},
            )
        )  # fmt: skip
    by_key = {node.key: node for node in ours}
    links = []
    for person, contact, strength in ties:
        one, other = by_key[f"p{person}"], nodes[f"c{contact}"]
        said = _("%(ours)s knows %(theirs)s: %(strength)s of 3") % {
            "ours": found.ours[person],
            "theirs": called(found.people[contact].row.name, found.people[contact].row.title),
            "strength": formats.number(strength),
        }
        links.append(
            Link(
                tie_key(person, contact), one.key, other.key,
                ((one.x, one.y - one.height / 2), edge_of(other, (one.x, one.y))),
                colour="data-3", width=0.6 + strength, description=said,
            )
        )  # fmt: skip
    return ours, links


def told_of(found: InfluenceMap, above: Mapping[int, int | None], *, is_part: bool = False) -> str:
    """How many are seen, how many not, and how many of them stand against us; of what ``is_part``
    of several pictures, the others show the rest."""
    count = len(above)
    told = [
        ngettext("%(count)s person or place.", "%(count)s people and places.", count)
        % {"count": formats.number(count)}
    ]
    hidden = len(found.people) - count
    if hidden and not is_part:
        told.append(
            ngettext("%(count)s more is hidden.", "%(count)s more are hidden.", hidden)
            % {"count": formats.number(hidden)}
        )
    against = sum(
        each.attitude is not None and not each.attitude.has_expired and each.attitude.value < 0
        for who, each in found.people.items()
        if who in above
    )
    if against:
        told.append(
            ngettext(
                "%(count)s stands against us.", "%(count)s stand against us.", against
            )
            % {"count": formats.number(against)}
        )  # fmt: skip
    return " ".join(told)
