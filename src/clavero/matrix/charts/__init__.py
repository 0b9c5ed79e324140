"""The pictures of the matrix."""

from clavero.matrix.charts.matrix import matrix_chart

__all__ = ["matrix_chart"]
