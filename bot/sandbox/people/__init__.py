"""The people who chat with the bot: their actions and their screens."""

from bot.sandbox.people.person import Person, person
from bot.sandbox.people.screen import NotThereError

__all__ = ["NotThereError", "Person", "person"]
