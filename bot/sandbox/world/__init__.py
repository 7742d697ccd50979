"""The simulated Telegram as plain data: people, chats, messages, keyboards, updates, files, faults and time."""

from bot.sandbox.world.clock import Clock
from bot.sandbox.world.core import TOKEN, World
from bot.sandbox.world.faults import Fault, FaultKind, When
from bot.sandbox.world.refusals import Refusal

__all__ = ["TOKEN", "Clock", "Fault", "FaultKind", "Refusal", "When", "World"]
