"""Charts render on a machine without fonts: every letter they may have to draw is in a font that we bring along."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from bot.charts import announcement, event
from bot.charts.canvas import figure, label, plain
from bot.i18n.cyrillic import to_cyrillic
from bot.i18n.translator import catalog_path, read_catalog, translator_for
from bot.matching.country_names import country_codes, country_name
from bot.matching.sectors import all_sectors, sector_label
from handlers.announcements.labels import SKIPS, STATES
from handlers.moderation.labels import ROLES
from storage.vocabulary import Language

LANGUAGES = list(Language)


@cache
def drawable() -> frozenset[int]:
    """The letters of the fonts that charts name, each of them found in matplotlib or beside our charts."""
    with as_file(files("bot.charts").joinpath("fonts")) as ours, figure(1.0):
        families = mpl.rcParams["font.family"]
        paths = [Path(font_manager.findfont(family, fallback_to_default=False)) for family in families]
        homes = {Path(mpl.get_data_path()) / "fonts" / "ttf", Path(ours)}
        assert {path.parent for path in paths} <= homes, "nothing of this machine"
        return frozenset(code for path in paths for code in FT2Font(str(path)).get_charmap())


def missing(texts: Iterable[str]) -> set[str]:
    """Letters, numbers and punctuation of these that would be drawn as empty boxes."""
    letters = {letter for text in texts for letter in text}
    return {one for one in letters if unicodedata.category(one)[0] in "LNP" and ord(one) not in drawable()}


def sentences(language: Language) -> list[str]:
    """All that the product says in a language."""
    locale = "zh" if language is Language.ZH else "sr_Latn"
    messages = read_catalog(catalog_path(locale), locale)
    if language is Language.EN:
        return [text for one in messages for text in forms(one.id)]
    said = [text for one in messages if one.id for text in forms(one.string)]
    return [to_cyrillic(text) for text in said] if language is Language.SR_CYRL else said


def forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return [text] if isinstance(text, str) else text or []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_product_can_be_drawn(language: Language) -> None:
    found = sentences(language)
    assert len(found) > 1000
    assert missing(found) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_sector_and_day_can_be_drawn(language: Language) -> None:
    t = translator_for(language)
    countries = [country_name(code, language) for code in country_codes()]
    assert len(countries) > 200
    sectors = [sector_label(sector, language) for sector in all_sectors()]
    days = [t.date(date(2026, month, 28)) for month in range(1, 13)]
    assert missing([*countries, *sectors, *days]) == set()


def test_every_name_of_east_asia_can_be_drawn() -> None:
    assert (
        missing(["銀座スピリッツ輸入株式會社", "臺灣樹脂", "한빛심장 주식회사", "张喆", "陈珺", "林堃", "𠮷田", "山﨑"])
        == set()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_box_is_drawn(language: Language) -> None:
    """matplotlib warns of a letter it does not have, and warnings are errors here."""
    t = translator_for(language)
    labels = [t(text) for text in (*STATES.values(), *SKIPS.values(), *ROLES.values())]
    steps = [(text, place) for place, text in enumerate(labels)]
    day = date(2026, 3, 2)
    for panels in ([("", 0)], steps):
        results = event.Results(
            title="多瑙河—浦东 · Технолошки сајам · Žižkov",
            subtitle=t.date(day),
            figures=steps[:4],
            panels=[
                event.Panel(
                    title=t("Introductions between countries"), bars=panels, nothing=t("No introductions accepted yet.")
                )
            ]
            * 4,
            days_title=t("Over time"),
            days=[(t("participants"), {day: 3} if panels == steps else {})],
            no_days=t("Nobody takes part yet."),
        )
        png, pdf = event.draw(results, t.date)
        assert (png[:4], pdf[:4]) == (b"\x89PNG", b"%PDF")
    assert announcement.draw(language, steps, [datetime(2026, 3, 2, 9, tzinfo=UTC)] * 3).startswith(b"\x89PNG")


def test_signs_that_nobody_has_are_left_out_and_letters_are_noticed() -> None:
    assert plain("⏹ Stop 🎪 5 $ ✓ 1️⃣") == "Stop  5 \\$ ✓ 1"
    assert missing(["ꀀ"]) == {"ꀀ"}


def test_long_labels_leave_room_in_every_script() -> None:
    assert label("Bosna i Hercegovina") == "Bosna i\nHercegovina"
    assert label("波斯尼亚和黑塞哥维那共和国") == "波斯尼亚和黑塞哥维\n那共和国"
    assert label("赞助方：Zelengora Bank") == "赞助方：Zelengora\nBank"
