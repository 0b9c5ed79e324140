"""What the documents say, before anybody draws them."""
