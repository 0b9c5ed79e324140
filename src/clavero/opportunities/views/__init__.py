"""What people see of needs, white space and opportunities."""
