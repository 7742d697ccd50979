"""The web page of the sandbox: static files and the routes that only the page uses."""

from bot.sandbox.page.routes import page_routes
from bot.sandbox.page.staging import put_on_stage

__all__ = ["page_routes", "put_on_stage"]
