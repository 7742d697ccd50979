"""Lists of exhibitors as they really are: read, understood, shown, taken over, and undone."""
