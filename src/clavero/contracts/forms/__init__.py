"""What people write about contracts and their terms."""
