"""Decisions and formulas about customers, in plain Python: no Django, no engine."""
