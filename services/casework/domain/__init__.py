"""The rules of casework: plain Python, no I/O, a module per concept."""
