"""What contacts, judgements and the matrix are, in plain Python."""
