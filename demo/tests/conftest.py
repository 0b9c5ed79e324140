"""The fixtures of ``src/clavero/conftest.py`` that a database for the company comes from."""

from clavero.conftest import django_db_setup, empty_database

__all__ = ["django_db_setup", "empty_database"]
