"""What a translator says in each language."""

from datetime import UTC, date, datetime

import pytest

from bot.i18n.cyrillic import to_cyrillic
from bot.i18n.translator import LANGUAGE_NAMES, language_for, mark, translator_for
from storage.vocabulary import Language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", Language.ZH),
        ("zh-hant", Language.ZH),
        ("zh_CN", Language.ZH),
        ("sr", Language.SR_LATN),
        ("sr-Latn", Language.SR_LATN),
        ("sr-Cyrl-RS", Language.SR_CYRL),
        ("bs", Language.SR_LATN),
        ("hr", Language.SR_LATN),
        ("cnr", Language.SR_LATN),
        ("en-GB", Language.EN),
        ("de", Language.EN),
        ("", Language.EN),
        (None, Language.EN),
    ],
)
def test_the_language_follows_telegram(code: str | None, language: Language) -> None:
    assert language_for(code) is language


@pytest.mark.parametrize(
    ("language", "joined", "quoted"),
    [
        (Language.EN, "a, b, c", "“d”"),
        (Language.ZH, "a、b、c", "“d”"),
        (Language.SR_LATN, "a, b, c", "„d“"),
        (Language.SR_CYRL, "a, b, c", "„d“"),
    ],
)
def test_words_are_joined_and_quoted_as_the_language_does(language: Language, joined: str, quoted: str) -> None:
    t = translator_for(language)
    assert t.joined(iter("abc")) == joined
    assert t.quoted("d") == quoted


@pytest.mark.parametrize(
    ("language", "day", "number", "listed"),
    [
        (Language.EN, "Nov 22, 2026", "12,345.5", "a, b, and c"),
        (Language.ZH, "2026年11月22日", "12,345.5", "a、b和c"),
        (Language.SR_LATN, "22. 11. 2026.", "12.345,5", "a, b i c"),
        (Language.SR_CYRL, "22. 11. 2026.", "12.345,5", "a, b и c"),
    ],
)
def test_dates_numbers_and_lists(language: Language, day: str, number: str, listed: str) -> None:
    t = translator_for(language)
    assert t.date(date(2026, 11, 22)) == t.date(datetime(2026, 11, 22, 23, tzinfo=UTC)) == day
    assert t.number(12345.5) == number
    assert t.list(["a", "b", "c"]) == listed
    assert (t.list(["a"]), t.list([])) == ("a", "")
    assert t.language is language


def test_values_are_inserted_as_they_are_and_missing_ones_are_an_error() -> None:
    t = translator_for(Language.EN)
    assert t(mark("{name} & {{braces}}"), name="<Ana {x}>") == "<Ana {x}> & {braces}"
    assert t("") == ""
    with pytest.raises(KeyError):
        t("Hello {name}")


def test_english_plurals_count_as_people_write() -> None:
    t = translator_for(Language.EN)
    assert [t.n("{count} match", "{count} matches", count) for count in (1, 2, 1000)] == [
        "1 match",
        "2 matches",
        "1,000 matches",
    ]


def test_translators_are_read_once_and_every_language_names_itself() -> None:
    assert translator_for(Language.ZH) is translator_for(Language.ZH)
    assert list(LANGUAGE_NAMES) == list(Language)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ćao, Džemo! Ljudi i njive.", "Ћао, Џемо! Људи и њиве."),
        ("NJEGOŠ, LJUDI, DŽEP", "ЊЕГОШ, ЉУДИ, ЏЕП"),
        ("injekcija, konjunktura, nadživeti, Tanjug", "инјекција, конјунктура, надживети, Танјуг"),
        ("budžet, odžak, ponuda", "буџет, оџак, понуда"),
        ("Zdravo {name}, {count} ponuda", "Здраво {name}, {count} понуда"),
        ("<b>Da</b> &amp; <a href='https://x.rs'>ne</a>", "<b>Да</b> &amp; <a href='https://x.rs'>не</a>"),
        ("Pošaljite /offer ili /need, i/ili broj", "Пошаљите /offer или /need, и/или број"),
        ("Vidi https://example.org/ljubav i t.me/nj.", "Види https://example.org/ljubav и t.me/nj."),
        ("Pišite na ana@primer.rs ili @ana", "Пишите на ana@primer.rs или @ana"),
        ("PartnerBridge na Telegramu, PDF-a, vCard", "PartnerBridge на Telegramu, PDF-а, vCard"),
        ("WeChat, Wi-Fi, Excel 🙂", "WeChat, Wi-Fi, Excel 🙂"),
        ("podžeći, podžegao, odžvakati, anjonski, anjon", "поджећи, поджегао, оджвакати, анјонски, анјон"),
        ("injicirati, odžderati", "инјицирати, одждерати"),
        ("INJEKCIJA, NADŽIVETI, PODŽANR", "ИНЈЕКЦИЈА, НАДЖИВЕТИ, ПОДЖАНР"),
        ("ID-ja, 20 MB, 5 ms, QR kod, IPR, CE, API, IT", "ID-ја, 20 MB, 5 ms, QR код, IPR, CE, API, IT"),
        ("CNC mašina, 3D štampa, pH vrednost, LoRa", "CNC машина, 3D штампа, pH вредност, LoRa"),
        ("e-mail, URL, online, Google, know-how", "e-mail, URL, online, Google, know-how"),
        ("Pošaljite /join ABCD2345, štand A-12", "Пошаљите /join ABCD2345, штанд A-12"),
        ("SAD, PDV, I ja", "САД, ПДВ, И ја"),
        ("<code>partnerbridge</code> radi", "<code>partnerbridge</code> ради"),
        ("你好 svet", "你好 свет"),
    ],
)
def test_serbian_in_cyrillic_keeps_what_is_not_words(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("language", "sentence", "name", "expected"),
    [
        (Language.EN, "✅ Saved: <b>{name}</b>.", "Senzor d.o.o.", "✅ Saved: <b>Senzor d.o.o.</b>"),
        (Language.EN, "✅ Saved: <b>{name}</b>.", "Agritech Ltd", "✅ Saved: <b>Agritech Ltd</b>."),
        (Language.EN, "Stop representing <b>{name}</b>?", "A Co.", "Stop representing <b>A Co.</b>?"),
        (Language.ZH, "✅ Saved: <b>{name}</b>.", "Senzor d.o.o.", "✅ 已保存：<b>Senzor d.o.o.</b>"),
        (Language.ZH, "✅ Saved: <b>{name}</b>.", "绿源", "✅ 已保存：<b>绿源</b>。"),
    ],
)
def test_a_name_that_ends_in_a_dot_gets_no_second_one(
    language: Language, sentence: str, name: str, expected: str
) -> None:
    assert translator_for(language)(sentence, name=name) == expected


def test_the_next_sentence_follows_a_dot_at_a_distance() -> None:
    said = (
        "Good to see you. You represent <b>{companies}</b>. Tell me in one message what you offer or look for, or "
        "choose:"
    )
    assert "<b>A d.o.o.</b> Tell me" in translator_for(Language.EN)(said, companies="A d.o.o.")
    assert "<b>A d.o.o.</b> 用一条" in translator_for(Language.ZH)(said, companies="A d.o.o.")
    assert "<b>绿源</b>。用一条" in translator_for(Language.ZH)(said, companies="绿源")


def test_a_quoted_title_that_ends_in_a_dot_gets_no_second_one() -> None:
    said = "🤝 I noted your request for “{title}”."
    assert translator_for(Language.EN)(said, title="Pumps.") == "🤝 I noted your request for “Pumps.”"
