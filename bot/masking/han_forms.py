"""Builds the forms in which a Chinese company's name is used: whole, short, and without town or industry."""

import re
from collections.abc import Iterator
from typing import Final

from .trade_words import is_han_trade
from .vocabulary import any_of, words

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LEGAL: Final = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|总公司|分公司|公司|研究院|研究所|株式会社|厂){1,4}$"
)
_MIN_BEGINNING: Final = 4  # characters; a shorter beginning of a name may be a town or an industry
_REGIONS: Final = any_of("ordinary", "han_regions")
_ONE_REGION: Final = re.compile(rf"^(?:{_REGIONS})(?:省|市|区|县)?")
_ONLY_REGIONS: Final = re.compile(rf"(?:(?:{_REGIONS})(?:省|市|区|县)?)+")
_INDUSTRIES: Final = any_of("ordinary", "han_industries")
HAN_ORDINARY: Final = frozenset().union(
    *(words("ordinary", name) for name in ("han_ordinary", "han_regions", "han_industries"))
)


def han_forms(name: str) -> Iterator[tuple[str, bool]]:
    """Yields (form, True if it consists of words of trade only), such as 水泵 for 水泵有限公司.

    In everyday speech a Chinese company is called by the beginning of its name: 浦东农业 for 浦东农业科技有限公司.
    """
    han = "".join(char for char in name if char.isalnum())
    core = _LEGAL.sub("", han)
    local = _without_town(core)
    brand, _ = brand_and_trades(name)
    # No beginning of such a name says more than the whole name.
    beginnings = {
        part[:length] for part in _parts(core) if not is_han_trade(part) for length in range(_MIN_BEGINNING, len(part))
    }
    short = {brand} if _HAN.search(brand) else set()
    # Only the company is called 水泵有限公司, but any pump company is 一家水泵公司.
    if len(han) - len(core) > len("公司"):
        yield han, False
    beginnings.add(re.sub(rf"(?:{_INDUSTRIES})+$", "", core))
    beginnings = {each for each in beginnings if not _ONLY_REGIONS.fullmatch(each)}  # 上海浦东 is a place
    for form in {han, *_parts(core), local, *beginnings, *short}:
        trade = is_han_trade(_LEGAL.sub("", form))
        if len(form) >= (2 if trade or form in short else 3) and form not in HAN_ORDINARY:
            yield form, trade


def brand_and_trades(name: str) -> tuple[str, list[str]]:
    """Returns the name without town, industry and legal form, and its words of industry: 海鲸 and [机电]."""
    local = _without_town(_LEGAL.sub("", "".join(char for char in name if char.isalnum())))
    trades = re.search(rf"(?:{_INDUSTRIES})*$", local)
    brand = local[: trades.start()]  # type: ignore[union-attr]
    if len(brand) >= _MIN_BEGINNING and brand[:2] not in HAN_ORDINARY and not is_han_trade(brand[:2]):
        brand = brand[:2]  # most names are a brand of two characters and a trade
    return brand, re.findall(_INDUSTRIES, trades.group())  # type: ignore[union-attr]


def is_abbreviation(written: str, name: str) -> bool:
    """Returns True for characters of the town and the brand in their order: 常石 for 常州石榴纺织."""
    core = _LEGAL.sub("", "".join(char for char in name if char.isalnum()))
    brand, trades = brand_and_trades(name)
    left = iter(core[: len(core) - len("".join(trades))])
    return not is_han_trade(core) and any(char in brand for char in written) and all(char in left for char in written)


def _parts(core: str) -> list[str]:
    """Returns the name, and what is left of it while it still begins with a district: 浦东农业 for 上海浦东农业."""
    parts = [core]
    while (left := _ONE_REGION.sub("", parts[-1])) != parts[-1] and _ONE_REGION.match(left):
        parts.append(left)
    return parts


def _without_town(core: str) -> str:
    return re.sub(rf"^(?:{_REGIONS})+(?:省|市|区|县)?", "", re.sub(r"^[\u4e00-\u9fff]{2,3}[省市]", "", core))
