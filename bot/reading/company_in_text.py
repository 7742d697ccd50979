"""Finds the company that the writer of a message names as their own: "We are Senzor d.o.o. from Novi Sad"."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import chain, dropwhile, takewhile
from typing import Final

_READ: Final = 2_000
"""Characters of a text that are read."""
_BEGINNING: Final = 80
"""Characters in which people introduce themselves. Further on, a company is more often somebody else."""
_LONGEST: Final = 80  # characters of a name
_ABBREVIATION: Final = 5  # characters with the dot; a longer word with a dot ends a sentence

# Legal forms behind a name that are no words of a sentence. Short ones count in capitals only.
_SUFFIX: Final = (
    r"(?i:d\.\s?o\.\s?o|doo|д\.\s?о\.\s?о|доо|gmbh(?:\s?&\s?co\.?\s?kg)?|ltd\.?\s?şti|co\.?,?\s?ltd|(?:pte|pvt|pty)\.?\s?ltd|ltd|llc|llp|"
    r"s\.?r\.?l|s\.r\.o|sp\.?\s?z\s?o\.?\s?o|sdn\.?\s?bhd|ltda|lda|kft|zrt|nyrt|sarl|sasu|оод|еоод|eood|shpk|sh\.p\.k|dooel)"
    r"|Limited|Inc|Incorporated|Corp|Corporation|plc|AG|KG|AD|АД|S\.p\.A|SpA|S\.A\.S|SAS|S\.A\.U?|S\.L\.U?|SLU?|B\.V|BV|N\.V|NV"
    r"|A/S|ApS|AS|AB|Oyj?|A\.Ş|A\.Ș|AE|Α\.Ε|ΕΠΕ|ΙΚΕ|JSC|OJSC|PJSC|a\.s|a\.d|а\.д"
)
_WORD: Final = r"[^\W_][\w'’.&-]{0,29}"
_BEFORE_SUFFIX: Final = re.compile(rf"((?:{_WORD}[ ]|&[ ]){{1,6}}?|{_WORD},[ ])({_SUFFIX})\.?(?![\w.])")
_PREFIX: Final = re.compile(
    r"(?<!\w)(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|ТОВ|ПрАТ|UAB|SIA|PT|ИП)[ ]"
    r"(?:[«\"“„][^«»\"“”„\n]{2,60}[»\"”“]|(?:(?=[^\W\d_])[\w'’-]{2,30}[ ]?){1,3})"
)
_HAN: Final = re.compile(
    r"(?:^|[\s，。,.！!：:；;]|(?:我们|我們|我司|公司|我)(?:公司)?(?:是|叫|名叫|为|為)?|来自|來自|叫做)"
    r"((?:(?!我们|我們|公司是|来自)[\u3400-\u9fffA-Za-z0-9（）()·]){2,30}?(?:有限责任公司|有限責任公司|有限公司|集团公司|研究院|研究所|大学|大學))"
)
_HAN_SENTENCE: Final = re.compile(r"[的找求需想供提给和与]|一家|多家|任何|国内")
_JAPANESE: Final = re.compile(
    r"[\u30a0-\u30ff\u3400-\u9fffA-Za-z0-9]{2,20}(?:株式会社|有限会社|合同会社)"
    r"|(?:株式会社|有限会社|合同会社)[\u30a0-\u30ff\u3400-\u9fffA-Za-z0-9]{2,20}"
)
_KOREAN: Final = re.compile(
    r"(?:주식회사|㈜|\(주\))\s?[가-힣A-Za-z0-9]{2,15}|[가-힣A-Za-z0-9]{2,15}(?<![는은])(?:\s?주식회사|㈜|\(주\))"
)
_KOREAN_ENDING: Final = re.compile(r"(?:입니다|이며|이고|에서|으로|는|은|이|가|의)$")
_TABLE: Final = tomllib.loads(files("bot.reading").joinpath("data", "own_company.toml").read_text("utf-8"))
_INSIDE: Final = frozenset(_TABLE["inside"].split())
_WE_ARE: Final = frozenset(_TABLE["we_are"].split())
_INTRODUCTIONS: Final = frozenset(" ".join(_TABLE["introductions"].values()).split())


def company_in(text: str) -> str | None:
    """Returns the name with its legal form as written; None if the text names no company, or more than one."""
    read = text[:_READ]
    found = {name: at for at, name in chain(_european(read), _han(read), _japanese(read), _korean(read))}
    if len(found) != 1:
        return None
    name, at = next(iter(found.items()))
    is_signature = name in map(str.strip, read.splitlines())
    return name if (at <= _BEGINNING or is_signature) and len(name) <= _LONGEST else None


def _european(text: str) -> Iterator[tuple[int, str]]:
    for match in _BEFORE_SUFFIX.finditer(text):
        words = match[1].split()
        kept = _name_words(words)
        if kept:
            at = match.start() + match[0].index(" ".join(kept))
            form = match[2].split()[-1]
            end = match.end() if "." in form or form.istitle() else match.end(2)  # "KG." ends a sentence, "Ltd." not
            yield at, text[at:end].strip()
    for match in _PREFIX.finditer(text):
        form, *words = match[0].split()
        if words[0][0] in '«"“„':
            yield match.start(), match[0]
        elif words[0][0].isupper():
            yield match.start(), " ".join([form, *takewhile(lambda word: word[0].isupper(), words)])


def _name_words(words: list[str]) -> list[str]:
    """Returns the words with a capital right before the legal form, or the last one if all are small."""
    if words[-1] in _INSIDE:
        return []
    if words[-1][0].islower():
        return words[-1:] if words[-2:-1] and words[-2].casefold() in _WE_ARE else []
    kept = list(takewhile(_is_inside_name, reversed(words)))[::-1]
    name = list(dropwhile(lambda word: _bare(word) in _INTRODUCTIONS or word in _INSIDE, kept))
    return name if any(word[0].isupper() and len(word) > 1 for word in name) else []


def _is_inside_name(word: str) -> bool:
    if _bare(word) in _WE_ARE or (word.endswith(".") and len(word) > _ABBREVIATION):
        return False
    return not word[0].islower() or word in _INSIDE


def _bare(word: str) -> str:
    """Returns "we" for "We're"."""
    return re.split("['’]", word.casefold())[0]


def _han(text: str) -> Iterator[tuple[int, str]]:
    for match in _HAN.finditer(text):
        if not _HAN_SENTENCE.search(match[1]):
            yield match.start(1), match[1]


def _japanese(text: str) -> Iterator[tuple[int, str]]:
    for match in _JAPANESE.finditer(text):
        yield match.start(), match[0]


def _korean(text: str) -> Iterator[tuple[int, str]]:
    for match in _KOREAN.finditer(text):
        bare = _KOREAN_ENDING.sub("", match[0]).strip()
        if len(bare) > len("주식회사"):
            yield match.start(), bare
