"""Labels of review flags with their cause."""

import html
from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.moderation.flags import Flag, Raised

FLAGS: Final[dict[Flag, str]] = {
    Flag.OWN_DUPLICATE: mark("The company already has nearly the same listing: <b>{evidence}</b>"),
    Flag.OTHERS_DUPLICATE: mark("Another company has nearly the same listing: <b>{evidence}</b>"),
    Flag.CONTACT: mark("Contact data or a link: <b>{evidence}</b>"),
    Flag.OWN_NAME: mark("It names the company or a person: <b>{evidence}</b>"),
    Flag.LANGUAGE: mark("Written in another language than stated: <b>{evidence}</b>"),
    Flag.ADVERTISING: mark("Sounds like advertising: <b>{evidence}</b>"),
    Flag.PRICE_FISHING: mark("May be just asking the price: <b>{evidence}</b>"),
    Flag.FORBIDDEN: mark("May be about forbidden goods: <b>{evidence}</b>"),
    Flag.DUAL_USE: mark("May be dual-use: <b>{evidence}</b>"),
}


def explain(t: Translator, raised: Raised) -> str:
    return "🚩 " + t(FLAGS[raised.flag], evidence=html.escape(raised.evidence[:60]))
