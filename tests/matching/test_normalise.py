import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.matching.listing import Subject
from bot.matching.normalise import clean, fold
from bot.matching.prepare import prepare, text_hash
from bot.matching.tokens import tokens, without_contacts
from storage.vocabulary import Kind

HOSTILE = {
    "long": "szenzor " * 12_500,
    "long without spaces": "土" * 100_000,
    "lone surrogates": "\ud800 senzor \udfff",
    "control": "\x00\x07senzor\x1b[2J",
    "right to left": "\u202esenzor\u202c \u200f",
    "emoji": "🌱💧🚜👩‍🌾",
    "empty": "",
    "spaces": " \n\t ",
    "zalgo": "s" + "\u0301" * 5_000 + "enzor",
    "ligature bomb": "\ufdfa" * 10_000,
    "digits": "1" * 100_000,
    "dashes": "a-" * 50_000,
    "dots": "a." * 50_000 + "com",
    "at signs": "@" * 100_000,
    "mixed runs": "a土" * 50_000,
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Čelik za građevinu", "ЧЕЛИК ЗА ГРАЂЕВИНУ"),
        ("Ђорђе жели џак љутих њокија", "djordje zeli dzak ljutih njokija"),
        ("土壤濕度傳感器", "土壤湿度传感器"),
        ("ＣＮＣ　加工", "cnc 加工"),
        ("Żółć ŁÓDŹ", "zolc lodz"),
        ("STRASSE", "Straße"),
        ("İstanbul ışık", "istanbul isik"),
        ("مُضَخَّة", "مضخه"),
        ("Crème brûlée", "creme brulee"),
    ],
)
def test_spellings_of_one_text_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_letters_that_carry_meaning_are_kept() -> None:
    assert fold("ガ") != fold("カ")
    assert fold("한국") == "한국"
    assert fold("हिन्दी") == "हिन्दी"


@given(st.text(st.characters(exclude_categories=())))
@example("Ѐ")
def test_folding_twice_changes_nothing_and_gives_clean_text(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    clean(text).encode("utf-8")


@pytest.mark.timeout(60)  # what runs away does not come back in an hour
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_bounded(text: str) -> None:
    subject = Subject(id="x", kind=Kind.NEED, title=text, text=text, keywords=(text,) * 50)
    prepared = prepare(subject, None)
    text_hash(subject)
    assert len(prepared.tokens) < 1_000
    assert sum(map(len, prepared.phrases)) < 2_000


def test_addresses_and_numbers_are_no_words() -> None:
    text = "Pišite na ana@senzor.rs, www.senzor.rs, t.me/ana ili @ana_s, +381 64 123 45 67, PIB 123456789; ISO 9001"
    shown = {token.shown for token in tokens(clean(text))}
    assert "ISO 9001" in shown
    assert not shown & {"ana", "ana_s", "senzor", "senzor.rs", "rs", "123456789", "me", "381"}
    assert "64 123" not in without_contacts(text)


def test_codes_and_standards_are_one_key_however_written() -> None:
    def codes(text: str) -> set[str]:
        return {token.key for token in tokens(clean(text)) if token.key.startswith("c:")}

    assert codes("ISO 13485") == codes("iso-13485") == codes("ISO13485")
    assert codes("48 V battery") == codes("48V battery") == {"c:48v"}
    assert codes("5W-30") == codes("5w30")
    assert codes("500") == set()
