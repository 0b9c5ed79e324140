"""Contacts from tables and address books: works · again adds nobody · bad rows are told."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_group
from clavero.relationships.models import Contact, Forgotten
from clavero.relationships.rules.people import Party
from clavero.relationships.selectors import account_contacts, suggested_pairs
from clavero.relationships.services import erase_contact, import_contacts
from clavero.relationships.testing import SYSTEM, make_contact

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]

TABLE = """name,function,title,level,role,email,reports_to,party,organisation
Marta Gil,Purchasing,Head,director,buyer,m@x.example,,,
Luis Roca,finance,,,,,Marta Gil,,
,Finanzas,CFO,board,,,,,
Ana Vera,Logística,,,,,,consultant,Vera & Co
"""
CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Marta Gil Soler
N:Gil;Marta;;;
ORG:Valdoria;Compras
TITLE:Directora
EMAIL;TYPE=work:marta@x.example
TEL;TYPE=CELL:+34 600 100 200
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Jos=C3=A9
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bad Address
EMAIL:nobody
END:VCARD
"""


def test_a_table_is_read(mine: Customer, actors: SimpleNamespace) -> None:
    report = import_contacts(actors.senior, content=TABLE.encode(), customer_id=mine.pk)
    assert (report.read, report.kept, report.already_there, list(report.refused)) == (4, 4, 0, [])
    rows = {row.name: row for row in account_contacts(actors.senior, mine.pk).here}
    assert (rows["Marta Gil"].level, rows["Marta Gil"].part) == ("director", "buyer")
    assert rows["Luis Roca"].reports_to == "Marta Gil"
    assert (rows[""].title, rows[""].function) == ("CFO", "finance")
    assert rows["Ana Vera"].organisation == "Vera & Co"
    entry = history(Contact.objects.get(name="Luis Roca")).get()
    assert (entry.verb, entry.by_name) == ("contact.added", actors.senior.name)


def test_the_same_file_again_adds_nobody_known(mine: Customer) -> None:
    import_contacts(SYSTEM, content=TABLE.encode(), customer_id=mine.pk)
    Contact.objects.filter(name="Marta Gil").update(title="Changed since")
    report = import_contacts(SYSTEM, content=TABLE.encode(), customer_id=mine.pk)
    assert (report.kept, report.already_there) == (0, 4)
    assert Contact.objects.get(name="Marta Gil").title == "Changed since"


def test_cards_are_read(mine: Customer) -> None:
    Customer.objects.filter(pk=mine.pk).update(name="VALDORIA, S.A.")
    report = import_contacts(SYSTEM, content=CARDS.encode(), customer_id=mine.pk)
    assert (report.read, report.kept) == (3, 2)
    assert [(bad.line, bad.column, str(bad.reason)) for bad in report.refused] == [
        (3, "EMAIL", "not_an_address")
    ]
    marta = Contact.objects.get(email="marta@x.example")
    assert (marta.name, marta.function, marta.phone, marta.unit) == (
        "Marta Gil Soler", "purchasing", "+34 600 100 200", "Compras",
    )  # fmt: skip
    assert Contact.objects.filter(name="José Núñez", function="other").exists()


def test_a_card_of_another_company_is_told_before_it_is_a_contact(mine: Customer) -> None:
    Customer.objects.filter(pk=mine.pk).update(name="Talleres Ordóñez, S.L.")
    report = import_contacts(SYSTEM, content=CARDS.encode(), customer_id=mine.pk)
    assert [(bad.column, bad.value, str(bad.reason)) for bad in report.refused] == [
        ("ORG", "Marta Gil Soler (Valdoria)", "other_company"),
        ("EMAIL", "nobody", "not_an_address"),
    ]  # fmt: skip
    assert [each.name for each in Contact.objects.all()] == ["José Núñez"], "no card without one"
    given: dict[str, Any] = {"content": CARDS.encode(), "customer_id": mine.pk}
    assert import_contacts(SYSTEM, any_company=True, **given).kept == 1
    assert import_contacts(SYSTEM, **given).already_there == 2, "who is there is nobody else's"


