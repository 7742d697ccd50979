"""The matcher: pure functions and one in-memory index. Knows neither Telegram nor the database."""
