"""Casework: the people who are helped, what is agreed with them, and what came of it."""
