"""Community: people who help each other, under the name that they choose, and what is kept of it."""
