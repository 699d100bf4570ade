"""One readable step per module, in one line of descent."""
