"""What can be read about the playbook and what it proposes."""

from clavero.playbook.selectors.books import (
    Held,
    all_books,
    book_of,
    book_on,
    latest_book,
)
from clavero.playbook.selectors.conduct import Conduct, conduct_of
from clavero.playbook.selectors.proposals import (
    Shown,
    open_proposals,
    proposal,
    proposals_of,
    readable,
)

__all__ = [
    "Conduct",
    "Held",
    "Shown",
    "all_books",
    "book_of",
    "book_on",
    "conduct_of",
    "latest_book",
    "open_proposals",
    "proposal",
    "proposals_of",
    "readable",
]
