"""The KPIs: what each is, how it stands for every account, manager and team, and why it moved.

The rules know formulas, the catalogue names every KPI once, a refresh computes all of them in few
passes over the ledger and keeps what it found beside it, and the boards read that.
"""
