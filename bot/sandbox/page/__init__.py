"""The web page on which the simulated Telegram is played: static files and what only a page asks for."""

from bot.sandbox.page.routes import page_routes
from bot.sandbox.page.staging import put_on_stage

__all__ = ["page_routes", "put_on_stage"]
