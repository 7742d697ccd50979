"""Forms: guided dialogs as tables of questions.

`form` defines the table, `turn` the rules. `opening` and `steps` handle Telegram updates.
"""
