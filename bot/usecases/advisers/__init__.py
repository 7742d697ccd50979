"""Acting for several companies: who is due, and for whom one acts now."""

from bot.usecases.advisers.clients import Client, act_for, my_clients

__all__ = ["Client", "act_for", "my_clients"]
