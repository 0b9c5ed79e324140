"""The names of bubbles: none covers another, a bubble or a corner, at any width of the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.charts.labels import (
    BANDS,
    Band,
    Box,
    Bubble,
    Label,
    box_around,
    box_of,
    placed,
)

HEIGHT = 560
CORNERS = [
    Box(0.0, 0.0, 90.0, 0.0, 27.0),
    Box(1.0, -90.0, 0.0, 0.0, 27.0),
    Box(0.0, 0.0, 90.0, HEIGHT - 27.0, HEIGHT),
    Box(1.0, -90.0, 0.0, HEIGHT - 27.0, HEIGHT),
]
bubbles = st.lists(
    st.builds(
        Bubble,
        x=st.floats(0, 1),
        y=st.floats(0, HEIGHT),
        radius=st.floats(1, 44),
        name=st.text("abcMWil dé,", min_size=1, max_size=40).map(str.strip).filter(bool),
        after=st.sampled_from(["", " (Invest)"]),
    ),
    max_size=60,
)
Sides = tuple[float, float, float, float]


def at(width: float, box: Box) -> Sides:
    """A box on a plane of that width, in pixels."""
    middle = box.x * width
    return middle + box.left, box.top, middle + box.right, box.bottom


def meet(one: Sides, other: Sides) -> bool:
    tiny = 1e-6
    return (
        one[0] < other[2] - tiny
        and other[0] < one[2] - tiny
        and one[1] < other[3] - tiny
        and other[1] < one[3] - tiny
    )


@pytest.mark.parametrize("band", BANDS, ids=lambda band: f"{band.low}")
@given(found=bubbles, part=st.floats(0, 1))
def test_no_name_covers_anything(band: Band, found: list[Bubble], part: float) -> None:
    labels = placed(found, band=band, height=HEIGHT, taken=CORNERS)
    assert len(labels) == len(found)
    width = band.low + (band.high - band.low) * part
    boxes = [
        at(width, box_of(bubble, label))
        for bubble, label in zip(found, labels, strict=True)
        if label.text
    ]
    others = [at(width, box) for box in (*CORNERS, *map(box_around, found))]
    for number, box in enumerate(boxes):
        assert box[0] >= -1e-6
        assert box[1] >= 0
        assert box[2] <= width + 1e-6
        assert box[3] <= HEIGHT
        assert not any(meet(box, other) for other in boxes[number + 1 :])
        assert not any(meet(box, other) for other in others)


def test_the_bands_leave_no_width_out() -> None:
    assert all(one.high == other.low for one, other in pairwise(BANDS))
    assert BANDS[0].low <= 180
    assert BANDS[-1].high >= 2500


def test_the_largest_chooses_first() -> None:
    small, large = Bubble(0.5, 300, 4, "Small"), Bubble(0.5, 303, 30, "Large")
    labels = placed([small, large], band=Band(800, 810), height=HEIGHT)
    assert labels[1] == Label("Large", 33.0, 0, "left")
    assert labels[0].text == "", "the large one covers every place around the small one"


def test_a_name_without_room_is_cut_short_and_what_stands_after_it_is_not() -> None:
    near_the_edge = Bubble(0.5, 300, 5, "Sociedad Cooperativa de Comercio", after=" (Invest)")
    [label] = placed([near_the_edge], band=Band(200, 210), height=HEIGHT)
    assert label.text == "Sociedad Cooperat… (Invest)"


def test_lines_are_left_free_where_there_is_another_place() -> None:
    bubble, line = Bubble(0.5, 300, 5, "Name"), Box(0.5, 10.0, 60.0, 296.0, 304.0)
    [label] = placed([bubble], band=Band(800, 810), height=HEIGHT, better_free=[line])
    assert label.align == "right"
    everywhere = Box(0.5, -300.0, 300.0, 0.0, float(HEIGHT))
    [label] = placed([bubble], band=Band(800, 810), height=HEIGHT, better_free=[everywhere])
    assert label.text == "Name"


def test_sixty_accounts_spread_over_the_plane_are_nearly_all_named() -> None:
    spread = [
        Bubble((0.5 + number % 8) / 9, 40 + 66 * (number // 8), 6, f"Account {number}")
        for number in range(60)
    ]
    for band in BANDS:
        if band.low >= 900:
            labels = placed(spread, band=band, height=HEIGHT)
            assert sum(bool(label.text) for label in labels) >= 55
