"""What alembic runs for each history of each service, with the connection and names that it is given."""

from alembic import context

given = context.config.attributes

context.configure(
    connection=given["connection"],
    version_table=given["version_table"],
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
