"""Machine translation by a service that the operator chose. Without one, foreign texts only have a gist."""

from .client import TextTranslator, TranslationFailedError, translator_of

__all__ = ["TextTranslator", "TranslationFailedError", "translator_of"]
