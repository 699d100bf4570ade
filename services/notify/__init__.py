"""Notify: every message to a person goes out here, by the way that suits them, and nowhere else."""
