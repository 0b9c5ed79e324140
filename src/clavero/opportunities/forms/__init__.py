"""What people write about needs, cells, wallets and opportunities."""
