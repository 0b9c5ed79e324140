"""The pages of investments."""
