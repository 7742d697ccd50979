"""Telling the moderators that something is wrong with a card or a message."""
