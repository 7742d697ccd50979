"""The matcher: pure functions and one in-memory index. It imports neither Telegram nor the database."""
