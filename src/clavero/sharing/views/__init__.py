"""Pages for our people and for guests."""
