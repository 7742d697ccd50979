"""Translates texts with the operator's service: masked, outside of any transaction, and a limited number a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.matching.language_guess import language_by_script
from bot.matching.normalise import clean
from bot.translation import TextTranslator
from bot.usecases.people import daily_caps
from bot.usecases.people.message_masking import mask_message
from bot.usecases.translations.texts import ForeignText
from storage.database import Database
from storage.ids import PersonId
from storage.vocabulary import Language, Use

Reads = Callable[[str], bool]
"""Returns True if the reader reads texts of this language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A translation. `language` is the ISO 639 code of the original, or "und"."""

    text: str
    language: str


async def translate_all(
    database: Database,
    translator: TextTranslator,
    person_id: PersonId,
    texts: Sequence[ForeignText],
    *,
    target: Language,
    reads: Reads,
    now: datetime,
) -> list[Translated]:
    """Returns the texts of languages that the reader does not read, in their language.

    Neighbours of one language are one request. Only new translations count against the daily cap. Raises
    DailyLimitError or TranslationFailedError.
    """
    wanted = [(_code(one), one) for one in texts]
    foreign = [(code, await _masked(one)) for code, one in wanted if not reads(code)]
    joined = [
        (code, "\n\n".join(text for _, text in group)) for code, group in groupby(foreign, key=lambda one: one[0])
    ]
    if any(translator.known(text, code, target) is None for code, text in joined):
        async with database.writing() as session:
            await daily_caps.spend(session, person_id, Use.TRANSLATION, now)
    return [Translated(text=await translator.translate(text, code, target), language=code) for code, text in joined]


def _code(one: ForeignText) -> str:
    code = one.language.split("-", maxsplit=1)[0].lower()
    return (language_by_script(clean(one.text)) or code) if code == "und" else code


async def _masked(one: ForeignText) -> str:
    text = one.text
    for context in one.to_mask:
        text = (await mask_message(text, context)).relayed
    return text
