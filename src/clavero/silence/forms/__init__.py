"""What people write about silence."""
