"""Runs the migrations on the connection that the schema module hands over, inside its transaction."""

from alembic import context

from tracker.store.tables import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
