"""What one side sees of the other, without its identity: company, listing, pitch, messages, and who recommends it."""

import html
from collections.abc import Mapping, Sequence
from typing import Final

from bot.i18n.translator import CLDR, Translator, mark, translator_for
from bot.usecases.events.names import in_language
from bot.usecases.introductions import ListedIntroduction, ShownIntroduction, ThreadMessage
from bot.usecases.recommendations import ShownRecommendation
from handlers.advisers.views import on_behalf
from handlers.introductions.labels import OPENINGS
from handlers.people.labels import describe_company
from handlers.suggestions import reasons
from handlers.ui import gist_views
from handlers.ui.view import shortened
from storage.vocabulary import Language

_SUMMARY_SHOWN: Final = 400  # characters of a summary on a card
_REASONS_SHOWN: Final = 3
_LINES_SHOWN: Final = 6  # latest messages of a thread
_LINE_SHOWN: Final = 300  # characters of each message
TITLE_SHOWN: Final = 80
_GONE: Final = mark("a listing that is gone")


def recommended(t: Translator, seen: ShownIntroduction) -> str:
    """Returns a note if an organizer recommended the introduction; otherwise ""."""
    if seen.recommended_at is None:
        return ""
    note = organizer_recommends(t, seen.recommended_at)
    if not seen.recommended_with:
        return note
    return f"{note}\n{organizer_writes(t, seen.recommended_with)}"


def organizer_recommends(t: Translator, event: Mapping[str, str]) -> str:
    """`event`: its names by language."""
    name = html.escape(in_language(event, t.language))
    return t("🎪 The organizer of <b>{event}</b> thinks you should meet.", event=name)


def organizer_writes(t: Translator, word: str) -> str:
    return t("The organizer writes: {words}", words=f"<i>{t.quoted(html.escape(word))}</i>")


def counterpart_lines(t: Translator, seen: ShownIntroduction | ShownRecommendation) -> list[str]:
    """Describes the other side in general terms, with the reasons of the match."""
    found = [company_line(t, seen), f"<b>{html.escape(seen.title) or t(_GONE)}</b>"]
    if isinstance(seen, ShownIntroduction) and seen.my_company:
        found.append(on_behalf(t, seen.my_company))
    if seen.mine is not None:
        found.append(t("For your listing “{title}”", title=html.escape(shortened(seen.mine.title, TITLE_SHOWN))))
    if seen.summary:
        found += ["", html.escape(shortened(seen.summary, _SUMMARY_SHOWN))]
    gist = gist_views.of_listing(t, seen.theirs, seen.title, seen.summary, seen.reasons if seen.is_open else ())
    found += ["", *gist] if gist else []
    if isinstance(seen, ShownIntroduction) and seen.theirs_edited and seen.is_open:
        edited = t("They have changed this listing since then.")
        found += ["", f"<i>{edited}</i>"]
    why = reasons.reasons(t, seen.reasons, _REASONS_SHOWN)
    if why and seen.is_open:
        found += ["", t("<b>Why it fits</b>"), *why]
    return found


def company_line(t: Translator, seen: ShownIntroduction | ListedIntroduction | ShownRecommendation) -> str:
    """Returns "🇷🇸 Company · from Serbia · 11–49 people · Technology offer"."""
    other = seen.counterpart
    if other is None:
        return t("A company that has left")
    return describe_company(
        t,
        other.kind,
        other.country,
        size=other.size,
        profile_type=seen.profile_type,
        verified=other.verified,
        represented=other.represented,
    )


def pitch_text(t: Translator, seen: ShownIntroduction) -> str:
    """Returns the pitch. Names its language if it is not the reader's."""
    if not seen.pitch:
        return ""
    quoted = f"<i>{t.quoted(html.escape(seen.pitch))}</i>"
    if seen.mine_proposed:
        return t("You wrote: {words}", words=quoted)
    code = seen.pitch_language or "und"
    named = language_name(code, t)
    if not named or code == CLDR[t.language].split("_")[0]:
        return t("They write: {words}", words=quoted)
    said = t("They write (in {language}): {words}", language=named, words=quoted)
    known = _opening(seen.pitch)
    if known is None:
        return "\n".join([said, *gist_views.of_message(t, seen.pitch, seen.pitch_language)])
    meant = t("Meaning: {words}", words=f"<i>{t.quoted(t(known))}</i>")
    return f"{said}\n{meant}"


def _opening(text: str) -> str | None:
    """Returns the suggested opening that equals the pitch in any interface language, or None."""
    return next(
        (known for known in OPENINGS if any(translator_for(language)(known) == text for language in Language)), None
    )


def language_name(code: str, t: Translator) -> str:
    """Returns a language's name in the reader's language; empty if it is unknown."""
    language = code.split("-", maxsplit=1)[0]
    return "" if language == "und" else t.locale.languages.get(language, "")


def thread_lines(t: Translator, thread: Sequence[ThreadMessage]) -> list[str]:
    """Returns the latest messages, each with the side that wrote it."""
    shown = []
    for line in thread[-_LINES_SHOWN:]:
        text = html.escape(shortened(line.text, _LINE_SHOWN)) or ("📎" if line.file_kind else "…")
        shown.append(t("<b>You:</b> {words}", words=text) if line.mine else t("<b>They:</b> {words}", words=text))
        shown += [] if line.mine else gist_views.in_a_thread(t, line.text, line.language)
    return shown
