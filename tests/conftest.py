"""The fixtures of ``src/clavero/conftest.py``, for the tests that belong to no one domain."""

from clavero.conftest import (
    as_person,
    at_once,
    cast,
    django_db_setup,
    empty_database,
    english,
    ledgers_of_their_own,
    made_home,
    nothing_kept,
    own_ledger,
    told_of_whole_pages,
)

__all__ = [
    "as_person",
    "at_once",
    "cast",
    "django_db_setup",
    "empty_database",
    "english",
    "ledgers_of_their_own",
    "made_home",
    "nothing_kept",
    "own_ledger",
    "told_of_whole_pages",
]
