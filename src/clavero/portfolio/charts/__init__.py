"""The pictures of the portfolio, as Vega-Lite specifications with their rows.

Texts are in the reader's language at the moment of the call; numbers are left to the reader's
format. Rows carry the address to which a click leads.
"""

from clavero.portfolio.charts.customer import families_chart, months_chart
from clavero.portfolio.charts.portfolio import concentration_chart, lorenz_chart, pareto_chart
from clavero.portfolio.charts.stress import stress_chart

__all__ = [
    "concentration_chart",
    "families_chart",
    "lorenz_chart",
    "months_chart",
    "pareto_chart",
    "stress_chart",
]
