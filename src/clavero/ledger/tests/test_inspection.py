"""What a file's columns mean, on what evidence, and what must be asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from clavero.core.errors import Refusal
from clavero.ledger import ingest
from clavero.ledger.example import country, example_file
from clavero.ledger.ingest import REFUSED_COLUMNS, Choices
from clavero.ledger.rules import Field, Kind, kind_of, missing_fields
from clavero.ledger.rules.recognition import Profile, concepts, recognise_fields
from clavero.ledger.rules.words import fold
from clavero.ledger.tests.sales_files import (
    HEADER,
    ROWS,
    a_file,
    column,
    inspected,
    staged,
    written,
)

EXPORTS = {
    "a shop": "InvoiceNo=document,StockCode=product,Description=product_name,Quantity=quantity,"
    "InvoiceDate=date,UnitPrice=unit_price,CustomerID=customer,Country=country",
    "Spanish": "Nº factura=document,Fecha factura=date,Cód. cliente=customer,"
    "Razón social=customer_name,NIF/CIF=tax_number,Referencia=product,Descripción=product_name,"
    "Familia=family,Unidades=quantity,Precio=unit_price,Dto. %=discount,"
    "Base imponible=net_amount,Coste=cost,Fecha prometida=promised_date,"
    "Fecha entrega=delivered_date,Fecha vencimiento=due_date,Fecha cobro=paid_date,"
    "Comercial=sales_person,Canal=channel,País=country,Moneda=currency,Tipo documento=kind,"
    "Línea=line,Total factura=,% IVA=,Código postal=,Forma de pago=,Ud. medida=unit",
    "capitals": "FACTURA=document,FECHA=date,CLIENTE=customer,NOMBRE=customer_name,"
    "ARTICULO=product,DESCRIPCION=product_name,CANT=quantity,PRECIO=unit_price,"
    "IMPORTE=net_amount,COSTE UNITARIO=",
    "a database": "num_factura=document,fec_factura=date,codcliente=customer,"
    "nomcliente=customer_name,codarticulo=product,cantidad=quantity,importe_neto=net_amount,"
    "precio_unitario=unit_price,tarifa=list_price,fecha_vto=due_date,vendedor=sales_person",
    "a large ERP": "Billing Document=document,Billing Date=date,Sold-to party=customer,"
    "Name 1=customer_name,Material Description=product_name,Material Group=family,"
    "Sales unit=unit,Net value=net_amount,Document Currency=currency,Cost=cost,"
    "Distribution Channel=channel,Sales Rep=sales_person",
    "an online invoice": "Invoice Date=date,Due Date=due_date,Invoice Number=document,"
    "Customer=customer,Item Name=product_name,SKU=product,Qty=quantity,Item Price=unit_price,"
    "Item Total=net_amount,Currency Code=currency",
    "orders and deliveries": "Factura=document,Fecha=date,Cliente=customer,"
    "Cantidad pedida=ordered_quantity,Cantidad servida=quantity,Importe=net_amount",
    "short names": "Invoice=document,Date=date,Customer=customer,Order qty=ordered_quantity,"
    "Qty=quantity,Amount=net_amount",
    "orders alone": "ORDERNUMBER=document,QUANTITYORDERED=quantity,PRICE=unit_price,"
    "ORDERDATE=date,CUSTOMERNAME=customer_name",
    "invoices of delivery notes": "Albarán=,Fecha albarán=,Factura=document,Fecha factura=date,"
    "Cliente=customer,Importe=net_amount",
    "delivery notes alone": "Nº albarán=document,Línea albarán=line,Fecha albarán=date,"
    "Cliente=customer,Importe=net_amount",
    "Clavero": ",".join(f"{field}={field}" for field in Field),
}


@pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS.keys())
def test_names_that_systems_give_their_columns(export: str) -> None:
    expected = dict(pair.rsplit("=", 1) for pair in export.split(","))
    names = list(expected)
    guesses = recognise_fields(names, [Profile()] * len(names))
    found = {names[guess.position]: guess.field.value for guess in guesses}
    assert found == {name: field for name, field in expected.items() if field}


@pytest.mark.parametrize(
    "name",
    [
        "Cantidad pedida", "Unidades pedidas", "Cant. pedida", "Uds. pedidas", "CANT_PEDIDA",
        "Cantidad solicitada", "Cantidad pedido", "Ordered quantity", "Qty ordered", "Order qty",
        "Ordered qty", "OrderedQuantity", "Units ordered", "ordered_quantity", "Cant. ped.",
        "Uds. Ped.", "Unidades solicitadas",
    ],
)  # fmt: skip
def test_ordered_quantities_beside_those_sold(name: str) -> None:
    guesses = recognise_fields([name, "Cantidad"], [Profile()] * 2)
    found = {guess.position: guess.field for guess in guesses}
    assert found == {0: Field.ORDERED_QUANTITY, 1: Field.QUANTITY}


@pytest.mark.parametrize("name", ["Order quantity", "Cantidad pedida", "Quantity ordered"])
def test_in_a_file_of_orders_what_was_ordered_is_the_quantity(name: str) -> None:
    (guess,) = recognise_fields([name], [Profile()])
    assert guess.field is Field.QUANTITY
    assert recognise_fields([name], [Profile()], {Field.QUANTITY})[0].field is (
        Field.ORDERED_QUANTITY
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cód. Cliente", "CUSTOMER_CODE"),
        ("codcliente", "Cliente id"),
        ("Nº de factura", "InvoiceNumber"),
        ("FechaEntrega", "delivery date"),
        ("Importe (EUR)", "importe"),
    ],
)
def test_names_that_mean_the_same(one: str, other: str) -> None:
    assert concepts(one) == concepts(other)


def test_folded_names() -> None:
    assert fold("  Cód._Cliente ") == "cod cliente"
    assert fold("Nº factura") == fold("N° Factura") == "numero factura"
    assert fold("InvoiceNo") == "invoice numero"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Factura", Kind.INVOICE),
        ("FACTURA RECTIFICATIVA", Kind.CREDIT_NOTE),
        ("Nota de crédito", Kind.CREDIT_NOTE),
        ("credit_note", Kind.CREDIT_NOTE),
        ("CreditNote", Kind.CREDIT_NOTE),
        ("Abono", Kind.CREDIT_NOTE),
        ("Invoice", Kind.INVOICE),
        ("Z9", None),
    ],
)
def test_kinds_of_documents(word: str, kind: Kind | None) -> None:
    assert kind_of(word) is kind


def test_values_count_beside_names(tmp_path: Path) -> None:
    header = ("Factura", "Fecha", "Cliente", "Cód. cliente", "Tipo", "Importe", "Entrega")
    rows = [
        ("F1", "2024-03-25", "Muñoz e Hijos", "17", "Ferretería", "1.5", "C/ Mayor, 3"),
        ("F2", "2024-03-26", "Peña y Cía", "18", "Industria", "2.5", "C/ Sol, 1"),
    ]
    found = {
        each.name: each.field for each in inspected(a_file(tmp_path, written(rows, header))).columns
    }
    assert found["Cód. cliente"] is Field.CUSTOMER
    assert found["Cliente"] is Field.CUSTOMER_NAME
    assert found["Tipo"] is None
    assert found["Entrega"] is None


def test_the_only_column_of_dates_is_the_date(tmp_path: Path) -> None:
    header = ("Factura", "Campo 2", "Cliente", "Importe")
    found = inspected(a_file(tmp_path, written([("F1", "25/03/2024", "C1", "1,5")] * 3, header)))
    assert found.fields[Field.DATE].name == "Campo 2"
    assert found.fields[Field.DATE].confidence == 0.5


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_example_that_people_are_given_is_recognised(tmp_path: Path, language: str) -> None:
    path = a_file(tmp_path, example_file(language))
    found = inspected(path)
    assert [each.name for each in found.columns] == list(country(language).columns)
    assert all(each.field for each in found.columns)
    done = staged(path)
    assert done.refused == 0
    assert column(done, "kind").count("credit_note") == 1


def test_everything_found_has_its_evidence(tmp_path: Path) -> None:
    found = inspected(a_file(tmp_path, written()))
    assert {name: each.value for name, each in found.details.items()} == {
        "format": "text",
        "encoding": "utf-8",
        "line_end": "lf",
        "delimiter": ";",
        "quote": '"',
        "header": "1",
    }
    assert all(str(each.evidence) for each in found.details.values())
    assert "25/03/2024" in str(found.fields[Field.DATE].notation.evidence)  # type: ignore[union-attr]
    amount = found.fields[Field.NET_AMOUNT]
    assert amount.examples == ("1.234,50", "-12,25", "0,75")
    assert amount.notation is not None
    assert amount.notation.value == "comma"
    assert "1.234,50" in str(amount.notation.evidence)
    assert found.missing == found.questions == found.problems == ()


# -- choices ---------------------------------------------------------------------------------------


def test_a_column_is_mapped_by_hand(tmp_path: Path) -> None:
    path = a_file(tmp_path, written())
    found = inspected(path, mapping={"cod cliente": "tax_number", "Razón social": "customer"})
    assert found.fields[Field.CUSTOMER].name == "Razón social"
    assert found.fields[Field.TAX_NUMBER].confidence == 1
    assert Field.CUSTOMER_NAME not in found.fields
    left_out = inspected(path, mapping={"Razón social": ""})
    assert Field.CUSTOMER_NAME not in left_out.fields


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"mapping": {"Nada": "customer"}}, "unknown_column"),
        ({"mapping": {"Fecha": "when"}}, "unknown_field"),
        ({"mapping": {"Fecha": "line", "Factura": "line"}}, "field_twice"),
        ({"dates": "myd"}, "unknown_choice"),
        ({"currency": "euros"}, "unknown_currency"),
        ({"delimiter": ";;"}, "unknown_delimiter"),
    ],
)
def test_choices_that_make_no_sense(tmp_path: Path, choices: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        inspected(a_file(tmp_path, written()), **choices)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_choices_are_kept_as_json() -> None:
    chosen = Choices.of({"mapping": {"a": "date"}, "dates": "dmy", "source": "x", "sheet": ""})
    assert chosen.as_json() == {"mapping": {"a": "date"}, "dates": "dmy"}
    assert Choices.of(chosen.as_json()) == chosen
    over = Choices.of({"dates": "mdy"}).over(Choices.of({"dates": "dmy", "decimal": "comma"}))
    assert (over.dates, over.decimal) == ("mdy", "comma")


def test_what_was_decided_is_remembered_for_files_with_the_same_columns(tmp_path: Path) -> None:
    header = ("Doc", "Día", "Quién", "Cuánto")
    first = inspected(a_file(tmp_path, written([("F1", "03/04/2024", "C1", "1,5")], header)))
    assert first.missing
    mapping = dict(zip(header, ["document", "date", "customer", "net_amount"], strict=True))
    saved = {first.fingerprint: Choices(mapping=mapping, dates="dmy").as_json()}
    shouted = tuple(name.upper() for name in header)
    path = a_file(tmp_path, written([("F2", "05/04/2024", "C1", "2,5")], shouted), "next.csv")
    found = ingest.inspect(path, name="next.csv", saved=saved)
    assert found.fingerprint == first.fingerprint
    assert found.missing == found.questions == ()
    assert found.mapping == {name.upper(): field for name, field in mapping.items()}


@pytest.mark.parametrize("written_in", ["en", "es"])
@pytest.mark.parametrize("read_in", ["en", "es"])
def test_the_columns_of_refused_rows_are_passed_over(
    tmp_path: Path, written_in: str, read_in: str
) -> None:
    plain = inspected(a_file(tmp_path, written()))
    rows = [(*row, "2", "Fecha", "x", "Not a date") for row in ROWS]
    with override(written_in):
        header = (*HEADER, *(gettext(name) for name in REFUSED_COLUMNS))
    with override(read_in):
        again = inspected(a_file(tmp_path, written(rows, header), "again.csv"))
    assert again.fingerprint == plain.fingerprint
    assert again.mapping == plain.mapping


# -- what is missing, and what is asked ------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapped", "missing"),
    [
        ("document date customer net_amount", ""),
        ("document date customer quantity unit_price", ""),
        ("document date customer quantity", "unit_price"),
        ("document date customer unit_price", "quantity"),
        ("document customer", "date net_amount"),
        ("net_amount", "document date customer"),
    ],
)
def test_what_every_file_must_have(mapped: str, missing: str) -> None:
    assert [*missing_fields([Field(name) for name in mapped.split()])] == missing.split()


def test_a_missing_column_is_told_with_those_there_are(tmp_path: Path) -> None:
    path = a_file(tmp_path, written([row[:5] for row in ROWS], HEADER[:5]))
    assert inspected(path).missing == (Field.UNIT_PRICE,)
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "missing_columns"
    assert "Cód. cliente" in str(refusal.value)


AMBIGUOUS = [(f"F{n}", f"0{n}/04/2024", "C1", "X", "1", "1,5") for n in range(1, 9)]


def test_ambiguous_dates_are_asked_about(tmp_path: Path) -> None:
    path = a_file(tmp_path, written([("F0", "03/04/2024", "C1", "X", "1", "1,5")]))
    (question,) = inspected(path).questions
    assert (question.code, question.choice) == ("ambiguous_dates", "dates")
    assert question.options == ("dmy", "mdy")
    assert question.readings == {"dmy": "2024-04-03", "mdy": "2024-03-04"}
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "ambiguous_dates"
    assert not (tmp_path / "staged").exists()
    assert column(staged(path, dates="dmy"), "date") == [date(2024, 4, 3)]
    assert column(staged(path, dates="mdy"), "date") == [date(2024, 3, 4)]


def test_one_date_anywhere_settles_the_order(tmp_path: Path) -> None:
    rows = AMBIGUOUS * 5000 + [("F9", "25/04/2024", "C1", "X", "1", "1,5")]
    found = inspected(a_file(tmp_path, written(rows)))
    assert found.questions == ()
    assert found.fields[Field.DATE].notation.value == "dmy"  # type: ignore[union-attr]


def test_another_column_of_dates_settles_the_order(tmp_path: Path) -> None:
    header = (*HEADER, "Vencimiento")
    rows = [(*row, "05/25/2024") for row in AMBIGUOUS]
    found = inspected(a_file(tmp_path, written(rows, header)))
    assert found.questions == ()
    assert found.fields[Field.DATE].notation.value == "mdy"  # type: ignore[union-attr]


def test_ambiguous_numbers_are_asked_about(tmp_path: Path) -> None:
    rows = [
        ("F1", "25/03/2024", "C1", "X", "1", "1,234"),
        ("F2", "25/03/2024", "C1", "X", "1", "7"),
    ]
    path = a_file(tmp_path, written(rows))
    (question,) = inspected(path).questions
    assert (question.code, question.choice) == ("ambiguous_numbers", "decimal")
    assert question.readings == {"comma": "1.234", "point": "1234"}
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "ambiguous_numbers"
    assert [str(each) for each in column(staged(path, decimal="comma"), "amount")] == [
        "1.234000",
        "7.000000",
    ]
    assert column(staged(path, decimal="point"), "amount") == [1234, 7]


def test_another_column_of_numbers_settles_the_decimal_sign(tmp_path: Path) -> None:
    rows = [("F1", "25/03/2024", "C1", "X", "1.000", "1.234,50")]
    done = staged(a_file(tmp_path, written(rows)))
    assert column(done, "quantity") == [1000]


@pytest.mark.parametrize(
    ("name", "amount", "currency"),
    [
        ("Importe", "1,50", None),
        ("Importe", "1,50 €", "EUR"),
        ("Importe (€)", "1,50", "EUR"),
        ("Importe GBP", "1,50", "GBP"),
        ("Importe", "1,50 $", None),
        ("Importe", "1,50 USD", "USD"),
        ("Importe", "1,50 usd", "USD"),
        ("Importe", "US$1,50", "USD"),
        ("Importe", "1,50 CHF", "CHF"),
        ("Importe", "SEK 1,50", "SEK"),
        ("Importe US$", "1,50", "USD"),
    ],
)
def test_the_currency_that_a_file_says(
    tmp_path: Path, name: str, amount: str, currency: str | None
) -> None:
    rows = [("F1", "25/03/2024", "C1", amount)]
    path = a_file(tmp_path, written(rows, ("Factura", "Fecha", "Cliente", name)))
    assert inspected(path).currency == currency
    assert inspected(path, currency="CHF").currency == "CHF"


@pytest.mark.parametrize(
    ("others", "amount", "currency"),
    [
        (("Freight (USD)", "Insurance (USD)"), "1,50", "USD"),
        (("Freight (USD)", "Insurance (USD)"), "1,50 €", "EUR"),
        (("Freight (USD)", "Insurance [GBP]"), "1,50", None),
        (("Weight (KGS)", "Top all"), "1,50", None),
    ],
)
def test_the_currency_that_other_columns_name(
    tmp_path: Path, others: tuple[str, str], amount: str, currency: str | None
) -> None:
    rows = [("F1", "25/03/2024", "C1", amount, "3", "4")]
    path = a_file(tmp_path, written(rows, ("Factura", "Fecha", "Cliente", "Importe", *others)))
    assert inspected(path).currency == currency


def test_a_dollar_alone_is_asked_about(tmp_path: Path) -> None:
    rows = [("F1", "25/03/2024", "C1", "1,50 $")]
    path = a_file(tmp_path, written(rows, ("Factura", "Fecha", "Cliente", "Importe")))
    (question,) = inspected(path).questions
    assert (question.code, question.choice) == ("ambiguous_currency", "currency")
    assert question.example == "1,50 $"
    assert {"USD", "MXN"} <= set(question.options)
    with pytest.raises(Refusal) as refusal:
        staged(path)
    assert refusal.value.code == "ambiguous_currency"
    assert not inspected(path, currency="MXN").questions


def test_columns_in_another_script_are_not_taken_for_each_other(tmp_path: Path) -> None:
    first = a_file(tmp_path, "Счёт;Дата;Клиент;Сумма\nF1;2024-01-15;C1;5.50\n", "first.csv")
    other = a_file(tmp_path, "Дата;Сумма;Счёт;Клиент\n2024-01-15;5.50;F1;C1\n", "other.csv")
    assert inspected(first).fingerprint != inspected(other).fingerprint
    with pytest.raises(Refusal) as refused:
        inspected(first, mapping={"Сума": "net_amount"})
    assert refused.value.code == "unknown_column"
