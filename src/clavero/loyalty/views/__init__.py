"""Pages for our people and for respondents."""
