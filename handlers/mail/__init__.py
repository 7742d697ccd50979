"""Mails to companies that are not on Telegram, and the page on which they answer. See bot/docs/mail.md."""
