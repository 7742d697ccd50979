"""What a listing has of one or two typed words."""

import pytest

from bot.matching.encoders import Encoder
from bot.matching.lexical import Vocabulary, Weighed
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare, prepare_many
from bot.matching.query import query_of_words
from bot.usecases.suggestions.search import MINIMUM, queries
from tests.matching.listings import offer


def coverage(words: str, title: str, language: str | None) -> float:
    tokens = prepare(offer(title, language=language), None).tokens
    return query_of_words(words).coverage(Weighed(tokens, Vocabulary()))


@pytest.mark.parametrize(
    ("words", "title", "language"),
    [
        ("蜂蜜", "akácméz nagyban", "hu"),
        ("honey", "багремов мед, бурад", "sr-Cyrl"),
        ("传感器", "Bežični senzori vlažnosti", "sr-Latn"),
        ("battery", "car batteries 12v", "en"),
        ("drones", "drone light shows", "en"),
        ("tuz", "sale marino integrale", "it"),  # salt in Turkish; a fuse is spelt nearly so in another language
        ("焊接", "Robotska ćelija za zavarivanje", "sr-Latn"),
        ("Teppiche", "el dokuma hali", "tr"),
        ("العسل", "Honig im Glas", "de"),  # "the honey"
    ],
)
def test_a_thing_is_found_whatever_its_language_number_and_case(words: str, title: str, language: str) -> None:
    assert coverage(words, title, language) == 1


@pytest.mark.parametrize(
    ("words", "title", "language", "most"),
    [
        ("submarine", "远洋渔船卫星上网服务", "zh", 0.7),  # "marine" is only a part of the word
        ("气球", "ball pit balls for kids", "en", 0.0),  # a balloon is no ball
        ("téléphérique", "felújított mikroszkópok telepítéssel", "hu", 0.0),  # five letters in common
        ("banana", "xuất khẩu xoài", "vi", 0.6),  # mangos are kin
        ("zvona", "paprika iz staklenika", "sr-Latn", 0.0),  # a bell pepper is no bell
        ("masline", "smrznute maline", "sr-Latn", 0.8),  # olives are no slip of raspberries
        ("barometre", "aréomètres pour lait", "fr", 0.0),  # people type the first letters right
        ("máquinas de escribir", "goat milk de luxe", "en", 0.0),
    ],
)
def test_parts_and_kin_count_less(words: str, title: str, language: str, most: float) -> None:
    assert coverage(words, title, language) <= most


@pytest.mark.parametrize("words", ["battery", "baterija", "电池"])
def test_a_thing_is_found_in_a_longer_one(words: str) -> None:
    assert coverage(words, "电动自行车用锂电池组", "zh") >= 0.9


def test_a_run_of_characters_counts_as_several_words() -> None:
    assert query_of_words("蜂蜜").words == 1
    assert query_of_words("我们寻找塞尔维亚的有机花草茶").words > 3
    assert query_of_words("obloga za rane").words <= 3


def test_only_what_is_there_is_shown(encoders: Encoder) -> None:
    titles = {
        "honey": ("багремов мед, бурад 290 кг", "sr-Cyrl"),
        "soil": ("Bežični senzori vlažnosti zemljišta", "sr-Latn"),
        "tires": ("废轮胎连续热解成套设备", "zh"),
        "falconry": ("Falknerei", "de"),
        "kettle": ("bogrács", "hu"),
    }
    matcher = Matcher.for_encoder(encoders)
    matcher.add_many(
        prepare_many([offer(title, id=name, language=tongue) for name, (title, tongue) in titles.items()], encoders)
    )

    def found(words: str) -> list[str]:
        asked = [prepare(subject, encoders) for subject in queries(words, None)]
        return [match.offer_id for one in asked for match in matcher.rank(one, minimum=MINIMUM)]

    assert [found(words) for words in ("蜂蜜", "honey", "miel", "عسل")] == [["honey"]] * 4
    assert [found(words) for words in ("传感器", "neumáticos")] == [["soil"], ["tires"]]
    assert [found(words) for words in ("submarine", "牙刷", "šah", "hamacas", "вертолёты")] == [[]] * 5
