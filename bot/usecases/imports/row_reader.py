"""Parses one row of a list and collects the parts that it does not understand."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.i18n.translator import mark
from bot.matching.companies import company_key
from bot.matching.keys import name_key
from bot.matching.places import find_countries
from bot.reading.countries import read_country
from bot.reading.phones import find_phones
from bot.usecases.imports import cells
from bot.usecases.imports.columns import Layout
from bot.usecases.imports.country_guess import CountryGuess, country_of_prefix, guess_country
from bot.usecases.imports.headings import Column
from bot.usecases.imports.labelled_listings import parted
from bot.usecases.imports.row_kinds import Section, has_company_data
from bot.usecases.imports.rows import NO_COUNTRY, NO_NAME, ExhibitorRow
from bot.usecases.imports.tables import Remark, Row

ERROR_VALUE: Final = mark("an error value of the spreadsheet program, read as empty")
NOT_A_COUNTRY: Final = mark("not a country that I know")
COUNTRY_MISSPELT: Final = mark("country recognised by a similar spelling")
NOT_AN_EMAIL: Final = mark("not an e-mail address")
NOT_A_WEBSITE: Final = mark("not the address of a website")
NOT_A_PHONE: Final = mark("not a phone number that can be called")
DIGITS_LOST: Final = mark("digits are missing: the spreadsheet program has rounded this number")
DATE_IN_BOOTH: Final = mark("the spreadsheet program has made a date of this booth; please check it")
_LISTINGS: Final = (Column.OFFERS, Column.NEEDS)
_SURE: Final = 0.8  # confidence of a country
_SHARED_NAME: Final = 0.6  # confidence of each country that a text may name
_SHORTEST_MISSPELT: Final = 5
_LIMITS: Final = {
    Column.NAME: 200,
    Column.CITY: 100,
    Column.HALL: 100,
    Column.BOOTH: 50,
    Column.CONTACT: 200,
    Column.ABOUT: 2_000,
}
"""Maximum number of stored characters. Other fields have 300."""
_POSTCODE: Final = re.compile(r"^(?:[A-Z]{1,2}[- ])?\d{4,6}\s+(?=\D)|(?<=\D)[\s,]+\d{4,6}$")
_WHOLE: Final = re.compile(r"^(\d+)\.0$")
"""A whole number as written by programs that always add decimals."""
_EXPONENT: Final = re.compile(r"\d[.,]\d+[eE]\+?\d+")


class RowReader:
    """Parses one row. `section` is the information of the lines above it.

    `otherwise` is the country if the row names none.
    """

    def __init__(self, row: Row, layout: Layout, section: Section, otherwise: CountryGuess | None = None) -> None:
        self._row, self._layout, self._section, self._otherwise = row, layout, section, otherwise
        self._remarks: list[Remark] = []

    def read(self) -> ExhibitorRow:
        number, sheet = self._row.number, self._layout.table.name
        name = self._text(Column.NAME)
        offers, needs = self._items(Column.OFFERS), self._items(Column.NEEDS)
        if not name or (not any(c.isalpha() for c in name) and not has_company_data(self._row, self._layout)):
            return ExhibitorRow(number=number, sheet=sheet, name=name, problem=NO_NAME, remarks=tuple(self._remarks))
        site_link, mail_link = self._link(Column.WEBSITE, "http"), self._link(Column.EMAIL, "mailto:")
        emails, sites = self._emails(mail_link), self._websites(site_link)
        booth, city = self._booth(), self._city()
        if booth is None and city is not None and cells.booth_in(city):
            booth, city = cells.booth_in(city), None
        country, why = self._country(name, sites, emails, city)
        phones = self._phones(country or None)
        return ExhibitorRow(
            number=number,
            sheet=sheet,
            name=name,
            key=company_key(name, country or None)[:200],
            country=country,
            guessed=why,
            city=city,
            website=sites[0][:300] if sites else None,
            email=emails[0] if emails else None,
            phones=phones,
            contact=self._contact(),
            hall=self._text(Column.HALL) or self._section.hall or None,
            booth=booth,
            about=self._text(Column.ABOUT) or None,
            offers=offers,
            needs=needs,
            remarks=tuple(self._remarks),
            problem=None if country else NO_COUNTRY,
        )

    def _values(self, column: Column) -> list[tuple[int, str]]:
        """Returns column and text of the filled cells of a field. Adds a remark for error values and skips them."""
        found = []
        for place in self._layout.places.get(column, ()):
            text = self._row.cells[place] if place < len(self._row.cells) else ""
            if not text or place in self._row.spread:
                continue
            if cells.error_value(text):
                self._remark(ERROR_VALUE, column, text, place)
            elif not cells.is_empty_marker(text):
                found.append((place, text))
        return found

    def _text(self, column: Column) -> str:
        return next((text for _, text in self._values(column)), "")[: _LIMITS.get(column, 300)]

    def _remark(self, why: str, column: Column, value: str, place: int | None = None, *, grave: bool = True) -> None:
        texts = self._layout.texts
        heading = texts[place] if place is not None and place < len(texts) else ""
        remark = Remark(
            why=why,
            sheet=self._layout.table.name,
            row=self._row.number,
            field=column,
            value=value[:200],
            heading=heading,
            grave=grave,
        )
        if remark not in self._remarks:
            self._remarks.append(remark)

    def _link(self, column: Column, start: str) -> str:
        places = self._layout.places.get(column, ())
        return next(
            (link for place in places if (link := self._row.links.get(place, "")).lower().startswith(start)), ""
        )

    def _details(self) -> str:
        return " ".join(text for _, text in self._values(Column.DETAILS))

    def _emails(self, link: str) -> list[str]:
        found: list[str] = []
        for place, text in self._values(Column.EMAIL):
            read = cells.emails_in(text)
            found += read.values
            if not link:
                for piece in read.unread:
                    self._remark(NOT_AN_EMAIL, Column.EMAIL, piece, place)
        found += cells.emails_in(link).values if link else ()
        return found or list(cells.sites_and_mails_in(self._details())[1].values)

    def _websites(self, link: str) -> list[str]:
        found: list[str] = []
        for place, text in self._values(Column.WEBSITE):
            read = cells.websites_in(text)
            found += read.values
            if not link:
                for piece in read.unread:
                    self._remark(NOT_A_WEBSITE, Column.WEBSITE, piece, place)
        found += cells.websites_in(link).values if link else ()
        return found or list(cells.sites_and_mails_in(self._details())[0].values)

    def _phones(self, country: str | None) -> tuple[str, ...]:
        found: list[str] = []
        for place, text in self._values(Column.PHONE):
            read = cells.phones_in(self._row.lines.get(place, (text,)), country)
            found += read.values
            for piece in read.unread:
                if _EXPONENT.fullmatch(piece):
                    self._remark(DIGITS_LOST, Column.PHONE, piece, place)
                elif country is not None or not any(c.isdigit() for c in piece):
                    # Without a country, national numbers cannot be checked.
                    self._remark(NOT_A_PHONE, Column.PHONE, piece, place)
        if not found and (details := self._details()):
            found += find_phones(details, country)
        return tuple(dict.fromkeys(found))

    def _booth(self) -> str | None:
        for place, text in self._values(Column.BOOTH):
            if place in self._row.dates:
                self._remark(DATE_IN_BOOTH, Column.BOOTH, cells.shown_as_date(text), place)
                return cells.shown_as_date(text)
            if cells.is_date_like(text):
                self._remark(DATE_IN_BOOTH, Column.BOOTH, text, place)
            return (cells.booth_in(text) or _WHOLE.sub(r"\1", text))[: _LIMITS[Column.BOOTH]]
        return None

    def _city(self) -> str | None:
        text = self._text(Column.CITY)
        if "@" in text or "://" in text or not any(c.isalpha() for c in text):
            return None
        return _POSTCODE.sub("", text).strip(" ,") or None

    def _contact(self) -> str | None:
        parts = [self._text(Column.FIRST_NAME), self._text(Column.LAST_NAME)]
        text = " ".join(part for part in parts if part) or self._text(Column.CONTACT)
        return text[: _LIMITS[Column.CONTACT]] or None

    def _country(self, name: str, sites: Sequence[str], emails: Sequence[str], city: str | None) -> tuple[str, str]:
        """Returns the code, and the evidence if the row does not name the country."""
        said = False
        for place, text in self._values(Column.COUNTRY):
            said = True
            code, confidence = country_of(text[:100])
            if code:
                if confidence < _SURE:
                    self._remark(COUNTRY_MISSPELT, Column.COUNTRY, text, place, grave=False)
                return code, ""
            guess = self._guess(name, sites, emails, city)
            if guess is not None and guess.code in _possible_countries(text[:100]):  # "Korea" with a site in .kr
                self._remark(guess.why, Column.COUNTRY, guess.code, grave=False)
                return guess.code, guess.why
            self._remark(NOT_A_COUNTRY, Column.COUNTRY, text, place)
        if self._section.country and not said:
            return self._section.country, ""
        guess = (None if said else self._guess(name, sites, emails, city)) or self._otherwise
        if guess is None:
            return "", ""
        self._remark(guess.why, Column.COUNTRY, guess.code, grave=False)
        return guess.code, guess.why

    def _guess(self, name: str, sites: Sequence[str], emails: Sequence[str], city: str | None) -> CountryGuess | None:
        return guess_country(
            name=name,
            websites=sites,
            emails=emails,
            phones=[*(text for _, text in self._values(Column.PHONE)), *find_phones(self._details(), None)],
            address=self._text(Column.ADDRESS),
            state=self._text(Column.REGION),
            city=city or "",
        )

    def _items(self, column: Column) -> tuple[str, ...]:
        """Returns the texts of both columns that are of this kind, because a cell may name the other one."""
        parts: list[list[str]] = []
        for place, text in dict(cell for each in _LISTINGS for cell in self._values(each)).items():
            columns = [one for one in _LISTINGS if place in self._layout.places.get(one, ())]
            found = parted(self._row.lines.get(place, (text,)), columns)
            parts += [lines for kind, lines in found if kind is column]
        return cells.items_in(parts)


@lru_cache(maxsize=1_000)
def _possible_countries(text: str) -> frozenset[str]:
    """Returns the countries that share a name: North and South Korea for "Korea"."""
    return frozenset(guess.code for guess in find_countries(text, 4) if guess.confidence >= _SHARED_NAME)


@lru_cache(maxsize=20_000)
def country_of(text: str) -> tuple[str, float]:
    """Returns the code for a cell, and its confidence; ("", 0) if there is none."""
    code = read_country(text) or country_of_prefix(text)
    if code is None:
        return "", 0.0
    confidence = next((guess.confidence for guess in find_countries(text, 1)), 1.0)
    # "Mali" is within one error of many words of four letters.
    return ("", 0.0) if confidence < _SURE and len(name_key(text)) < _SHORTEST_MISSPELT else (code, confidence)
