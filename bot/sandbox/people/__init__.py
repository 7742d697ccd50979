"""The people who chat with the bot: what they can do and what they see."""

from bot.sandbox.people.person import Person, person
from bot.sandbox.people.screen import NotThereError

__all__ = ["NotThereError", "Person", "person"]
