"""The history of the community's own tables."""
