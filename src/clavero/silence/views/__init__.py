"""The pages of falling silent."""
