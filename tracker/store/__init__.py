"""The record: the only folder that knows the database."""
