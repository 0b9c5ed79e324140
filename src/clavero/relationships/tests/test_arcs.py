"""Lines of the influence map beside the names of those they run between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clavero.relationships.content.arcs import arc, within
from clavero.relationships.content.model import Link, Node, Shape, Text
from clavero.ui.measuring import width_of


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=6))
def test_no_arrowhead_lies_on_the_name_it_points_at(pairs: list[tuple[int, int]]) -> None:
    """Whichever way a line comes, its head stops before the shape and what stands under it."""
    nodes = [
        Node(
            f"c{number}", 80.0 + number % 4 * 152, 30.0 + number // 4 * 124, 40, 40, Shape.CIRCLE,
            below=(Text("Leocadia Villanueva", 11, is_bold=True), Text("Head of production", 9)),
        )
        for number in range(12)
    ]  # fmt: skip
    for one, other in pairs:
        if one == other:
            continue
        x, y = arc(nodes[one], nodes[other], nodes)[-1]
        end = nodes[other]
        wide = width_of("Leocadia Villanueva", 11, is_bold=True) / 2
        foot = end.height / 2 + sum(each.height for each in end.below)
        is_on_name = abs(x - end.x) < wide and end.height / 2 < y - end.y < foot
        assert not is_on_name


@given(st.tuples(*[st.integers(0, 100)] * 4), st.tuples(*[st.integers(-300, 400)] * 2))
def test_an_arc_is_only_so_far_bent_that_it_stays_inside(
    ends: tuple[int, ...], bend: tuple[int, int]
) -> None:
    one, other = ends[:2], ends[2:]
    link = Link("l", "a", "b", [(one[0], one[1]), bend, (other[0], other[1])], is_arc=True)
    flat = within(link, (0.0, 0.0), (100.0, 100.0))
    assert (flat.points[0], flat.points[-1]) == (one, other)
    assert all(-0.01 <= each <= 100.01 for point in flat.drawn() for each in point)
    inside = all(0 <= each <= 100 for point in link.drawn() for each in point)
    assert not inside or flat == link
