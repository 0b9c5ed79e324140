"""The names of bubbles: none covers another or a bubble, and the largest are named first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.charts.labels import LETTER, LINE, Bubble, Label, placed

WIDTH, HEIGHT = 820, 560
bubbles = st.lists(
    st.builds(
        Bubble,
        x=st.floats(0, WIDTH),
        y=st.floats(0, HEIGHT),
        radius=st.floats(1, 30),
        name=st.text("abcdefgh ", min_size=1, max_size=40).map(str.strip).filter(bool),
    ),
    max_size=60,
)
Box = tuple[float, float, float, float]


def box_of(bubble: Bubble, label: Label) -> Box:
    width = LETTER * len(label.text)
    start = {"left": 0.0, "right": -width, "center": -width / 2}[label.align]
    left, middle = bubble.x + label.dx + start, bubble.y + label.dy
    return left, middle - LINE / 2, left + width, middle + LINE / 2


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(bubbles)
def test_no_name_covers_anything(given_bubbles: list[Bubble]) -> None:
    labels = placed(given_bubbles, width=WIDTH, height=HEIGHT)
    assert len(labels) == len(given_bubbles)
    boxes = [
        box_of(bubble, label)
        for bubble, label in zip(given_bubbles, labels, strict=True)
        if label.text
    ]
    around = [
        (each.x - each.radius, each.y - each.radius, each.x + each.radius, each.y + each.radius)
        for each in given_bubbles
    ]
    for number, box in enumerate(boxes):
        assert box[0] >= 0 <= box[1]
        assert box[2] <= WIDTH
        assert box[3] <= HEIGHT
        assert not any(meet(box, other) for other in boxes[number + 1 :])
        assert not any(meet(box, bubble) for bubble in around)


def test_the_largest_chooses_first() -> None:
    small, large = Bubble(400, 300, 4, "Small"), Bubble(400, 303, 30, "Large")
    labels = placed([small, large], width=WIDTH, height=HEIGHT)
    assert labels[1] == Label("Large", 33.0, 0.0, "left")
    assert labels[0].text == "", "the large one covers every place around the small one"


def test_sixty_accounts_spread_over_the_plane_are_nearly_all_named() -> None:
    spread = [
        Bubble(40 + 100 * (number % 8), 40 + 66 * (number // 8), 6, f"Account {number}")
        for number in range(60)
    ]
    labels = placed(spread, width=WIDTH + 100, height=HEIGHT)
    assert sum(bool(label.text) for label in labels) >= 55
