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
        "Nudimo krompir na veliko, pozovite nas",
        "The name of the standard is ISO 9001:2015",
        "Our people speak German, Russian and Chinese",
        "Google Cloud, Azure and AWS hosting",
        "Letter of credit at sight, or 30 % advance",
        "微信和邮件都可以",
        "Customers call us for spare parts from Kotor to Kumanovo",
        "Kunden rufen uns an, wenn ein Förderband von Habasit reißt",
        "A fitter who visits farms and calls back within 48 hours",
        "The breed is called Busha and gives 9 litres a day",
        "Naš hibrid se zove Tara i otporan je na sušu",
        "Nuestra variedad se llama Hojiblanca",
        "我们公司生产名为“云锦”的面料",
        "Google Ads and QR labels for Instagram shops",
        "Come and see the mill in Bukovička Banja",
        "Vidimo se u Guči i donosimo uzorke",
        "Zadzwońcie w sprawie palet 1000 x 600",
        "Prevodimo uputstva na ruski i mađarski",
        "我们的品牌在欧洲销量第三，寻找代理",
        "弊社は日産とスバルに部品を納めています",
    ],
)
def test_a_sentence_with_the_same_words_stays(text: str) -> None:
    assert mask(text, secrets=NOBODY).found == ()


def test_of_an_invitation_to_a_hall_only_the_hall_is_hidden() -> None:
    assert mask("Посетите наш штанд на сајму, хала 3.", secrets=NOBODY).text == f"Посетите наш штанд на сајму, {MASK}."


@pytest.mark.parametrize(
    "text",
    [
        "Customers call us Kestrelfield",
        "Kupci nas zovu Kestrelfild",
        "Our customers find us on Google as Kestrelfield Pumps",
        "We are the firm whose brand of jam is called Kestrel Gold",
        "Translate quiet meadow into Serbian and you have us",
        "Dođite u Ulicu breza 9",
        "Ich heiße Schneider.",
        "Fragen Sie nach Fischer.",
    ],
)
def test_an_announcement_in_the_mouth_of_others_is_hidden(text: str) -> None:
    assert MASK in mask(text, secrets=NOBODY).text


@pytest.mark.parametrize("text", ["K-E-S-T-R-E-L F-I-E-L-D", "З-Е-Л-Е-Н-А Д-О-Л-И-Н-А"])
def test_letters_with_hyphens_between_are_hidden(text: str) -> None:
    assert mask(text, secrets=NOBODY).text.strip(f"{MASK} ") == ""
    assert mask("A-B-C-D-E", secrets=NOBODY).found == ()


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
