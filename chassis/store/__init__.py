"""A service and its PostgreSQL: columns, database, paging, audit of reads, embedded server, migrations."""
