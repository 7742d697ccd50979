"""What moderators and admins do, and what follows from it."""
