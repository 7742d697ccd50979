"""/settings: language, how often the bot writes, and when it keeps quiet."""
