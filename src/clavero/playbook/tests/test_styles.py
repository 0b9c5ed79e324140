"""What dresses the pages of the playbook, file by file."""

from __future__ import annotations

import re
from pathlib import Path

from clavero.playbook import __file__ as domain

HOME = Path(domain).parent
STYLES = {file.name: file.read_text() for file in (HOME / "static/playbook").glob("*.css")}
ROOM = 150  # lines


def test_each_has_room_and_every_page_has_those_that_it_needs() -> None:
    assert len(STYLES) > 1
    assert [name for name, text in STYLES.items() if text.count("\n") > ROOM] == []
    linked = set()
    for page in (HOME / "templates/playbook").glob("*.html"):
        linked |= set(re.findall(r"playbook/(\w+\.css)", page.read_text()))
    assert linked == STYLES.keys()
