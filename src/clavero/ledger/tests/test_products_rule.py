"""Which products are proposed as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.ledger.rules.products import MOST_WITH_ONE_NAME, is_slip, suggest, survivors, words


def pairs(*names: str) -> list[tuple[str, str, bool]]:
    found = suggest({str(number): name for number, name in enumerate(names, start=1)})
    return [(each.first, each.second, each.has_same_name) for each in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rodamiento rígido 6204", "RODAMIENTO RIGIDO, 6204"),
        ("Rodamiento rígido 6204", "Rodamiento 6204 rígido"),
        ("Guante de nitrilo", "Guante nitrilo"),
        ("Grasa de litio (5 kg)", "GRASA LITIO 5 KG"),
    ],
)
def test_accents_capitals_punctuation_order_and_little_words_do_not_tell_apart(
    one: str, other: str
) -> None:
    assert pairs(one, other) == [("1", "2", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rodamiento rígido de bolas 6204", "Rodamineto rígido de bolas 6204"),
        ("Cadena de rodillos simple 08B", "Cadena de rodilos simple 08B"),
    ],
)
def test_a_slip_of_the_pen_is_proposed(one: str, other: str) -> None:
    assert pairs(one, other) == [("1", "2", False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rodamiento rígido de bolas 6204", "Rodamiento rígido de bolas 6205"),
        ("Guante de nitrilo desechable negro", "Guante de nitrilo desechable azul"),
        ("Gafas de protección panorámicas claras", "Gafas de protección panorámicas"),
        ("Guante de nitrilo desechable talla M", "Guante de nitrilo desechable talla L"),
        ("Válvula de bola de acero inoxidable A", "Válvula de bola de acero inoxidable E"),
        ("Racor instantáneo 4-G1/8", "Racor instantáneo 8-G1/4"),
        ("Filtro de aceite industrial SL", "Filtro de aceite industrial SE"),
    ],
)
def test_another_size_colour_or_type_is_another_product(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_a_slip_is_found_in_a_range_of_many() -> None:
    names = [f"Rodamiento rígido de bolas {number}" for number in range(6200, 6300)]
    assert pairs(*names, "Rodamineto rígido de bolas 6204") == [("101", "5", False)]


def test_a_name_of_many_codes_is_a_kind_of_thing() -> None:
    assert pairs(*["Transport"] * (MOST_WITH_ONE_NAME + 1)) == []
    assert len(pairs(*["Transport"] * MOST_WITH_ONE_NAME)) == MOST_WITH_ONE_NAME - 1


def test_products_without_a_name_are_not_alike() -> None:
    assert pairs("", "", "…", "?") == []


def test_the_same_names_come_first() -> None:
    assert pairs("Correa dentada", "Corea dentada", "Aceite", "ACEITE") == [
        ("3", "4", True),
        ("1", "2", False),
    ]


def test_survivors_follow_merges_of_merges() -> None:
    assert survivors({"a": "b", "b": "c", "x": "c"}) == {"a": "c", "b": "c", "x": "c"}


@given(
    st.dictionaries(st.uuids().map(str), st.text("abc é.12", max_size=14), max_size=25).flatmap(
        lambda names: st.tuples(st.just(names), st.permutations(list(names)))
    )
)
def test_the_order_of_the_products_does_not_matter(given_names: tuple[dict, list]) -> None:
    names, shuffled = given_names
    found = suggest(names)
    assert found == suggest({code: names[code] for code in shuffled})
    assert all(each.first < each.second for each in found)
    assert len({(each.first, each.second) for each in found}) == len(found)


@given(st.text("abcd é.12", max_size=20))
def test_every_name_is_a_slip_of_itself(name: str) -> None:
    assert is_slip(words(name), words(name))
