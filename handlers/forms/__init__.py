"""Forms: guided dialogs as tables of questions. `form` has the table, `turn` the rules, `steps` the way to Telegram."""
