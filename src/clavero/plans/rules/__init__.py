"""What a plan holds, how full and how fresh it is, what it is worth: plain Python."""
