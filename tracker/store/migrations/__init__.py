"""Alembic finds its migrations here; the schema module runs them."""
