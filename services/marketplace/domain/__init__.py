"""The rules of the marketplace: plain Python, no I/O, a module per concept."""
