"""Queries about mailboxes of companies that are not on Telegram, and about the mails to them."""
