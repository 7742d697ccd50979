"""A person's rights over their data, and how long data is kept."""
