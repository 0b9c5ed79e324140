"""The pictures of investments, as Vega-Lite specifications with their rows."""

from clavero.investment.charts.budget import budget_chart
from clavero.investment.charts.spread import histogram_chart, ranges_chart

__all__ = ["budget_chart", "histogram_chart", "ranges_chart"]
