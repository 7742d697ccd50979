"""What people can do: rules and transactions, free of Telegram. The edge that opened the session commits it."""
