"""What people fill in about the portfolio."""
