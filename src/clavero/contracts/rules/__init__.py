"""What terms are, when they contradict each other, and what they come to: plain Python."""
