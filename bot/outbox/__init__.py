"""The outbox: one engine claims, sends and records rows. Each channel handles one kind of row."""
