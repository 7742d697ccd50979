"""A day of many people while processes, database, disk, clock and network fail, and an audit of every promise."""
