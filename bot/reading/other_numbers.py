"""Words and signs beside a number that show that it is no phone number: tax ids, standards, prices, measures."""

import re
from typing import Final

BEFORE_CHARACTERS: Final = 24
"""Characters before a number in which such a word may stand."""
_IDENTIFIERS: Final = (
    "pib", "mb", "jib", "oib", "inn", "nip", "vat", "tax", "tax id", "vat id", "iso", "din", "en", "ean", "hs",
    "cpv", "patent", "hall", "stand", "booth", "no", "nr", "broj", "broj računa", "račun", "инн", "огрн", "кпп",
    "ogrn", "cnpj", "cpf", "siren", "siret", "uid", "hrb", "id", "qq", "zip", "plz", "postal code", "post code",
    "index", "code", "steuernummer", "partita iva", "codice fiscale", "cif", "nif", "nipc", "tva", "regon", "krs",
    "ičo", "ico", "dič", "dic", "kvk", "btw", "cvr", "abn", "acn", "gst", "gstin", "cui", "adószám", "vergi no",
    "vkn", "eik", "еик", "булстат", "єдрпоу", "едрпоу", "бин", "иин", "унп", "р/с", "bic", "swift", "iban",
    "konto", "account", "acct", "ref", "order", "invoice", "faktura", "serial", "s/n", "p/n", "sku",
    "matični broj", "žiro račun", "tekući račun", "αφμ", "ein", "ssn", "cas", "ral", "isbn", "issn", "gln", "duns",
    "utr", "rcs", "jmbg", "matricule",
)  # fmt: skip
_CURRENCIES: Final = ("eur", "rsd", "usd", "cny", "rmb", "gbp", "chf")
_UNITS: Final = (
    "pcs", "kom", "kg", "mm", "cm", "unit", "units", "km", "v", "vac", "vdc", "hz", "kw", "mw", "w", "bar", "rpm",
    "mpa", "psi", "nm", "kn", "ml", "hp", "ks", "stück", "stk", "szt", "шт", "кг", "мм", "l/min", "l/h",
)  # fmt: skip
OTHER_BEFORE: Final = re.compile(
    rf"(?:\b(?:{'|'.join(map(re.escape, _IDENTIFIERS + _CURRENCIES))}|p\.?\s?iva|c\.?f\.?|ust-?id(?:nr)?|org\.?\s?nr)|"
    r"[€$£¥〒]|税号|信用代码|信用代碼|统一编号|統一編號|邮编|注册号|番号|번호)[\s.:№#]{0,3}\Z",
    re.IGNORECASE,
)
OTHER_NUMBERS: Final = re.compile(
    r"(?<![\d.])(?:10|127|169|172|192)(?:\.(?:0|[1-9]\d{0,2})){3}(?![\d.])"
    r"|https?://(?!wa\.me|api\.whatsapp)\S+"
    r"|(?<![\d.])\d{1,3}\.\d{4,9}\s?[,;]\s?-?\d{1,3}\.\d{4,9}(?![\d.])",
    re.IGNORECASE,
)
"""Addresses of machines and pages, and coordinates."""
OTHER_AFTER: Final = re.compile(
    rf"\s?(?:{'|'.join(_CURRENCIES + _UNITS)}|m[²³23]|[%€$£¥元吨件台个套])(?![^\W\d_])", re.IGNORECASE
)
