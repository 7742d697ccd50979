"""/settings: language, frequency of messages, and quiet hours."""
