"""How a file writes its numbers and dates: what each value proves, and what a column decides."""
