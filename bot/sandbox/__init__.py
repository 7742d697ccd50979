"""A simulated Telegram for tests, and for trying the bot without an account.

`world` is the truth, plain data without HTTP; `methods` answers the Bot API from it; `http` and `transport` are its two
doors; `people` is the side of those who chat with the bot.
"""
