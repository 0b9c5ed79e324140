"""The pictures of profitability, as Vega-Lite specifications with their rows.

Texts are in the reader's language at the moment of the call; numbers are left to the reader's
format. Rows carry the address to which a click leads.
"""

from clavero.profitability.charts.waterfall import waterfall_chart
from clavero.profitability.charts.whale import whale_chart

__all__ = ["waterfall_chart", "whale_chart"]
