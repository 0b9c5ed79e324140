"""The pages of work."""
