"""Wordings that do not tell names apart: legal forms in full, titles, spellings of the Arabic article. Pure."""

import re
from functools import cache
from typing import Final

from bot.usecases.screening.alphabets import plain_latin

_IN_FULL: Final = (
    "общество с ограниченной ответственностью", "(?:(?:не)?публичное |закрытое |открытое )?акционерное общество",
    "товариство з обмеженою відповідальністю", "(?:приватне |публічне )?акціонерне товариство",
    "індивідуальний підприємець", "индивидуальный предприниматель", "таварыства з абмежаванай адказнасцю",
    "друштво са ограниченом одговорношћу", "društvo sa? ograničenom odgovornošću", "акционарско друштво",
    "akcionarsko društvo", "dioničko društvo", "привредно друштво", "privredno društvo",
    "(?:public |private )?limited liability company", "(?:private|public) (?:company )?limited",
    "(?:open |closed |public |private )?joint[- ]stock(?: company)?", "gesellschaft mit beschränkter haftung",
    "gesellschaft mbh", r"s\.? ?a\.? ?de c\.? ?v\.?", r"ges\.? ?m\.? ?b\.? ?h\.?", "aktiengesellschaft",
    "sociedad anónima(?: de capital variable)?", "sociedad (?:de responsabilidad )?limitada", "sociedade anônima",
    "société anonyme", "société à responsabilité limitée", "société par actions simplifiée", "società per azioni",
    "società a responsabilità limitata", "spółka z ograniczoną odpowiedzialnością", "spółka akcyjna",
    "(?:научно[- ]?)?производственн(?:ое объединение|ое предприятие|ый комплекс|ая компания)",
    "(?:research|scientific)(?: and |[- ])production (?:association|enterprise|company|complex)", "торговый дом",
    "(?:федеральное )?государственное унитарное предприятие", "(?:federal )?state unitary enterprise",
    "управляющая компания",
    "(?:holding )?managing company", "verwaltungs(?:gesellschaft)?", "beteiligungs(?:gesellschaft)?",
    "preduzeće za (?:proizvodnju|trgovinu|usluge)(?:(?:,| i) (?:proizvodnju|trgovinu|usluge|promet|inženjering))*",
    "společnost s ručením omezeným", "limited şirketi", "anonim şirketi", "주식회사", "유한회사", "合同会社",
)  # fmt: skip
_DOTTED_SMALL: Final = re.compile(
    r"(?<=\s)(?:a\.\s?[dsg]|s\.\s?a|d\.\s?d|а\.\s?д|д\.\s?д)\.?(?=[\s,]|$)|(?<=\s)A\.\s?Ş\.?(?=[\s,]|$)"
)
"""Not "Petrov A.S.": initials are capitals."""
_TITLE: Final = (
    "mr|mrs|ms|miss|dr|prof|professor|doctor|sir|herr|frau|mme|mlle|monsieur|madame|senor|senora|sra?|don|dona|signor"
    "|signora|gospodin|gospodja|gospoda|gosp|g-n|g-[zd]a|dipl|engr|mag\\.|eng\\.|ing\\.|inz\\.|arch\\."
)
_BEFORE: Final = re.compile(rf"^(?:(?:{_TITLE})(?:\.?[ -]+|\.)(?=\S+\s+\S))+")
_AFTER: Final = re.compile(r"(?<=\w),?\s(?:jr|sr|junior|senior|ii|iii|iv|ph\.?\s?d|mba)\.?$")
_BORN: Final = re.compile(
    r"(?<=\w)[\s,(]+(?:geb\.?|geborene|nee|born|rodj?\.?|rodjena|rodena|urozd\.?|urozdennaia|z domu|roz\.|szul\.)"
    r"\s+(\w.*)$"
)
_FORMERLY: Final = (
    r"(?:formerly|previously|f/k/a|fka|a/k/a|a\.k\.a\.|aka|alias|also known as|former name|ranije|bivsi|ranee|"
    r"ehemals|vormals)"
)
_FORMER: Final = re.compile(rf"^[(\s]*{_FORMERLY}\s*:?\s+")
_TWO_NAMES: Final = re.compile(rf"[\s,(]{_FORMERLY}\s*:?\s+")
_MAY_TELL_ANOTHER: Final = re.compile(
    r"[\s,(](?:geb|n[eé]e|born|ro[dđ]|uro|рођ|урож|z domu|roz|sz[uü]l|form|prev|[fa]/?k/?a|a\.k|alias|also|ranij|biv|"
    r"ранее|раније|бив|ehem|vorm)",
    re.IGNORECASE,
)
"""Beginnings of the words above, in a name as written."""
_NUMBER_SIGN: Final = re.compile(r"(?<!\w)(?:no|nr|br|num)\.?\s?(?=\d)|№\s?")
_HAN_TITLE: Final = re.compile("(?:先生|女士|小姐|教授|博士|总?经理|總?經理|董事长|董事長)$")
_ARABIC: Final = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        # The article before a "sun letter": "ar-Rahman", "Abdur Rahman", "Abdussalam".
        (r"\babd[- ]?[aeu](r|sh|s|n|dh|d|th|t|z)[- ]?(?=\1)", "abd al-"),
        (r"\b[aeu](r|sh|s|n|dh|d|th|t|z)-(?=\1)", "al-"),
        (r"\ba(r|sh|s|n|d|t|z) (?=\1\w{4})", "al-"),
        (r"(?<=\w )[ae](?=(s|sh|t|z|d)\1[a-z]{5})(?!ssoci|ssembl|ssist|ttract)", "al-"),  # "Yahya Assafarjali"
        # "Nasr al-Din", "Nasruddin", "Nasreddine".
        (r"\b(\w{3,}?)[- ]?(?:[aeu][ld]|e)[- ]?d[ie]+ne?\b", r"\1eddin"),
    )
)

_MAY_BE_ARABIC: Final = re.compile(r"\ba?[aeu][dhnrstz]|\babd|d[ie]+n")


@cache
def _in_full() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(plain_latin, _IN_FULL))})(?!\w)|[(]주[)]")


def shortened(name: str) -> str:
    """Returns a name in plain Latin letters with a short form for a long one, and without titles."""
    plain = plain_latin(_DOTTED_SMALL.sub(" llc", name.strip()))
    plain = _BORN.sub("", _AFTER.sub("", _BEFORE.sub("", _FORMER.sub("", plain))))
    if _MAY_BE_ARABIC.search(plain):
        for pattern, written in _ARABIC:
            plain = pattern.sub(written, plain)
    return _in_full().sub(" llc ", _NUMBER_SIGN.sub("", plain))


def former_names(name: str) -> list[str]:
    """Returns the names told beside a name: "Ana Marić née Babić" is also Ana Babić, "X formerly Y" is X and Y."""
    if _MAY_TELL_ANOTHER.search(name) is None:
        return []
    plain = plain_latin(name.strip())
    born = _BORN.search(plain)
    if born is not None:
        return [f"{plain.split()[0]} {born[1].strip(' )')}"]
    both = [part.strip(" )(") for part in _TWO_NAMES.split(plain) if part.strip(" )(")]
    return both if len(both) > 1 else []


def without_han_title(name: str) -> str:
    """Returns a name in Chinese characters without the title after it: 高云峰先生."""
    return _HAN_TITLE.sub("", name.strip())
