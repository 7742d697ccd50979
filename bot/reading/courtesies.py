"""Greetings and thanks: short texts that are neither a search nor a listing."""

import re
from typing import Final

from bot.matching.normalise import fold

_WORDS: Final = re.compile(r"\w+")
_LONGEST: Final = 60  # characters

_GREETINGS: Final = frozenset(
    {
        *(
            "hello",
            "hello there",
            "hi",
            "hi there",
            "hey",
            "good morning",
            "good day",
            "good afternoon",
            "good evening",
        ),
        *("zdravo", "cao", "dobar dan", "dobro jutro", "dobro vece", "pozdrav", "bok"),
        *("你好", "您好", "大家好", "早上好", "下午好", "晚上好", "嗨", "哈喽", "在吗", "在么"),
        *("hallo", "guten tag", "guten morgen", "guten abend", "bonjour", "bonsoir", "salut", "hola", "buenos dias"),
        *("buenas", "buenas tardes", "ciao", "buongiorno", "buonasera", "ola", "bom dia", "boa tarde", "merhaba"),
        *("selam", "gunaydin", "privet", "zdravstvuite", "zdravstvuyte", "dobryi den", "dobryy den", "czesc"),
        *("dzien dobry", "szia", "jo napot", "ahoj", "buna", "buna ziua", "こんにちは", "안녕하세요", "مرحبا"),
    }
)
_THANKS: Final = frozenset(
    {
        *("thanks", "thank you", "thank you very much", "thanks a lot", "many thanks", "thx", "ty", "cheers"),
        *("ok", "okay", "ok thanks", "okay thanks", "great", "great thanks", "perfect", "super", "got it"),
        *(
            "hvala",
            "hvala lepo",
            "hvala lijepo",
            "hvala puno",
            "hvala vam",
            "mnogo hvala",
            "ok hvala",
            "u redu",
            "vazi",
        ),
        *("谢谢", "谢谢你", "谢谢您", "多谢", "感谢", "非常感谢", "好的", "好的谢谢", "好", "收到", "明白", "明白了"),
        *(
            "danke",
            "danke schon",
            "danke schoen",
            "vielen dank",
            "merci",
            "merci beaucoup",
            "gracias",
            "muchas gracias",
        ),
        *("grazie", "grazie mille", "obrigado", "obrigada", "tesekkurler", "tesekkur ederim", "spasibo", "dziekuje"),
        *("koszonom", "dekuji", "dakujem", "multumesc", "ありがとう", "ありがとうございます", "감사합니다", "شكرا"),
    }
)


def is_greeting(text: str) -> bool:
    """Returns True if the whole text is a greeting, in one of the common languages."""
    return _is_one_of(text, _GREETINGS)


def is_thanks(text: str) -> bool:
    """Returns True if the whole text only thanks or agrees."""
    return _is_one_of(text, _THANKS)


def _is_one_of(text: str, phrases: frozenset[str]) -> bool:
    words = _WORDS.findall(fold(text[:_LONGEST]))
    return " ".join(words) in phrases or "".join(words) in phrases  # Chinese has no spaces between words
