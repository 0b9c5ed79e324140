"""What negotiations and their documents are, in plain Python."""
