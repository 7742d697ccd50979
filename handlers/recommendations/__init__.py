"""How organizers bring two companies of their event together, and see where it stands."""
