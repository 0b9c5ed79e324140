"""What is invested in accounts of *selective investment*, and what comes of it.

A *round* has *terms* (budget, rate, limits) in versions. A *case* is an account put forward in it,
with *levels*, of which at most one is funded: what it costs, and what three years bring beyond what
would have come anyway. *Funding* is staged, and waits for its *gate*.
"""
