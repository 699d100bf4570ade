"""The rules of management information: plain Python, no I/O, a module per concept."""
