"""What people write about negotiations and documents."""
