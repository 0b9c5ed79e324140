"""Files kept until they are imported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from clavero.identity.rules import Actor, Role
from clavero.ledger import uploads

OWNER = Actor(7, "Owner", Role.ADMINISTRATOR)
OTHER = Actor(8, "Other", Role.ADMINISTRATOR)


def test_a_file_is_found_by_its_owner_alone() -> None:
    kept = uploads.keep(OWNER, "C:\\exports\\January\n.csv", [b"one ", b"two"])
    found = uploads.find(OWNER, kept.key)
    assert (found.name, found.size, found.path.read_bytes()) == ("January.csv", 7, b"one two")
    assert uploads.key_of(str(found.path)) == kept.key
    with pytest.raises(uploads.UploadGone):
        uploads.find(OTHER, kept.key)


@pytest.mark.parametrize("key", ["", "../secret_key", "0" * 32, "Z" * 32])
def test_what_was_never_kept_is_not_found(key: str) -> None:
    with pytest.raises(uploads.UploadGone):
        uploads.find(OWNER, key)


def test_half_a_file_leaves_nothing() -> None:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        uploads.keep(OWNER, "sales.csv", parts())
    assert list(Path(settings.UPLOADS_HOME).iterdir()) == []


def test_throwing_away_twice_is_no_fault() -> None:
    kept = uploads.keep(OWNER, "sales.csv", [b"one"])
    uploads.throw_away(kept.key)
    uploads.throw_away(kept.key)
    with pytest.raises(uploads.UploadGone):
        uploads.find(OWNER, kept.key)
