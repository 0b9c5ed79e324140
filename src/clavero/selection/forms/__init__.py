"""The forms of the selection."""
