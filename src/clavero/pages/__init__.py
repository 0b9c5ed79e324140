"""Screens that cross domains. Its words: *home* is where a person lands after signing in."""