def test_a_card_may_name_the_group_of_the_account(mine: Customer) -> None:
    other = make_customer("C2")
    make_group("Valdoria Holding", mine, other, code="G")
    report = import_contacts(SYSTEM, content=CARDS.encode(), customer_id=mine.pk)
    assert report.kept == 2


def test_bad_rows_are_told_and_the_others_kept(mine: Customer) -> None:
    table = (
        "account;name;function;level;reports_to\n"
        ";Good;IT;;\n"
        ";Bad function;Magic;;\n"
        ";Bad level;IT;king;\n"
        ";No boss;IT;;Nobody\n"
        ";One;IT;;Two\n"
        ";Two;IT;;One\n"
        "ZZZ;Elsewhere;IT;;\n"
    )
    report = import_contacts(SYSTEM, content=table.encode(), customer_id=mine.pk)
    assert [(bad.line, str(bad.reason)) for bad in report.refused] == [
        (3, "unknown_function"), (4, "unknown_level"), (5, "unknown_boss"), (6, "unknown_boss"),
        (7, "unknown_boss"), (8, "unknown_account"),
    ]  # fmt: skip
    assert [each.name for each in Contact.objects.all()] == ["Good"]


def test_a_group_gets_the_contacts_of_its_units_and_of_no_others(mine: Customer) -> None:
    group = make_group("Group", mine, code="G")
    make_customer("C2")
    table = "account;name;function\nC1;One;IT\n;Two;IT\nC2;Three;IT\n"
    report = import_contacts(SYSTEM, content=table.encode(), customer_id=group.pk)
    assert [bad.value for bad in report.refused] == ["C2"]
    assert dict(Contact.objects.values_list("name", "customer__code")) == {"One": "C1", "Two": "G"}


def test_a_file_of_the_whole_company_says_each_account(
    mine: Customer, actors: SimpleNamespace
) -> None:
    make_customer("C2")
    table = "Cliente;Nombre;Función;Correo\nC1;Marta;Compras;m@x.example\nC2;Otra;Compras;\n"
    report = import_contacts(actors.senior, content=table.encode("cp1252"))
    assert (report.kept, [bad.value for bad in report.refused]) == (1, ["C2"])


def test_cards_of_a_consultancy_are_third_parties_under_their_company(mine: Customer) -> None:
    report = import_contacts(
        SYSTEM, content=CARDS.encode(), customer_id=mine.pk, party=Party.CONSULTANT
    )
    row = Contact.objects.get()
    assert (row.name, row.party, row.organisation) == (
        "Marta Gil Soler", "consultant", "Valdoria",
    )  # fmt: skip
    assert [(each.column, each.value) for each in report.refused] == [
        ("organisation", ""), ("EMAIL", "nobody"),
    ], "a card without a company says of whom it is not"  # fmt: skip


