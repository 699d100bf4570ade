"""Backup of a whole instance, and its restore: every service's database at one consistent cut, and the keys.

    <folder>/backup.json          what it holds: checksums, rows of each table, versions
    <folder>/<room>.dump          a database, as pg_dump writes it
    <folder>/keys/…               the keys, wrapped by WORKSTEAD_SECRET, which is not in the backup

Keep the secret elsewhere. Without it nothing sealed or encrypted can be read again; with it and the backup
everything can.
"""

from chassis.backup.errors import BackupError

__all__ = ["BackupError"]
