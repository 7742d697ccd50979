"""Finds wrong and missing words of the sandbox page, whose translations are JavaScript files."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.i18n.wording import wording_faults

_PAGE: Final = Path(__file__).resolve().parents[1] / "sandbox" / "page" / "static"
_FILES: Final = {"zh": "words-zh.js", "sr_Latn": "words-sr.js"}
_QUOTED: Final = r'"([^"\\]*)"'
_TRANSLATED: Final = re.compile(rf"(?:{_QUOTED}|(\w+)):\s*{_QUOTED}")
_IN_CODE: Final = re.compile(rf"\bt\({_QUOTED}\)")
_IN_MARKUP: Final = re.compile(r"data-t>([^<]+)<")


def page_faults(locale: str) -> Iterator[str]:
    """Yields the words of the page that are missing or wrong in a language, one line each."""
    file = _PAGE / "js" / _FILES[locale]
    words = {quoted or plain: said for quoted, plain, said in _TRANSLATED.findall(file.read_text("utf-8"))}
    for said in words.values():
        yield from (f"{file.name}: {fault}: {said!r}" for fault in wording_faults(locale, said))
    yield from (f"{file.name}: missing: {missing!r}" for missing in sorted(_sentences() - words.keys()))


def _sentences() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in sorted((_PAGE / "js").glob("*.js")))
    return {*_IN_CODE.findall(code), *_IN_MARKUP.findall((_PAGE / "index.html").read_text("utf-8"))}
