"""What came of an event, in figures that name nobody."""

from bot.usecases.dashboard.figures import Dashboard, look

__all__ = ["Dashboard", "look"]
