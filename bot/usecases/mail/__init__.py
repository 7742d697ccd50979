"""Mailboxes: how companies that are not on Telegram get and answer introductions. See bot/docs/mail.md."""
