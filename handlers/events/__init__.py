"""Events in the chat, for organizers and participants."""
