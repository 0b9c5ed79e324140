"""Documents: what the rooms know of an account, a plan or the portfolio, as one file to hand over.

A *document* is its *content* (:mod:`clavero.reports.content`: plain values in one language, read
through the selectors of the rooms below) drawn by a *renderer* (:mod:`clavero.reports.rendering`:
pages, slides, text, sheets), which knows no database. Whoever ordered it finds it in the list.
"""
