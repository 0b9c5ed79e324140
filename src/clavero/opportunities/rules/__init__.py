"""Needs, wallets, white space and the pipeline, without a database."""
