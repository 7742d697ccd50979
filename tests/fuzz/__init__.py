"""Random updates of every kind: the bot must answer everybody afterwards."""
