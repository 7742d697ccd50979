"""Translates what a person may read anyway: masked texts of cards and messages."""

from bot.usecases.translations.texts import ForeignText, Source, foreign_texts
from bot.usecases.translations.translate import Translated, translate_all

__all__ = ["ForeignText", "Source", "Translated", "foreign_texts", "translate_all"]
