"""Decisions and formulas of selection, in plain Python."""
