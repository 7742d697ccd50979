"""How the bot says no, in English: gathered from the product, so that new refusals are known."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from bot.errors import DomainError
from bot.i18n.translator import translator_for
from handlers.people.first_message import views as first_message_views
from handlers.search import views as search_views
from handlers.ui import sanction_views as appeal_views
from handlers.ui import welcome_views
from storage.vocabulary import Language

_HELP: Final = "What you can do\n"
"""What follows depends on the role; it is the answer to a command that does not exist."""


def refuses(answer: str) -> bool:
    """True for one message that says no, or says only what everybody may read. A greeting may follow the refusal."""
    before = _greeting().sub("", answer).strip()
    return not before or answer.startswith(_HELP) or any(one.fullmatch(before) for one in _patterns())


@cache
def _greeting() -> re.Pattern[str]:
    text = welcome_views.greeting(translator_for(Language.EN), "{name}").text
    return re.compile(_with_gaps(text) + r"\Z", re.DOTALL)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_with_gaps(text), re.DOTALL) for text in {*_errors(DomainError), *_views()})


def _with_gaps(sentence: str) -> str:
    parts = re.split(r"\{\w+\}", re.sub("<[^>]+>", "", sentence).strip())
    return ".*".join(re.escape(part) for part in parts)


def _errors(kind: type[DomainError]) -> Iterator[str]:
    yield kind.default
    for sub in kind.__subclasses__():
        yield from _errors(sub)


def _views() -> Iterator[str]:
    """The answers that people get to what is not there, and to what is for members."""
    t = translator_for(Language.EN)
    for flag in (True, False):
        yield welcome_views.register_first(t, consented=flag).text
        yield welcome_views.old_button(t, registered=flag).text
        yield welcome_views.nothing_open(t, registered=flag).text
        yield first_message_views.more_please(t, consented=flag).text
    yield search_views.only_words(t).text
    yield appeal_views.once_only(t).text
    yield t("🔇 Until {until} you can read everything, but not publish, propose or write.", until="{until}")
    yield t("🔇 You can read everything, but not publish, propose or write.")
