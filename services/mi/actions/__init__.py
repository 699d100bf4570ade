"""What an event or a reader can do: keep a fact, ask for a figure, look behind it."""
