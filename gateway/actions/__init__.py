"""One function per thing that somebody can do at the door: may they? → load → domain → save → record
events.
"""
