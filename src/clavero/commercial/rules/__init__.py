"""The decisions and formulas of the commercial plan."""
