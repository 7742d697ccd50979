"""The use cases: rules and transactions, without Telegram. The caller that opened the session commits it."""
