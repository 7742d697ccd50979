"""When somebody can meet at an event, as they type it: "only afternoons", "not on Tuesday", "11月3日上午"."""

from bot.reading.availability.reader import read_availability
from bot.reading.availability.rule import AvailabilityRule, Hours

__all__ = ["AvailabilityRule", "Hours", "read_availability"]