def test_what_is_refused(mine: Customer, actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("missing_columns"):
        import_contacts(SYSTEM, content=b"who\nx\n", customer_id=mine.pk)
    with refuses("damaged_card"):
        import_contacts(SYSTEM, content=b"BEGIN:VCARD\nnothing\x00\n", customer_id=mine.pk)
    with pytest.raises(Customer.DoesNotExist):
        import_contacts(actors.sales, content=TABLE.encode(), customer_id=mine.pk)
    with pytest.raises(Forbidden):
        import_contacts(actors.executive, content=TABLE.encode(), customer_id=mine.pk)


def test_who_is_there_by_address_or_name_stays(mine: Customer) -> None:
    make_contact(mine, "M. Gil", email="M@X.example")
    make_contact(mine, "luis roca")
    report = import_contacts(SYSTEM, content=TABLE.encode(), customer_id=mine.pk)
    assert report.already_there == 2


def test_namesakes_of_two_addresses_are_two_people(mine: Customer) -> None:
    make_contact(mine, "Marta Gil", email="old@x.example", phone="600 100 200")
    table = (
        "name;function;email;phone\n"
        "Marta Gil;IT;other@x.example;699999999\n"  # another person, or a changed address
        "marta gil;IT;;\n"  # nothing says that they are two
        "Marta Gil;IT;new@x.example;+600100200\n"  # the same telephone
        "Ana Vera;IT;a@x.example;\n"
        "Ana Vera;IT;b@x.example;\n"
    )
    report = import_contacts(SYSTEM, content=table.encode(), customer_id=mine.pk)
    assert (report.kept, report.already_there, list(report.refused)) == (3, 2, [])
    emails = Contact.objects.filter(name="Marta Gil").values_list("email", flat=True)
    assert set(emails) == {"old@x.example", "other@x.example"}
    _account, suggested = suggested_pairs(SYSTEM, mine.pk)
    assert [(one.name, other.name) for _pair, one, other in suggested] == [
        ("Marta Gil", "Marta Gil"), ("Ana Vera", "Ana Vera"),
    ]  # fmt: skip
    again = import_contacts(SYSTEM, content=table.encode(), customer_id=mine.pk)
    assert (again.kept, again.already_there) == (0, 5)


def test_a_boss_whose_name_two_have_is_said_by_e_mail(mine: Customer) -> None:
    make_contact(mine, "Ana Vera", email="a@x.example")
    table = (
        "name;function;email;reports_to\n"
        "Ana Vera;IT;b@x.example;\n"
        "One;IT;;Ana Vera\n"
        "Two;IT;;b@x.example\n"
        "Three;IT;;A@x.example\n"
    )
    report = import_contacts(SYSTEM, content=table.encode(), customer_id=mine.pk)
    assert [(bad.line, str(bad.reason)) for bad in report.refused] == [(3, "several_bosses")]
    bosses = Contact.objects.exclude(reports_to=None).values_list("name", "reports_to__email")
    assert dict(bosses) == {"Two": "b@x.example", "Three": "a@x.example"}


def test_who_asked_to_be_forgotten_is_not_brought_back(mine: Customer) -> None:
    import_contacts(SYSTEM, content=TABLE.encode(), customer_id=mine.pk)
    erase_contact(SYSTEM, contact_id=Contact.objects.get(email="m@x.example").pk)
    again = import_contacts(SYSTEM, content=TABLE.replace("m@x", "M@X").encode(),
                            customer_id=mine.pk)  # fmt: skip
    assert {(bad.line, str(bad.reason)) for bad in again.refused} >= {(2, "forgotten")}
    assert not Contact.objects.filter(name="Marta Gil").exists()
    kept = Forgotten.objects.get()
    assert "x.example" not in f"{kept.digest}{kept.forgotten_on}"
    make_contact(mine, "Marta Gil", email="m@x.example")  # by hand, at their own wish
    last = import_contacts(SYSTEM, content=TABLE.encode(), customer_id=mine.pk)
    assert (last.kept, last.already_there, list(last.refused)) == (0, 4, [])


@pytest.mark.parametrize(
    "lines",
    [
        "VERSION:4.0\nFN:Marta\nEMAIL;PREF=20:b@x.example\nEMAIL;PREF=1:a@x.example\n"
        "TEL:1111111\nTEL;PREF=1:2222222\n",
        "VERSION:3.0\nFN:Marta\nEMAIL;TYPE=home:b@x.example\nEMAIL;TYPE=work,pref:a@x.example\n"
        "TEL:1111111\nTEL;TYPE=pref:2222222\n",
        "VERSION:2.1\nFN:Marta\nEMAIL;INTERNET:b@x.example\nEMAIL;PREF;INTERNET:a@x.example\n"
        "TEL;HOME:1111111\nTEL;PREF:2222222\n",
    ],
)  # fmt: skip
def test_a_card_says_which_address_it_prefers(mine: Customer, lines: str) -> None:
    card = f"BEGIN:VCARD\n{lines}END:VCARD\n"
    report = import_contacts(SYSTEM, content=card.encode(), customer_id=mine.pk)
    assert report.kept == 1
    found = Contact.objects.get()
    assert (found.email, found.phone) == ("a@x.example", "2222222")
