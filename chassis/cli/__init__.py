"""The command line: `workstead …`. It imports no service by name; they are found by their entry points."""
