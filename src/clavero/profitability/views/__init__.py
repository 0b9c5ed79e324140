"""The pages of profitability."""
