"""A simulated Telegram for tests, and for trying the bot without an account.

`world` holds all state as plain data, without HTTP. `methods` implements the Bot API on it, `http` and `transport` give
the bot access, and `people` acts for the people who chat with the bot.
"""
