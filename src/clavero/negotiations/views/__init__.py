"""Pages of negotiations and documents."""
