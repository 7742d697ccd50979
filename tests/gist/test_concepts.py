"""The concepts that a gist names: what a text is about, in the reader's words, or nothing."""

import pytest

from bot.gist import gist_of
from bot.gist.concepts import all_keys, name_in, names
from bot.matching.terms import LANGUAGES
from bot.matching.tokens import folded
from storage.vocabulary import Language

SENSORS = ("wireless", "soil", "moisture", "sensors", "greenhouses")


def named(text: str, language: str, *, is_message: bool = False) -> set[str]:
    return {concept.en for concept in gist_of(text, language, is_message=is_message).concepts}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sr", "Bežični senzori vlažnosti zemljišta za plastenike"),
        ("sr", "Бежични сензори влажности земљишта за пластенике"),
        ("zh", "温室用无线土壤湿度传感器"),
        ("zh", "溫室用無線土壤濕度傳感器"),
        ("en", "Wireless soil moisture sensors for greenhouses"),
        ("ru", "Беспроводные датчики влажности почвы для теплиц"),
    ],
)
def test_a_text_of_any_language_names_the_same_concepts(language: str, text: str) -> None:
    assert named(text, language) >= set(SENSORS)


def test_a_concept_has_the_name_of_each_interface_language() -> None:
    (name,) = gist_of("温室", "zh").concepts
    assert {language: name_in(name, language) for language in Language} == {
        Language.EN: "greenhouses",
        Language.ZH: "温室",
        Language.SR_LATN: "plastenici",
        Language.SR_CYRL: "пластеници",
    }


@pytest.mark.parametrize(
    ("language", "text", "not_named"),
    [
        ("en", "We harvest by hand and train our people", {"harvesters", "railways"}),
        ("en", "A solution in general", {"generators"}),
        ("en", "Trade fair date, plant, seal, press and film", {"film", "seals", "presses"}),
        ("zh", "臭氧催化氧化工艺", {"chemicals"}),
        ("zh", "马上回复，门槛很低", {"horses", "doors and gates"}),
        ("sr", "Lepo je što ste tu, tri puta do sada", {"roads and traffic"}),
        ("sr", "Slobodni kapaciteti za nove projekte", {"televisions and projectors"}),
        ("pl", "Szukamy dostawcy", {"delivery"}),
        ("pt", "Painéis de cortiça", {"carpets and curtains", "displays"}),
        ("vi", "Chúng tôi nuôi tôm trên sàng", {"sieves"}),
    ],
)
def test_words_of_several_senses_and_words_that_look_alike_are_not_named(
    language: str, text: str, not_named: set[str]
) -> None:
    assert named(text, language) & not_named == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sr", "Malina bez pesticida"),
        ("en", "Grown without pesticides"),
        ("en", "Pesticide-free fruit"),
        ("zh", "不使用农药"),
        ("zh", "无农药"),
        ("de", "Obst ohne Pestizid"),
        ("sr", "Rasprskivač nije za pesticide"),
        ("en", "A sprayer, not for pesticides"),
        ("de", "Nicht für Pestizide"),
        ("ru", "Не для пестицидов"),
    ],
)
def test_denied_concepts_are_not_named(language: str, text: str) -> None:
    assert "pesticides" not in named(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Biosensors for plant protection"),
        ("sr", "Biosenzori za zaštitu bilja"),
        ("zh", "用于作物保护的生物传感器"),
        ("ru", "Биосенсоры для защиты растений"),
    ],
)
def test_subjects_of_life_sciences_and_farming_are_named(language: str, text: str) -> None:
    assert named(text, language) == {"biosensors", "crop protection"}


def test_the_most_specific_sense_wins() -> None:
    assert named("Heat pumps", "en") == {"heat pumps"}
    assert named("Govedina", "sr") == {"beef"}
    assert named("污水处理", "zh") != named("水", "zh")


def test_masked_parts_and_addresses_name_nothing() -> None:
    assert gist_of("▒▒▒ ▒▒▒ info@greenhouse.rs www.sensor.cn", "en").is_empty


