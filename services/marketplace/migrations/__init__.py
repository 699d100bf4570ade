"""The history of the marketplace's own tables."""
