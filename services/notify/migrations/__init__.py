"""The history of notify's own tables."""
