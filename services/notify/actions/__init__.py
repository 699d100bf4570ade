"""What a person, an event or the sender's timer can have done in notify."""
