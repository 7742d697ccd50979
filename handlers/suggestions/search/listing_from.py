"""A listing made of words that somebody searched for or just typed."""

from typing import Any

from bot.i18n.translator import Translator
from handlers.forms.form import Asking
from handlers.listings import quick
from storage.people import companies
from storage.vocabulary import Kind


def needed(t: Translator, kind: Kind) -> str:
    """An introduction is asked for from a listing of one's own: there is none that fits."""
    if kind is Kind.NEED:
        return t("To ask for an introduction you need a listing that says what you look for. Let us make it.")
    return t("To ask for an introduction you need a listing that says what you offer. Let us make it.")


async def words(asking: Asking, text: str, kind: Kind | None) -> dict[str, Any]:
    """What the words say already; what they do not say is asked. `kind` where it is known better."""
    mine = await companies.represented_by(asking.session, asking.caller.id)
    company: dict[str, Any] = {"company_id": mine[0].id} if len(mine) == 1 else {"_several": True}
    data = await quick.guessed(text, asking) | company
    if len(text) < quick.SHORTEST:
        del data["summary"]
    if kind is not None and data.get("kind") != kind:
        data |= {"kind": kind}
        data.pop("profile_type", None)
    return data
