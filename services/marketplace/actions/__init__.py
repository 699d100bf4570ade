"""What a person, an event or a timer can do: may they? → load → domain → record."""
