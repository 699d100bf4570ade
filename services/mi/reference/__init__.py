"""The catalogue of metrics and other codes as dated YAML, with labels in English and Welsh."""
