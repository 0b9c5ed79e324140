"""Forms of the commercial plan."""
