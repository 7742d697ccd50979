"""What people see who were banned, muted or warned, and their one word against it."""
