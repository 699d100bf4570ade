"""What can go wrong with a backup."""


class BackupError(Exception):
    """It cannot be taken, read or restored. The message is one line and says what to do."""
