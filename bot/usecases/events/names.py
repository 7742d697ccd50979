"""Texts that exist in several languages."""

from collections.abc import Mapping

from storage.vocabulary import Language

_NEXT_BEST = {
    Language.SR_LATN: (Language.SR_CYRL,),
    Language.SR_CYRL: (Language.SR_LATN,),
}


def in_language(texts: Mapping[str, str], language: Language) -> str:
    """Returns the text in this language, else in the other Serbian script, else in English, else any."""
    for wanted in (language, *_NEXT_BEST.get(language, ()), Language.EN):
        if texts.get(wanted):
            return texts[wanted]
    return next((text for text in texts.values() if text), "")
