"""The pages of the selection."""
