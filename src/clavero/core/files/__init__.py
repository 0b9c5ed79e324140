"""Files that people bring: told by what is in them, kept outside the web's reach, and handed out
only as they were brought."""
