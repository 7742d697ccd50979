"""What the check of translations finds in words and punctuation."""

from pathlib import Path

import pytest

from bot.i18n import page_words
from bot.i18n.wording import wording_faults


@pytest.mark.parametrize(
    ("locale", "text", "fault"),
    [
        ("zh", "国外伙伴", "refused by the glossary: 国外"),
        ("zh", "扫描 QR 码", "refused by the glossary: qr 码"),
        ("zh", "您好!请回答", "half-width punctuation"),
        ("zh", "展位 二维码", "a space between Chinese characters"),
        ("sr_Latn", "Datoteka je prazna.", "refused by the glossary: datotek"),
        ("sr_Latn", "Za „{title}” tražim", "quotes other than „…“"),
        ("sr_Latn", "Važi do {day}.", "a doubled dot: a date ends in one"),
        ("sr_Latn", "Zastupate <b>{company}</b>.", "a doubled dot: “d.o.o.” ends in one"),
        ("sr_Latn", "Gotovo..", "a doubled dot"),
    ],
)
def test_a_wrong_word_or_mark_is_told(locale: str, text: str, fault: str) -> None:
    assert list(wording_faults(locale, text)) == [fault]


@pytest.mark.parametrize(
    ("locale", "text"), [("zh", "您好！“境外”，14:30 开始。"), ("sr_Latn", "Tražim „nešto“… do {day} Važi.")]
)
def test_right_words_pass(locale: str, text: str) -> None:
    assert list(wording_faults(locale, text)) == []


def test_the_words_of_the_sandbox_page_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "words-sr.js").write_text('export default { "Send": "Pošalji", Match: "Podudaranje" };')
    (tmp_path / "js" / "chat.js").write_text('button(t("Send")); title(t("Chats"));')
    (tmp_path / "index.html").write_text("<a data-t>Skip to the chats</a>")
    monkeypatch.setattr(page_words, "_PAGE", tmp_path)
    assert list(page_words.page_faults("sr_Latn")) == [
        "words-sr.js: refused by the glossary: podudaranj: 'Podudaranje'",
        "words-sr.js: missing: 'Chats'",
        "words-sr.js: missing: 'Skip to the chats'",
    ]
