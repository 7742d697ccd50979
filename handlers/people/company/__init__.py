"""/company: one's companies and those who speak for them."""
