"""The pictures of lifetime."""

from clavero.lifetime.charts.cohorts import cohorts_chart, heat_chart, pooled_chart
from clavero.lifetime.charts.constant import years_chart
from clavero.lifetime.charts.contracts import contracts_charts
from clavero.lifetime.charts.course import course_chart
from clavero.lifetime.charts.cycles import cycles_charts
from clavero.lifetime.charts.holdout import holdout_charts
from clavero.lifetime.charts.staying import staying_chart

__all__ = [
    "cohorts_chart",
    "contracts_charts",
    "course_chart",
    "cycles_charts",
    "heat_chart",
    "holdout_charts",
    "pooled_chart",
    "staying_chart",
    "years_chart",
]
