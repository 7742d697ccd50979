"""Buttons of translations."""

from bot.usecases.translations import Source
from handlers.ui.buttons import Press


class TranslatePress(Press, kind="tr1"):
    """Translates the texts of a card or a message by the operator's service."""

    source: Source
    number: int
