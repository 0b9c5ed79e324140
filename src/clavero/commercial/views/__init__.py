"""Pages of the commercial plan."""
