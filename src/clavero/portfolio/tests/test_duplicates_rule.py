"""Which customers are proposed as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.portfolio.rules.duplicates import (
    Ground,
    Record,
    folded_tax_number,
    suggest,
    words,
)


def grounds(*records: Record) -> list[tuple[str, str, str]]:
    return [(each.first, each.second, each.ground.value) for each in suggest(records)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ferretería Núñez S.A.", "FERRETERIA NUNEZ, SA"),
        ("Talleres Ruiz, S.L.U.", "Talleres Ruiz SLU"),
        ("Müller & Söhne GmbH & Co. KG", "MULLER Y SOHNE"),
        ("Acme Ltd.", "ACME Limited"),
        ("O'Brien plc", "OBrien PLC"),
        ("Aceros del Sur S.A. de C.V.", "Aceros del Sur"),
        ("J.M. García", "J M GARCÍA S L"),
    ],
)
def test_accents_punctuation_and_legal_forms_do_not_tell_names_apart(one, other):
    assert words(one) == words(other)


def test_a_name_that_is_only_a_legal_form_keeps_it():
    assert words("SA") == ("sa",)
    assert words("") == ()


def test_the_same_tax_number_is_the_surest_ground():
    assert grounds(
        Record("1", "Núñez", "B-12345678"), Record("2", "Otra cosa", "es b12345678")
    ) == [("1", "2", "tax_number")]


def test_placeholders_are_no_tax_numbers():
    assert folded_tax_number("99999999") == ""
    assert folded_tax_number("12") == ""
    assert folded_tax_number("BEGA800101XXX") == "BEGA800101XXX"  # not a Belgian prefix
    many = [Record(f"{at:03d}", f"Nombre{at}" * 3, "XAXX010101000") for at in range(30)]
    assert suggest(many) == []


def test_the_order_of_the_words_does_not_matter():
    assert grounds(Record("1", "Ruiz Talleres SL"), Record("2", "Talleres Ruiz")) == [
        ("1", "2", "same_name")
    ]


def test_a_slip_of_the_pen_is_proposed():
    assert grounds(
        Record("1", "Suministros Industriales Vallecas"),
        Record("2", "Suministos Industriales Vallecas"),
        Record("3", "Panadería Lola"),
    ) == [("1", "2", "similar_name")]


def test_numbers_tell_names_apart():
    assert grounds(Record("1", "Tienda Sol 12"), Record("2", "Tienda Sol 13")) == []


def test_five_copies_make_four_suggestions():
    copies = [Record(f"{at}", "Acme", "") for at in range(5)]
    assert grounds(*copies) == [("0", str(at), "same_name") for at in range(1, 5)]


def test_the_surest_come_first():
    found = suggest(
        [
            Record("1", "Suministros Vallecas"),
            Record("2", "Suministos Vallecas"),
            Record("3", "Acme", "A12345678"),
            Record("4", "Bidasoa", "A12345678"),
            Record("5", "Lola SL"),
            Record("6", "Lola"),
        ]
    )
    assert [each.ground for each in found] == [
        Ground.TAX_NUMBER,
        Ground.SAME_NAME,
        Ground.SIMILAR_NAME,
    ]


@given(
    st.lists(
        st.builds(
            Record,
            code=st.uuids().map(str),
            name=st.text("abc é.12", max_size=12),
            tax_number=st.text("0123AB-", max_size=9),
        ),
        max_size=25,
        unique_by=lambda record: record.code,
    ).flatmap(lambda records: st.tuples(st.just(records), st.permutations(records)))
)
def test_the_order_of_the_records_does_not_matter(pair):
    records, shuffled = pair
    found = suggest(records)
    assert found == suggest(shuffled)
    assert all(each.first < each.second for each in found)
    assert len({(each.first, each.second) for each in found}) == len(found)
