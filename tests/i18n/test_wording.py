"""What the check of translations finds in words and punctuation."""

import pytest

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
