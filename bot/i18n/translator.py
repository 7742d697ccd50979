"""Translates messages with gettext catalogs, and formats dates, numbers and lists with Unicode CLDR.

The English sentences are the message ids. Simplified Chinese and Serbian in Latin script are translated by hand in
`bot/i18n/locales`; Serbian in Cyrillic is generated from the Latin (`bot/i18n/cyrillic.py`). `bot/i18n/catalog.py`
finds messages by the names `t`, `t.n` and `mark`, so name every translator `t`.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.i18n.cyrillic import to_cyrillic
from storage.vocabulary import Language

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DOMAIN: Final = "partnerbridge"
LOCALES: Final = Path(__file__).parent / "locales"

LANGUAGE_NAMES: Final[dict[Language, str]] = {
    Language.EN: "English",
    Language.ZH: "简体中文",
    Language.SR_LATN: "srpski",
    Language.SR_CYRL: "српски",
}
"""The name of each language in that language, in menu order."""

CLDR: Final[dict[Language, str]] = {
    Language.EN: "en",
    Language.ZH: "zh_Hans",
    Language.SR_LATN: "sr_Latn",
    Language.SR_CYRL: "sr_Cyrl",
}

_QUOTES: Final = {Language.SR_LATN: ("„", "“"), Language.SR_CYRL: ("„", "“")}
"""Quotation marks of languages that do not use “these”."""

_STOP_AFTER_VALUE: Final = re.compile(r"(\{(\w+)\}(?:</\w+>|[”“])*)(\.(?!\.)|。)")
_ENDS_IN_DOT: Final = re.compile(r"[.。…](?:</\w+>|[”“])*\Z")

# Speakers of Bosnian, Croatian and Montenegrin read Serbian in Latin script more easily than English.
_READS_SERBIAN: Final = frozenset({"sr", "bs", "hr", "me", "cnr", "sh"})
_SERBIAN: Final = "sr"


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates into one language. Inserts values unescaped; views escape what people wrote."""

    language: Language
    _catalog: NullTranslations
    locale: Locale
    also_reads: frozenset[str] = frozenset()
    """Further languages that the reader reads, as ISO 639 codes."""
    can_translate: bool = False
    """True if the operator chose a translation service, so that foreign texts get a button for it."""

    def __call__(self, msgid: str, /, **values: object) -> str:
        """Returns the translation with its `{placeholders}` filled, or the English sentence if there is none.

        Raises KeyError if a placeholder has no value.
        """
        return _filled(self._catalog.gettext(msgid), values) if msgid else ""

    def n(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Returns the plural form for `count`, with `{count}` in the language's number format."""
        text = self._catalog.ngettext(singular, plural, count)
        return _filled(text, {"count": self.number(count)} | values)

    def unfilled(self, msgid: str, plural: str = "") -> tuple[str, ...]:
        """Returns the translation with its placeholders, in all its plural forms, for proofreading."""
        if not plural:
            return (self._catalog.gettext(msgid),)
        return tuple(dict.fromkeys(self._catalog.ngettext(msgid, plural, count) for count in (1, 2, 5)))

    def date(self, day: date) -> str:
        """Returns a day with its year: "22. 11. 2026.". A datetime counts in its own time zone."""
        return format_date(day, format="medium", locale=self.locale)

    def number(self, number: float) -> str:
        return format_decimal(number, locale=self.locale)

    def list(self, items: Iterable[str]) -> str:
        """Returns "a, b, and c" in this language; "" for no items."""
        return format_list(list(items), locale=self.locale)

    def joined(self, items: Iterable[str]) -> str:
        """Returns "a, b, c" without an "and", as for keywords; "a、b、c" in Chinese."""
        return ("、" if self.language is Language.ZH else ", ").join(items)

    def reads(self, tag: str) -> bool:
        """Returns True if the reader reads texts of this language (IETF tag), so that they need no help with them."""
        code = tag.split("-", maxsplit=1)[0].lower()
        return (_SERBIAN if code in _READS_SERBIAN else code) in self.also_reads | {CLDR[self.language].split("_")[0]}

    def quoted(self, words: str) -> str:
        """Returns the words in this language's quotation marks."""
        opening, closing = _QUOTES.get(self.language, ("“", "”"))
        return f"{opening}{words}{closing}"


def _filled(text: str, values: Mapping[str, object]) -> str:
    """Fills the placeholders. Drops the full stop after a value that ends in a dot, such as "Senzor d.o.o."."""

    def without_second_dot(found: re.Match[str]) -> str:
        before, name, stop = found.groups()
        if not _ENDS_IN_DOT.search(str(values.get(name, ""))):
            return found.group()
        # Chinese has no space after a full stop, and the next sentence needs one after a Latin dot.
        return before if stop == "." or found.end() == len(text) else f"{before} "

    return _STOP_AFTER_VALUE.sub(without_second_dot, text).format_map(values)


def mark(msgid: str) -> str:
    """Marks a constant for translation. Pass the constant to a translator when you show it."""
    return msgid


@cache
def translator_for(
    language: Language, also_reads: frozenset[str] = frozenset(), *, can_translate: bool = False
) -> Translator:
    """Returns the translator of a language, for a reader of further ones. The first call loads the catalog."""
    if also_reads or can_translate:
        return replace(translator_for(language), also_reads=also_reads, can_translate=can_translate)
    return Translator(language, _translations(language), Locale.parse(CLDR[language]))


def load_catalogs() -> None:
    """Loads the catalogs of all languages. Takes a sixth of a second, so call it in a thread."""
    for language in Language:
        translator_for(language)


def language_for(telegram_code: str | None) -> Language:
    """Returns the interface language for the language code of Telegram: "zh-hans", "sr", "pt-br", or None."""
    subtags = (telegram_code or "").casefold().replace("_", "-").split("-")
    if subtags[0] == "zh":
        return Language.ZH
    if subtags[0] in _READS_SERBIAN:
        return Language.SR_CYRL if "cyrl" in subtags else Language.SR_LATN
    return Language.EN


def read_catalog(path: Path, locale: str) -> "Catalog":
    """Reads a .po file. Raises ValueError with the file's name if it is broken."""
    from babel.messages.pofile import PoFileError, read_po

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

    from babel.messages.mofile import write_mo

    locale = "zh" if language is Language.ZH else "sr_Latn"
    catalog = read_catalog(catalog_path(locale), locale)
    if language is Language.SR_CYRL:
        _transliterate(catalog)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _transliterate(catalog: "Catalog") -> None:
    """Transliterates the catalog rather than finished messages, so that values and English fallbacks stay Latin."""
    for message in catalog:
        if message.id and message.string:
            forms = message.string
            message.string = to_cyrillic(forms) if isinstance(forms, str) else tuple(map(to_cyrillic, forms))
