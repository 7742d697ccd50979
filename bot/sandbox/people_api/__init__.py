"""An HTTP API to act as the people who chat with the bot, and to see their screens."""

from bot.sandbox.people_api.app import people_app, people_routes

__all__ = ["people_app", "people_routes"]
