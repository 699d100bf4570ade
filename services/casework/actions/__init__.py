"""One function per thing that a person or an event can do in casework."""
