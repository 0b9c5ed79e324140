"""One list screen for all: search, filters that say themselves, sort, pages, saved views, files.

A screen is declared once, with columns (django-tables2) and filters (django-filter), over a
QuerySet or over :class:`Rows` in memory. Everything it shows stands in its address, so that it
works without JavaScript, can be kept under a name and can be sent to a colleague.
"""

from clavero.ui.lists.filters import Filters, Search, has
from clavero.ui.lists.listing import Listing
from clavero.ui.lists.screen import Empty, PlainTable, Screen, Table
from clavero.ui.rows import Rows

__all__ = ["Empty", "Filters", "Listing", "PlainTable", "Rows", "Screen", "Search", "Table", "has"]
