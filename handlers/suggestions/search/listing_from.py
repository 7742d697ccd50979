"""The draft of a listing from words that somebody searched for or typed outside of a dialog."""

from typing import Any

from bot.i18n.translator import Translator
from handlers.forms.context import FieldContext
from handlers.listings import quick
from handlers.listings.company import company_of
from storage.vocabulary import Kind


def needed(t: Translator, kind: Kind) -> str:
    """Says that the person needs a listing of this kind before they can propose an introduction."""
    if kind is Kind.NEED:
        return t("To ask for an introduction you need a listing that says what you look for. Let's create it.")
    return t("To ask for an introduction you need a listing that says what you offer. Let's create it.")


async def words(ctx: FieldContext, text: str, kind: Kind | None) -> dict[str, Any]:
    """Returns the answers that the words contain. A given `kind` overrides the guess."""
    data = await quick.guessed(text, ctx) | company_of(ctx.caller)
    if len(text) < quick.SHORTEST:
        del data["summary"]
    if kind is not None and data.get("kind") != kind:
        data |= {"kind": kind}
        data.pop("profile_type", None)
    return data
