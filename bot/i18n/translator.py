"""What people read, in their language: gettext catalogs read as they are, dates, numbers and lists by Unicode CLDR.

The English sentences are the message ids. Simplified Chinese and Serbian in Latin script are translated by hand in
`bot/i18n/locales`; Serbian in Cyrillic is derived from the Latin (`bot/i18n/cyrillic.py`). `bot/i18n/catalog.py`
finds the sentences by the names `t`, `t.n` and `mark`, so call a translator `t`.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from bot.i18n.cyrillic import to_cyrillic
from storage.vocabulary import Language

DOMAIN: Final = "partnerbridge"
LOCALES: Final = Path(__file__).parent / "locales"

LANGUAGE_NAMES: Final[dict[Language, str]] = {
    Language.EN: "English",
    Language.ZH: "简体中文",
    Language.SR_LATN: "srpski",
    Language.SR_CYRL: "српски",
}
"""Every language in itself, in the order of a menu."""

CLDR: Final[dict[Language, str]] = {
    Language.EN: "en",
    Language.ZH: "zh_Hans",
    Language.SR_LATN: "sr_Latn",
    Language.SR_CYRL: "sr_Cyrl",
}

_QUOTES: Final = {Language.SR_LATN: ("„", "“"), Language.SR_CYRL: ("„", "“")}
"""Where they are other than “these”."""

# Bosnian, Croatian and Montenegrin speakers read Serbian in Latin script better than English.
_READS_SERBIAN: Final = frozenset({"sr", "bs", "hr", "me", "cnr", "sh"})


@dataclass(frozen=True, slots=True)
class Translator:
    """Says things in one language. Values are inserted as they are: views escape what people wrote."""

    language: Language
    _catalog: NullTranslations
    locale: Locale

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The sentence in this language with its `{placeholders}` filled; English where it is not translated.

        Raises KeyError when a placeholder has no value.
        """
        return self._catalog.gettext(msgid).format_map(values) if msgid else ""

    def n(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """The plural form for `count`, which fills `{count}` as people write numbers."""
        text = self._catalog.ngettext(singular, plural, count)
        return text.format_map({"count": self.number(count)} | values)

    def date(self, day: date) -> str:
        """A day (of a date or a datetime as it stands, in its own zone) with its year: "22. 11. 2026."."""
        return format_date(day, format="medium", locale=self.locale)

    def number(self, number: float) -> str:
        return format_decimal(number, locale=self.locale)

    def list(self, items: Iterable[str]) -> str:
        """ "a, b, and c" the way this language does it; nothing for no items."""
        return format_list(list(items), locale=self.locale)

    def joined(self, items: Iterable[str]) -> str:
        """ "a, b, c" without an "and", as keywords stand beside each other; "a、b、c" in Chinese."""
        return ("、" if self.language is Language.ZH else ", ").join(items)

    def quoted(self, words: str) -> str:
        """What somebody wrote, in this language's quotation marks."""
        opening, closing = _QUOTES.get(self.language, ("“", "”"))
        return f"{opening}{words}{closing}"


def mark(msgid: str) -> str:
    """Mark a constant for translation; give it to a translator when it is shown."""
    return msgid


@cache
def translator_for(language: Language) -> Translator:
    """The translator of a language, read from its catalog at the first call."""
    return Translator(language, _translations(language), Locale.parse(CLDR[language]))


def language_for(telegram_code: str | None) -> Language:
    """The interface language for what Telegram says a person's app is set to: "zh-hans", "sr", "pt-br", or nothing."""
    subtags = (telegram_code or "").casefold().replace("_", "-").split("-")
    if subtags[0] == "zh":
        return Language.ZH
    if subtags[0] in _READS_SERBIAN:
        return Language.SR_CYRL if "cyrl" in subtags else Language.SR_LATN
    return Language.EN


def read_catalog(path: Path, locale: str) -> Catalog:
    """A .po file as Babel sees it. Raises ValueError naming the file when it is broken."""
    with path.open("rb") as file:
        try:
            return read_po(file, locale=locale, domain=DOMAIN, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            raise ValueError(f"{path}: {error}") from error


def catalog_path(locale: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def _translations(language: Language) -> NullTranslations:
    if language is Language.EN:
        return NullTranslations()
    locale = "zh" if language is Language.ZH else "sr_Latn"
    catalog = read_catalog(catalog_path(locale), locale)
    if language is Language.SR_CYRL:
        _transliterate(catalog)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _transliterate(catalog: Catalog) -> None:
    """In the catalog and not in what is shown, so that neither inserted values nor English fallbacks are touched."""
    for message in catalog:
        if message.id and message.string:
            forms = message.string
            message.string = to_cyrillic(forms) if isinstance(forms, str) else tuple(map(to_cyrillic, forms))
