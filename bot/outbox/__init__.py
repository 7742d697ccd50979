"""Sends what people must be told: claims rows, sends them and records the result."""
