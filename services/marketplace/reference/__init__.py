"""Codes of the marketplace as dated YAML, with labels in English and Welsh."""
