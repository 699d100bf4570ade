"""The rules of accounts: plain Python, no I/O, a module per concept."""
