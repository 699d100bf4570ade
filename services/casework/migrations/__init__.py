"""The alembic history of the casework database."""
