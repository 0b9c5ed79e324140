"""How documents are drawn: each from the same content, knowing nothing of where it came from."""
