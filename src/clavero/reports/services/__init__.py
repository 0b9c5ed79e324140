"""What can be done with documents."""

from clavero.reports.services.keeping import remove_document, tidy_up
from clavero.reports.services.making import Made, draw, make_document
from clavero.reports.services.ordering import order_document

__all__ = [
    "Made",
    "draw",
    "make_document",
    "order_document",
    "remove_document",
    "tidy_up",
]
