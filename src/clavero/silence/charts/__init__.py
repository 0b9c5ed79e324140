"""The pictures of a customer's silence: its gaps, and its volume."""

from clavero.silence.charts.gaps import gaps_chart
from clavero.silence.charts.volume import lacking_chart, volume_chart

__all__ = ["gaps_chart", "lacking_chart", "volume_chart"]
