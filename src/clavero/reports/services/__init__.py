"""What can be done with documents."""

from clavero.reports.services.keeping import remove_document, tidy_up
from clavero.reports.services.making import Made, draw, get_ready, make_document
from clavero.reports.services.ordering import order_document
from clavero.reports.services.templates import bring_template, drop_template, use_template

__all__ = [
    "Made",
    "bring_template",
    "draw",
    "drop_template",
    "get_ready",
    "make_document",
    "order_document",
    "remove_document",
    "tidy_up",
    "use_template",
]
