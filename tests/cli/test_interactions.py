"""``clavero interactions``: files of calendars and mails."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run, answer

from clavero.interactions.models import Interaction
from clavero.interactions.tests.test_reading import a_mail
from clavero.portfolio.testing import make_customer
from clavero.relationships.testing import make_contact

pytestmark = pytest.mark.usefixtures("ledger")


def test_a_file_is_taken_in_once(run: Run, tmp_path: Path) -> None:
    make_contact(make_customer("C1"), "Marta Gil", email="marta@x.example")
    file = tmp_path / "one.eml"
    file.write_bytes(a_mail().as_bytes())
    told = answer(run("interactions", "load", str(file), "--format", "json"))
    assert (told["read"], told["kept"], told["refused"]) == (1, 1, 0)
    assert Interaction.objects.get().subject == "Año nuevo"
    assert "Already there" in run("interactions", "load", str(file)).stdout
    assert Interaction.objects.count() == 1
    assert run("interactions", "load").exit_code == 2
    assert "No mailbox is set up." in run("interactions", "mailbox").stderr
