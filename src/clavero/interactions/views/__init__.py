"""The pages of interactions."""
