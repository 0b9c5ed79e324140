"""What the pages of lifetime are asked."""
