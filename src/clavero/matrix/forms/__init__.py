"""What people enter for the matrix."""
