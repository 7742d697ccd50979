"""Sends what people must be told. One engine claims, sends and records rows; a channel knows one kind of row."""
