"""What people write about investments."""
