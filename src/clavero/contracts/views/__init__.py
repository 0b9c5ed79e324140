"""Pages of contracts, their terms, and what was found."""
