"""Sentences that tell who the author is or how to reach the author are hidden whole; others keep their words."""

import pytest

from bot.masking import MASK, Secrets, mask, mask_after

NOBODY = Secrets()


@pytest.mark.parametrize(
    "text",
    [
        "Just type walnutharbour into any search engine",
        "Ukucajte orahovaluka u pretraživač",
        "在企查查搜索锐远光学即可看到联系方式",
        "Найдите нас во ВКонтакте по названию Кедровый двор",
        "Ön: bizi internette Çamlıman Optik diye aratın",
        "Our name, read backwards: nevahenip",
        "The company whose name is the Serbian for clear meadow",
        "Our director, Ingrid Falkensten, speaks French",
        "The office is at 7 Harbour Terrace",
    ],
)
def test_a_sentence_about_the_author_is_hidden_whole(text: str) -> None:
    assert mask(f"We make pumps. {text}. They are of steel.", secrets=NOBODY).text == (
        f"We make pumps. {MASK}. They are of steel."
    )


@pytest.mark.parametrize(
    "text",
    [
        "We search for a supplier of stainless steel tubes in Italy",
        "Posts on Instagram and YouTube bring us most visitors",
        "Our director speaks Chinese",
        "The name of the standard is ISO 9001:2015",
        "Our people speak German, Russian and Chinese",
        "Google Cloud, Azure and AWS hosting",
        "Letter of credit at sight, or 30 % advance",
        "微信和邮件都可以",
    ],
)
def test_a_sentence_with_the_same_words_stays(text: str) -> None:
    assert mask(text, secrets=NOBODY).found == ()


def test_what_is_found_exactly_leaves_the_rest_of_its_sentence() -> None:
    assert mask("northfieldtools,com is our page", secrets=NOBODY).text == f"{MASK} is our page"
    assert mask("Pišite na ana@senzor.rs do petka.", secrets=NOBODY).text == f"Pišite na {MASK} do petka."


def test_a_name_beside_a_found_name_is_hidden() -> None:
    orlov = Secrets(company_names=("ООО Орлов Утёс",))
    assert "Utyos" not in mask("Look for Orlov Utyos among the firms", secrets=orlov).text


def test_an_announcement_in_one_message_reaches_into_the_next() -> None:
    assert mask_after(["My name is in two parts. First: Oliver"], "Second: Pemberton", secrets=NOBODY).text == MASK
    assert mask_after(["Cherchez-nous sur Instagram"], "havredepin", secrets=NOBODY).text == MASK
    assert mask_after(["Do you ship by sea?"], "Second question: which port", secrets=NOBODY).found == ()


def test_a_name_told_in_pieces_is_put_together() -> None:
    hellwald = Secrets(company_names=("Hellwald GmbH",))
    assert "wald" not in mask_after(["Hell"], "und dann wald", secrets=hellwald).text
    assert mask_after(["V", "E", "L"], "M", secrets=NOBODY).text == MASK
    assert mask_after(["Ja ili ne?"], "Da", secrets=NOBODY).found == ()
