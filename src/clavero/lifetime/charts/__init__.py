"""The pictures of lifetime."""

from clavero.lifetime.charts.cohorts import cohorts_chart
from clavero.lifetime.charts.course import course_chart
from clavero.lifetime.charts.holdout import holdout_charts

__all__ = ["cohorts_chart", "course_chart", "holdout_charts"]
