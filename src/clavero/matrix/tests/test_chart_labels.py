"""The names of bubbles: none covers another, a bubble or a corner, at any width of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import hypot

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clavero.matrix.charts.boxes import (
    BANDS,
    Band,
    Box,
    Bubble,
    Label,
    along_line,
    box_around,
    box_of,
)
from clavero.matrix.charts.labels import SURELY, placed
from clavero.matrix.charts.letters import beginnings, in_lines, width_of
from clavero.matrix.charts.numbers import names_by_number, numbers_by_name

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
# Each plane is looked at in a quarter of the widths, and each width has a hundred planes: to make
# one up takes longer than to name what is on it.
QUARTERS = 4
some_bands = st.sampled_from([BANDS[first::QUARTERS] for first in range(QUARTERS)])
of_all_bands = settings(max_examples=100 * QUARTERS)
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


@of_all_bands
@given(bands=some_bands, found=bubbles, part=st.floats(0, 1))
def test_no_name_covers_anything(bands: Sequence[Band], found: list[Bubble], part: float) -> None:
    for band in bands:
        _no_name_covers_anything(band, found, part)


def _no_name_covers_anything(band: Band, found: list[Bubble], part: float) -> None:
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


@of_all_bands
@given(bands=some_bands, found=bubbles, part=st.floats(0, 1))
def test_the_largest_have_their_names_however_full_the_plane_is(
    bands: Sequence[Band], found: list[Bubble], part: float
) -> None:
    for band in bands:
        _the_largest_have_their_names(band, found, part)


def _the_largest_have_their_names(band: Band, found: list[Bubble], part: float) -> None:
    labels = placed(found, band=band, height=HEIGHT, taken=CORNERS, surely=SURELY)
    by_size = sorted(range(len(found)), key=lambda each: -found[each].radius)
    assert all(labels[each].text for each in by_size[:SURELY])
    width = band.low + (band.high - band.low) * part
    named = [each for each in zip(found, labels, strict=True) if each[1].text]
    boxes = [at(width, box_of(bubble, label)) for bubble, label in named]
    corners = [at(width, box) for box in CORNERS]
    discs = [at(width, box_around(bubble)) for bubble in found]
    for number, (box, (bubble, label)) in enumerate(zip(boxes, named, strict=True)):
        assert box[0] >= -1e-6
        assert box[2] <= width + 1e-6
        assert not any(meet(box, other) for other in [*boxes[number + 1 :], *corners])
        if label.is_over:
            continue
        assert not any(meet(box, disc) for disc in discs)
        line = [at(width, each) for each in along_line(bubble, label)]
        others = [
            each for each, (_bubble, name) in zip(boxes, named, strict=True) if not name.is_over
        ]
        others.remove(box)
        assert not any(meet(each, other) for each in line for other in others)


def test_three_large_bubbles_upon_each_other_are_each_named() -> None:
    # As the largest customers of a portfolio lie: one hides most of another.
    heap = [
        Bubble(0.78, 160, 38, "Grupo Alimentario Valdorio"),
        Bubble(0.775, 145, 34, "Hüttenbach Antriebssysteme"),
        Bubble(0.76, 110, 24, "Papeleras Ebrosa, S.A."),
        *(Bubble(0.1 + 0.03 * each, 300, 5, f"Small {each}") for each in range(20)),
    ]
    for band in BANDS:
        labels = placed(heap, band=band, height=HEIGHT, taken=CORNERS, surely=SURELY)
        assert all(label.text for label in labels[:3])
        if band.low >= 255:
            assert not any(label.is_over for label in labels[:3])


def test_a_name_further_off_has_a_line_that_begins_at_its_own_bubble() -> None:
    small, large = Bubble(0.5, 300, 6, "Small"), Bubble(0.5, 303, 30, "Large")
    [off, _beside] = placed([small, large], band=Band(800, 810), height=HEIGHT, surely=2)
    assert off.text == "Small"
    assert off.line is not None
    x, y, end_x, end_y = off.line
    assert x**2 + y**2 == pytest.approx(36)
    assert end_x**2 + end_y**2 > 36
    assert not off.is_over


def test_texts_are_broken_where_their_room_ends() -> None:
    text = "Área: lo que gasta en tres años con cualquier proveedor; en macizo, nuestra parte"
    for room in (120.0, 300.0, 2000.0):
        lines = in_lines(text, room)
        assert " ".join(lines) == text
        assert all(width_of(line) <= room for line in lines)
    assert in_lines(text, 2000.0) == [text]


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
    assert label.text == "Sociedad Cooperativa… (Invest)"


def test_lines_are_left_free_where_there_is_another_place() -> None:
    bubble, line = Bubble(0.5, 300, 5, "Name"), Box(0.5, 10.0, 60.0, 296.0, 304.0)
    [label] = placed([bubble], band=Band(800, 810), height=HEIGHT, better_free=[line])
    assert label.align == "right"
    everywhere = Box(0.5, -300.0, 300.0, 0.0, float(HEIGHT))
    [label] = placed([bubble], band=Band(800, 810), height=HEIGHT, better_free=[everywhere])
    assert label.text == "Name"


@of_all_bands
@given(bands=some_bands, found=bubbles, ends=bubbles, part=st.floats(0, 1))
def test_no_name_stands_under_the_head_of_an_arrow_unless_it_stands_on_bubbles(
    bands: Sequence[Band], found: list[Bubble], ends: list[Bubble], part: float
) -> None:
    for band in bands:
        _no_name_stands_under_a_head(band, found, ends, part)


def _no_name_stands_under_a_head(
    band: Band, found: list[Bubble], ends: list[Bubble], part: float
) -> None:
    heads = [Box(each.x, -8.0, 8.0, each.y - 8, each.y + 8) for each in ends]
    labels = placed(found, band=band, height=HEIGHT, heads=heads, surely=SURELY)
    width = band.low + (band.high - band.low) * part
    under = [at(width, head) for head in heads]
    by_size = sorted(range(len(found)), key=lambda each: -found[each].radius)
    for rank, index in enumerate(by_size):
        label = labels[index]
        if label.text and not label.is_over:
            box = at(width, box_of(found[index], label))
            assert not any(meet(box, head) for head in under)
        assert label.text or rank >= SURELY


def test_a_name_without_room_beside_the_heads_is_left_out() -> None:
    bubble, everywhere = Bubble(0.5, 300, 5, "Name"), Box(0.5, -300.0, 300.0, 0.0, float(HEIGHT))
    [label] = placed([bubble], band=Band(400, 410), height=HEIGHT, heads=[everywhere])
    assert not label.text
    [label] = placed([bubble], band=Band(400, 410), height=HEIGHT, heads=[everywhere], surely=1)
    assert label.text


def test_sixty_accounts_spread_over_the_plane_are_nearly_all_named() -> None:
    spread = [
        Bubble((0.5 + number % 8) / 9, 40 + 66 * (number // 8), 6, f"Account {number}")
        for number in range(60)
    ]
    for band in BANDS:
        if band.low >= 900:
            labels = placed(spread, band=band, height=HEIGHT)
            assert sum(bool(label.text) for label in labels) >= 55


# -- what is left free -----------------------------------------------------------------------------

LONG = "Servicios Portuarios Nervión y Asociados, S.A."


def test_a_name_is_not_cut_where_there_is_room() -> None:
    [label] = placed([Bubble(0.4, 300, 5, LONG)], band=Band(900, 1030), height=HEIGHT)
    assert label.text == LONG


def test_a_name_is_cut_at_the_last_word_that_has_room() -> None:
    band, alone = Band(900, 910), Bubble(0.4, 300, 5, LONG)
    [whole] = placed([alone], band=band, height=HEIGHT)
    room = width_of(whole.text)
    for part, text in (
        (0.95, "Servicios Portuarios Nervión y Asociados…"),
        (0.7, "Servicios Portuarios Nervión…"),
        (0.6, "Servicios Portuarios…"),
    ):
        # Walls at both sides, and a line's height of room: only the right side is left.
        wall = Box(0.4, 8.0 + room * part, 900.0, 0.0, float(HEIGHT))
        left = Box(0.4, -900.0, -6.0, 0.0, float(HEIGHT))
        above, below = Box(0.4, -5.0, 900.0, 0.0, 293.0), Box(0.4, -5.0, 900.0, 307.0, 560.0)
        [label] = placed([alone], band=band, height=HEIGHT, taken=[wall, left, above, below])
        assert label.text == text


def test_no_name_is_cut_to_what_begins_another_one() -> None:
    names = ("Forjas Turia, S.A.", "Forjas Aralar 31 S.A.", "Forjas Aralar 7 S.A.", "Unión")
    found = beginnings(names)
    assert found["Forjas Turia, S.A."] == ("Forjas Turia, S.A.", "Forjas Turia…")
    assert found["Forjas Aralar 7 S.A."] == ("Forjas Aralar 7 S.A.", "Forjas Aralar 7…")
    assert found["Unión"] == ("Unión",)
    twice = beginnings(("Forjas Turia", "Forjas Turia"))
    assert twice["Forjas Turia"] == ("Forjas Turia",)
    assert beginnings(("Bodegas y Viñas de Ebro",))["Bodegas y Viñas de Ebro"] == (
        "Bodegas y Viñas de Ebro", "Bodegas y Viñas…", "Bodegas…",
    )  # fmt: skip


# -- numbers ---------------------------------------------------------------------------------------


@of_all_bands
@given(bands=some_bands, found=bubbles, ends=bubbles, part=st.floats(0, 1))
def test_what_has_no_room_for_its_name_shows_its_number(
    bands: Sequence[Band], found: list[Bubble], ends: list[Bubble], part: float
) -> None:
    numbered = [replace(each, number=str(at)) for at, each in enumerate(found, start=1)]
    arrows = [Box(each.x, -40.0, 40.0, each.y - 2, each.y + 2) for each in ends]
    for band in bands:
        labels = placed(
            numbered, band=band, height=HEIGHT, taken=CORNERS, blocked=arrows, surely=SURELY
        )
        width = band.low + (band.high - band.low) * part
        barred = [at(width, box) for box in (*CORNERS, *arrows, *map(box_around, numbered))]
        names = []
        for bubble, label in zip(numbered, labels, strict=True):
            assert label.text
            assert not label.is_over
            if label.is_number:
                assert label.text == bubble.number
                continue
            names.append(at(width, box_of(bubble, label)))
            assert not any(meet(names[-1], box) for box in barred)
        assert not any(meet(one, other) for one, other in combinations(names, 2))


def test_a_number_stands_in_its_bubble_where_none_in_front_hides_it() -> None:
    behind, front = (
        Bubble(0.5, 300, 40, "Behind", number="1"), Bubble(0.5, 310, 24, "In front", number="2")
    )  # fmt: skip
    walls = [Box(0.0, 0.0, 900.0, 0.0, 258.0), Box(0.0, 0.0, 900.0, 342.0, 560.0)]
    beside = [Box(0.5, -500.0, -42.0, 0.0, 560.0), Box(0.5, 42.0, 500.0, 0.0, 560.0)]
    band = Band(900, 900)
    labels = placed([behind, front], band=band, height=HEIGHT, taken=[*walls, *beside])
    assert [label.text for label in labels] == ["1", "2"]
    left, top, right, bottom = at(900, box_of(behind, labels[0]))
    corners = [(x - 450, y) for x in (left, right) for y in (top, bottom)]
    assert all(hypot(x, y - 300) <= 40 for x, y in corners)
    assert all(hypot(x, y - 310) >= 24 for x, y in corners)
    assert (labels[1].dx, labels[1].dy) == (0, 0)


def test_names_and_numbers_are_listed_in_one_order() -> None:
    names = ["Órbigo", "Zubiaga", "Aceros"]
    assert numbers_by_name(names) == ["2", "3", "1"]
    shown, hidden = Label("2", is_number=True), Label("Zubiaga")
    labels = [[shown] * len(BANDS), [hidden] * len(BANDS), [hidden, *[shown] * (len(BANDS) - 1)]]
    [spec] = names_by_number(names, numbers_by_name(names), labels, "0")
    listed = spec["data"]["values"]
    assert [(each["number"], each["name"]) for each in listed] == [("1", "Aceros"), ("2", "Órbigo")]
    assert [each["rows"][0] for each in listed] == [-1, 0]
    assert all(len({(each["parts"][at], each["rows"][at]) for each in listed}) == 2
               for at in range(1, len(BANDS)))  # fmt: skip
    assert names_by_number(names, ["1", "2", "3"], [[hidden] * len(BANDS)] * 3, "0") == []


def test_names_that_grow_leave_the_places_of_others() -> None:
    row = [Bubble(0.1 + 0.2 * each, 300, 5, LONG) for each in range(4)]
    for band in BANDS:
        labels = placed(row, band=band, height=HEIGHT)
        boxes = [at(band.low, box_of(*each)) for each in zip(row, labels, strict=True)]
        assert not any(
            meet(one, other) for number, one in enumerate(boxes) for other in boxes[number + 1 :]
        )


def test_a_name_does_not_grow_into_a_line() -> None:
    line = Box(0.4, 250.0, 254.0, 0.0, float(HEIGHT))
    [label] = placed(
        [Bubble(0.4, 300, 5, LONG)], band=Band(900, 1030), height=HEIGHT, better_free=[line]
    )
    assert not meet(at(950, box_of(Bubble(0.4, 300, 5, LONG), label)), at(950, line))


@given(found=bubbles)
@example(found=[*[Bubble(0, 0, 1, "M")] * 3, Bubble(1, 0, 1, "M"), Bubble(1, 0, 2, "M")])
def test_only_the_largest_have_lines_across_other_bubbles(found: list[Bubble]) -> None:
    band = Band(900, 900)
    labels = placed(found, band=band, height=HEIGHT, surely=3)
    by_size = sorted(range(len(found)), key=lambda each: -found[each].radius)
    for index in by_size[3:]:
        for box in along_line(found[index], labels[index]):
            across = box.x * 900 + (box.left + box.right) / 2
            down = (box.top + box.bottom) / 2
            assert not any(
                hypot(across - other.x * 900, down - other.y) < other.radius - 1e-6
                for other in found
                if other is not found[index]
            )


def test_who_is_first_has_a_name_before_larger_ones() -> None:
    crowd = [Bubble(0.5, 94 + 3 * each, 4, f"Some company {each}") for each in range(5)]
    last = Bubble(0.5, 100, 3, "The one that moved")
    band = Band(400, 420)
    assert placed([*crowd, last], band=band, height=200)[-1].text == ""
    moved = replace(last, is_first=True)
    assert placed([*crowd, moved], band=band, height=200)[-1].text == moved.name
