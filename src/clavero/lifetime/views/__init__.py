"""Pages of lifetime."""
