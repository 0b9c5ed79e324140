"""The pictures of the matrix."""

from clavero.matrix.charts.matrix import Look, chart_of, matrix_chart
from clavero.matrix.charts.spots import Spot, largest_first, money_ahead, spots_of

__all__ = [
    "Look",
    "Spot",
    "chart_of",
    "largest_first",
    "matrix_chart",
    "money_ahead",
    "spots_of",
]
