"""/quick: one message of free text becomes a draft, with what can be told from it filled in."""

import asyncio
from typing import Any

from bot.i18n.translator import CLDR, Translator, mark
from bot.matching.guess import guess
from handlers.forms.fields import TextField
from handlers.forms.form import Asking, Data, Finished, Form, Onward
from handlers.listings.form import EXPRESS
from handlers.listings.guesses import LIKELY, SURE, hint_or_unknown
from storage.vocabulary import ProfileType

_SURE_OF_TYPE = 0.6  # below that the type is asked: a need taken for an offer finds nobody
WORDS = "words"
_GUESSED = "_guessed"
SHORTEST = 20
"""Characters from which words say enough to make a draft of."""


async def _no_preview(_asking: Asking) -> str:
    return ""


async def _settle(asking: Asking) -> Data:
    """Guesses as soon as the words are there."""
    words = asking.data.get(WORDS)
    return {_GUESSED: await guessed(words, asking)} if words else {}


async def _finish(asking: Asking) -> Finished:
    return Finished(view=None, onward=Onward(form=EXPRESS, data=asking.data[_GUESSED]))


async def guessed(text: str, asking: Asking) -> dict[str, Any]:
    """A draft's data from free text. What is unsure is left out, so that it is asked."""
    hint = CLDR[asking.t.language].split("_")[0]
    found = await asyncio.to_thread(guess, text, guesser=asking.services.sectors, hint_language=hint)
    sure = found.language.confidence >= SURE
    language = found.language.code if sure else hint_or_unknown(asking.t.language, text)
    data: dict[str, Any] = {key: asking.data[key] for key in ("company_id", "_several") if key in asking.data}
    data |= {
        "title": found.title,
        "summary": text,
        "language": language,
        "_guessed_from": f"{found.title}\n{text}",
    }
    if found.kind.confidence >= _SURE_OF_TYPE and found.profile_type.value is not None:
        data |= {"profile_type": found.profile_type.value, "kind": ProfileType(found.profile_type.value).kind}
    data["_sectors_found"] = [sector.id for sector in found.sectors]
    data["sectors"] = [sector.id for sector in found.sectors if sector.confidence >= LIKELY][:3]
    return data


def _title(t: Translator, _data: Data) -> str:
    return t("In one message")


QUICK = Form(
    name="quick",
    title=_title,
    fields=(
        TextField(
            key=WORDS,
            label=mark("In one message"),
            question=mark(
                "⚡ Tell me in one message what you offer or look for, in any language. For example:\n"
                "<i>We make soil moisture sensors for greenhouses and look for distributors in Serbia.</i>"
            ),
            shortest=SHORTEST,
            longest=2000,
            several_lines=True,
        ),
    ),
    finish_label=_title,
    preview=_no_preview,
    finish=_finish,
    confirmed=False,
    settle=_settle,
)
