"""What organizers say to an audience, and what those people see of it."""
