"""What people write about rates and work, which files they bring, and what they ask to see."""
