"""An event's sponsor as charts show it."""

from bot.charts.sponsor import Sponsor
from bot.i18n.translator import Translator


def sponsor_of(t: Translator, line: str | None, logo: bytes | None) -> Sponsor | None:
    return Sponsor(words=t("Sponsor: {words}", words=line), logo=logo) if line else None
