"""Tasks, as people write them."""
