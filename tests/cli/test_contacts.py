"""``clavero contacts``: a person's own data handed over, forgotten, and contacts brought."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.core.audit import history
from clavero.portfolio.testing import make_customer
from clavero.relationships.models import Contact
from clavero.relationships.services import merge_contacts
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement

pytestmark = pytest.mark.usefixtures("ledger")


def test_all_that_is_kept_is_handed_over(run: Run) -> None:
    contact = make_contact(make_customer("C1"), email="marta@x.example")
    make_judgement(contact, source="Said so at the fair")
    (told,) = answer(run("contacts", "export", "Marta@x.example"))
    assert (told["name"], told["account"]) == (contact.name, "C1")
    assert told["judgements"][0]["source"] == "Said so at the fair"
    assert history(contact).filter(verb="contact.exported").exists()
    assert run("contacts", "export", "nobody@x.example").exit_code == 2


def test_a_person_is_forgotten_at_every_account(run: Run) -> None:
    first, second = make_customer("C1"), make_customer("C2")
    kept = make_contact(first, "Marta Gil")
    copy = make_contact(first, "M. Gil", email="marta@x.example")
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=kept.pk)
    make_contact(second, "Marta G.", email="marta@x.example")
    other = make_contact(second, "Luis Roca")
    asked = run("contacts", "erase", "marta@x.example")
    assert asked.exit_code == 2
    assert "Nothing is erased yet" in asked.stderr
    assert Contact.objects.exclude(name="").count() == 4
    told = run("contacts", "erase", "marta@x.example", "--yes")
    assert (told.exit_code, "Erased: 2" in told.stderr) == (0, True)
    assert list(Contact.objects.exclude(name="")) == [other]
    assert Contact.objects.count() == 4, "their places stay"


def test_a_file_is_brought(run: Run, tmp_path: Path) -> None:
    make_customer("C1")
    file = tmp_path / "contacts.csv"
    file.write_text("account,name,function\nC1,Marta Gil,IT\nC9,Luis,IT\n")
    told = answer(run("contacts", "load", str(file), "--format", "json"))
    assert (told["kept"], told["refused"]) == (1, 1)
    assert answer(run("contacts", "load", str(file), "--format", "json"))["already_there"] == 1
