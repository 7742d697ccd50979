"""The tool that keeps translations in step, on a small source tree of its own."""

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.i18n import catalog, translator

SOURCE = """
GREETING = mark("Hello {name}")
async def step(t):
    await send(t("<b>Close</b> it?"), t.n("{count} match", "{count} matches", 3))
    await send(t("Long sentence "
                 "in two pieces"))
"""
TRANSLATIONS = {
    "Hello {name}": {"zh": "你好，{name}", "sr_Latn": "Zdravo, {name}"},
    "<b>Close</b> it?": {"zh": "<b>关闭</b>吗？", "sr_Latn": "<b>Zatvoriti</b>?"},
    "Long sentence in two pieces": {"zh": "长句", "sr_Latn": "Duga rečenica"},
    "{count} match": {"zh": ["{count} 个"], "sr_Latn": ["{count} par", "{count} para", "{count} parova"]},
}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bot").mkdir()
    (tmp_path / "handlers").mkdir()
    (tmp_path / "handlers" / "steps.py").write_text(SOURCE)
    monkeypatch.setattr(catalog, "ROOT", tmp_path)
    monkeypatch.setattr(translator, "LOCALES", tmp_path / "locales")
    for locale in catalog.TRANSLATED:
        path = translator.catalog_path(locale)
        path.parent.mkdir(parents=True)
        path.write_text(catalog.to_po(Catalog(locale=locale), locale), "utf-8")
    return tmp_path


def merge(tree: Path, translations: object) -> int:
    file = tree / "new.json"
    file.write_text(json.dumps(translations), "utf-8")
    return catalog.main(["--merge", str(file)])


def test_marked_sentences_are_found_and_listed_as_missing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert catalog.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert all(f"zh: missing: {msgid!r}" in told for msgid in TRANSLATIONS)
    assert "4 sentences, 8 problems" in told


def test_an_update_alone_succeeds_and_leaves_room_for_translations(tree: Path) -> None:
    assert catalog.main([]) == 0
    text = translator.catalog_path("sr_Latn").read_text("utf-8")
    assert 'msgid "Hello {name}"\nmsgstr ""' in text


def test_a_merge_completes_the_catalogs_and_is_stable(tree: Path) -> None:
    assert merge(tree, TRANSLATIONS) == 0
    before = {locale: translator.catalog_path(locale).read_text("utf-8") for locale in catalog.TRANSLATED}
    assert catalog.main([]) == 0
    assert catalog.main(["--check"]) == 0
    assert before == {locale: translator.catalog_path(locale).read_text("utf-8") for locale in catalog.TRANSLATED}
    assert "par" in before["sr_Latn"]


def test_merged_sentences_are_spoken(tree: Path) -> None:
    merge(tree, TRANSLATIONS)
    translator.translator_for.cache_clear()
    try:
        t = translator.translator_for(translator.Language.SR_CYRL)
        assert t("Hello {name}", name="Ljiljana") == "Здраво, Ljiljana"
        forms = [t.n("{count} match", "{count} matches", count) for count in (1, 2, 5, 11, 21, 1000)]
        assert forms == ["1 пар", "2 пара", "5 парова", "11 парова", "21 пар", "1.000 парова"]
    finally:
        translator.translator_for.cache_clear()


@pytest.mark.parametrize(
    ("msgid", "wrong", "told"),
    [
        ("Hello {name}", "你好，{nme}", "zh: other placeholders: 'Hello {name}'"),
        ("Hello {name}", "你好，{name", "zh: other placeholders: 'Hello {name}'"),
        ("<b>Close</b> it?", "<b>关闭<b>吗？", "zh: other HTML tags: '<b>Close</b> it?'"),
        ("{count} match", ["{count} 个", "{count} 个"], "zh: 2 forms instead of 1: '{count} match'"),
        ("Goodbye", "再见", "not in the code: 'Goodbye'"),
    ],
)
def test_outdated_catalogs_are_reported(
    tree: Path, capsys: pytest.CaptureFixture[str], msgid: str, wrong: object, told: str
) -> None:
    assert (
        merge(tree, TRANSLATIONS | {msgid: {"zh": wrong, "sr_Latn": TRANSLATIONS.get(msgid, {}).get("sr_Latn")}}) == 1
    )
    assert told in capsys.readouterr().out


def test_a_sentence_gone_from_the_code_is_obsolete_and_dropped(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    merge(tree, TRANSLATIONS)
    (tree / "handlers" / "steps.py").write_text('GREETING = mark("Hello {name}")\n')
    assert catalog.main(["--check"]) == 1
    assert "zh: obsolete: '<b>Close</b> it?'" in capsys.readouterr().out
    assert catalog.main([]) == 0
    assert catalog.main(["--check"]) == 0
    assert "Close" not in translator.catalog_path("zh").read_text("utf-8")


@pytest.mark.parametrize("call", ["t('Done.')", "asking.t('Done.')", "t.n('{count} match', '{count} matches', 3)"])
def test_a_sentence_inside_an_f_string_is_told(tree: Path, capsys: pytest.CaptureFixture[str], call: str) -> None:
    merge(tree, TRANSLATIONS)
    (tree / "handlers" / "views.py").write_text(f'def view(t, asking):\n    return f"<b>{{{call}}}</b>"\n')
    assert catalog.main(["--check"]) == 1
    assert "handlers/views.py:2: a sentence inside an f-string" in capsys.readouterr().out


def test_sentences_inside_f_strings_are_found(tree: Path) -> None:
    merge(tree, TRANSLATIONS)
    (tree / "handlers" / "views.py").write_text('def view(t, one):\n    return f"<b>{t(LABELS[one])}</b>"\n')
    assert catalog.main(["--check"]) == 0


def test_a_broken_catalog_is_told_by_its_path(tree: Path) -> None:
    path = translator.catalog_path("zh")
    path.write_text('msgid "a"\nstray words\nmsgstr "b"\n', "utf-8")
    with pytest.raises(ValueError, match=r"partnerbridge\.po: .* on 1"):
        translator.read_catalog(path, "zh")
