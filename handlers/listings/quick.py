"""/quick: one message of free text becomes the draft of a listing, with guesses filled in."""

import asyncio
from typing import Any

from bot.i18n.translator import CLDR, mark
from bot.matching.guess import guess
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form, Onward
from handlers.listings.form import EXPRESS
from handlers.listings.guesses import LIKELY, SURE, hint_or_unknown
from storage.vocabulary import ProfileType

_SURE_OF_TYPE = 0.6  # confidence. Below it the type is asked, because a need taken for an offer finds nobody
WORDS = "words"
_GUESSED = "_guessed"
SHORTEST = 20
"""Characters. Fewer say too little to make a draft of."""


async def _settle(ctx: FieldContext) -> Data:
    words = ctx.data.get(WORDS)
    return {_GUESSED: await guessed(words, ctx)} if words else {}


async def _finish(ctx: FinishContext) -> Finished:
    return Finished(onward=Onward(form=EXPRESS, data=ctx.data[_GUESSED]))


async def guessed(text: str, ctx: FieldContext) -> dict[str, Any]:
    """Returns the answers that free text contains. Unsure guesses are left out, so that they are asked."""
    hint = CLDR[ctx.t.language].split("_")[0]
    found = await asyncio.to_thread(guess, text, guesser=ctx.sectors, hint_language=hint)
    sure = found.language.confidence >= SURE
    language = found.language.code if sure else hint_or_unknown(ctx.t.language, text)
    data: dict[str, Any] = {key: ctx.data[key] for key in ("company_id", "_several") if key in ctx.data}
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


QUICK = Form(
    name="quick",
    title=lambda t, _: t("In one message"),
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
    finish=_finish,
    settle=_settle,
)
