"""Forms: guided dialogs as tables of questions.

`form` defines the table, `turn` the rules, `steps` the handling of Telegram updates.
"""
