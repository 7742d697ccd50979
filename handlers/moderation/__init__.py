"""What moderators and admins do in the chat."""