def test_messages_also_talk_about_price_and_delivery() -> None:
    text = "请问单价、最小起订量和交货期是多少？可以先寄样品吗？"
    assert named(text, "zh", is_message=True) == {"price", "minimum order", "delivery time", "samples"}
    assert named(text, "zh") == set()


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("sr", "Koliko komada mesečno?", {"how many or how much", "pieces", "per month"}),
        ("sr", "Kada možete da pošaljete uzorak?", {"when", "send", "samples"}),
        ("sr", "Да ли је цена са ПДВ-ом?", {"price", "VAT"}),
        ("zh", "运费和关税谁付？", {"shipping costs", "customs", "who pays"}),
        ("zh", "下周可以开会吗", {"next week", "meeting"}),
        ("zh", "多少钱一台？最快什么时候能发货", {"price", "when", "delivery"}),
        ("en", "How many employees do you have?", {"how many or how much", "employees"}),
        ("de", "Wie viele Stück pro Monat?", {"how many or how much", "pieces", "per month"}),
        ("fr", "Combien de pièces par mois ?", {"how many or how much", "pieces", "per month"}),
        ("ru", "Сколько стоит одна штука?", {"price", "pieces"}),
        ("ko", "한 달에 몇 개 필요합니까?", {"per month"}),
        ("tr", "Ayda kaç adet?", {"how many or how much", "pieces", "per month"}),
        ("ar", "كم قطعة في الشهر؟", {"how many or how much", "pieces", "per month"}),
        ("vi", "Khi nào có thể giao hàng?", {"when", "delivery"}),
    ],
)
def test_a_short_question_has_a_gist(language: str, text: str, asked: set[str]) -> None:
    assert named(text, language, is_message=True) == asked


@pytest.mark.parametrize(
    ("language", "text", "named_too", "not_named"),
    [
        ("de", "Sind Ersatzteile auf Lager?", {"spare parts", "in stock"}, "bearings"),
        ("fr", "Qui paie le transport ?", {"who pays", "transport"}, "CRM and HR software"),
        ("zh", "我们暂时没有兴趣", {"not interested"}, "interested"),
        ("ru", "Кто оплачивает доставку?", {"who pays", "delivery"}, "parcel delivery"),
    ],
)
def test_a_phrase_is_not_named_by_its_parts(language: str, text: str, named_too: set[str], not_named: str) -> None:
    assert named(text, language, is_message=True) == named_too
    assert not_named not in named_too


def test_only_a_question_asks_when_or_how_long() -> None:
    text = "When it rains, the sensor stops. How long is the warranty?"
    assert named(text, "en", is_message=True) == {"rain and floods", "sensors", "how long", "warranty"}


def test_concepts_within_an_amount_are_not_repeated() -> None:
    gist = gist_of("Potrebno nam je 500 komada mesečno.", "sr", is_message=True)
    assert gist.concepts == ()
    assert [(one.low, one.unit.name, one.each) for one in gist.quantities] == [(500, "piece", "month")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sr", "Kada možete? Oko sto, prvi put."),
        ("sr", "Da li vode računa o tome?"),
        ("en", "How long does it last, and can you ship it by March?"),
    ],
)
def test_small_words_of_a_message_are_no_goods(language: str, text: str) -> None:
    assert named(text, language, is_message=True) <= {"when", "how long", "delivery"}


def test_only_international_words_count_in_an_unknown_language() -> None:
    assert named("Laboratorium für Polymer", "nl") == {"laboratories", "plastics"} & named("Laboratorium Polymer", "nl")
    assert named("Klimat för pumpar", "sv") == set()


def test_every_name_belongs_to_a_line_of_the_glossary_and_is_complete() -> None:
    assert set(names().by_key) <= all_keys()
    known = [*names().by_key.values(), *filter(None, names().by_spelling.values())]
    assert all(name.en and name.sr and name.zh for name in known)
    single = [key for key in all_keys() - names().by_key.keys() if folded(key) in names().by_spelling]
    assert len(names().by_key) + len(single) > 0.9 * len(all_keys())


def test_languages_that_the_bot_speaks_are_known() -> None:
    assert {language.value.split("-")[0] for language in Language} <= LANGUAGES
