"""Documents as PDF: Typst lays them out, by the templates that stand beside this."""

from clavero.reports.rendering.pages.drawing import Pages, to_pdf

__all__ = ["Pages", "to_pdf"]
