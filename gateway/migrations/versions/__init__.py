"""One step per file, in a line."""
