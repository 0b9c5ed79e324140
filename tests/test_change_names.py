"""What is written into the history of a customer, a product or the company has its words."""

from __future__ import annotations

import re
from pathlib import Path

import clavero
from clavero.portfolio.words import CHANGE_NAMES

PACKAGE = Path(clavero.__file__).parent
WRITERS = [
    "portfolio/services",
    "matrix/services",
    "playbook/services",
    "selection/services",
    "silence/services",
    "investment/services",
    "ledger/services/*products.py",
    "market/services.py",
    "alerts/services/_telling.py",
    "plans/services/_telling.py",
    "sharing/services/_telling.py",
    "opportunities/services/_telling.py",
]
VERB = re.compile(r'"(\w+\.\w+)",')
OF_CARE = {
    "complaint.added",
    "complaint.moved",
    "complaint.hours_chosen",
    "complaint.door_opened",
    "complaint.door_shut",
}
"""Of what the room writes, what is written of the customer and not of the complaint."""


def test_every_change_that_is_written_down_has_its_words() -> None:
    """A verb without words would break the page of the record it was written for."""
    written = {verb for source in sources() for verb in VERB.findall(source.read_text())} | OF_CARE
    assert written == CHANGE_NAMES.keys()


def sources() -> list[Path]:
    """The services' modules."""
    found = [path for writer in WRITERS for path in PACKAGE.glob(writer)]
    return [each for path in found for each in (path.glob("*.py") if path.is_dir() else [path])]
