"""The pictures of the matrix, and how it tells strategies apart."""

from clavero.matrix.charts.layers import COLOURS
from clavero.matrix.charts.matrix import Look, chart_of, matrix_chart
from clavero.matrix.charts.spots import money_ahead, spots_of, supposed_spots

__all__ = [
    "COLOURS",
    "Look",
    "chart_of",
    "matrix_chart",
    "money_ahead",
    "spots_of",
    "supposed_spots",
]
