"""What is asked of departments, without a database."""
