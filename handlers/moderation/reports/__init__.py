"""Reports of listings, introductions and messages to the moderators."""
