"""The sectors: labels, the search while typing, and the guess from a text."""

import re
from collections.abc import Sequence

import numpy as np
import pytest

from bot.matching.encoders import Floats, unit
from bot.matching.sector_table import sector_table
from bot.matching.sector_terms import word_stem
from bot.matching.sectors import (
    SectorGuesser,
    all_sectors,
    find_sectors,
    guess_sectors,
    sector_label,
)
from storage.vocabulary import Language


def test_every_sector_has_a_label_in_every_language_and_a_division():
    assert 40 <= len(all_sectors()) <= 50
    for language in Language:
        labels = [sector_label(sector_id, language) for sector_id in all_sectors()]
        assert len(set(labels)) == len(labels)
        assert all(1 < len(label) <= 48 for label in labels), "a button holds about 48 characters"
    assert all(re.fullmatch(r"[a-z0-9_]{2,20}", sector_id) for sector_id in all_sectors())
    divisions = [sector_table()[sector_id].nace for sector_id in all_sectors()]
    assert all(divisions)
    assert all(re.fullmatch(r"\d\d", division) for some in divisions for division in some)


def test_labels_by_language():
    assert sector_label("sensors", "zh") == "传感器与测量"
    assert sector_label("food", "sr-Cyrl") == "Храна и пића"
    assert sector_label("food", "de") == "Food and beverages"
    assert sector_label("nothing", "en") == "nothing"


@pytest.mark.parametrize(
    ("typed", "sector"),
    [
        ("sensors", "sensors"),
        ("senzori", "sensors"),
        ("сензори", "sensors"),
        ("传感器", "sensors"),
        ("傳感器", "sensors"),
        ("Sesnors", "sensors"),
        ("Sensorik", "sensors"),
        ("农业", "agritech"),
        ("poljo", "agritech"),
        ("agrikultura", "agritech"),
        ("baterije", "batteries"),
        ("AI", "ai"),
        ("ai", "ai"),
        ("veštačka inteligencija", "ai"),
        ("IT", "ict_software"),
        ("softver", "ict_software"),
        ("Wasser", "water"),
        ("robto", "robotics"),
        ("无人机", "robotics"),
        ("3d", "3d_printing"),
        ("solar pan", "renewables"),
        ("аккумулятор", "batteries"),
        ("farmacia", "pharma"),
        ("Holz", "wood"),
        ("чип", "semiconductors"),
    ],
)
def test_a_sector_is_found_by_a_typed_word(typed, sector):
    assert find_sectors(typed)[0].id == sector


@pytest.mark.parametrize("typed", ["", " ", "a", "xyzzy", "friendship", "qwerty", "!!!"])
def test_nonsense_is_no_sector(typed):
    assert find_sectors(typed) == []


def test_every_label_finds_its_own_sector_first():
    for language in Language:
        for sector_id in all_sectors():
            assert find_sectors(sector_label(sector_id, language))[0].id == sector_id, (sector_id, language)


def test_no_more_are_found_than_asked_for():
    assert len(find_sectors("水", limit=3)) == 3


TEXTS = [
    ("Soil moisture sensors for greenhouses", ["sensors", "agritech"]),
    ("Senzori vlažnosti zemljišta za staklenike", ["sensors", "agritech"]),
    ("Сензори влажности земљишта за стакленике", ["sensors", "agritech"]),
    ("温室土壤湿度传感器", ["sensors", "agritech"]),
    ("Wir suchen einen Hersteller von Bodenfeuchtesensoren", ["sensors"]),
    ("Recherche de capteurs pour l'irrigation", ["sensors", "agritech"]),
    ("Tražimo partnera za prečišćavanje otpadnih voda", ["water"]),
    ("Предлагаем технологию очистки сточных вод", ["water"]),
    ("寻求污水处理技术合作伙伴", ["water"]),
    ("动力电池回收技术", ["batteries", "waste_recycling"]),
    ("Heat treatment of steel", ["metals"]),
    ("Proizvodnja smrznute maline, tražimo distributera", ["food"]),
    ("Ищем производителя литий-ионных аккумуляторов", ["batteries"]),
    ("Low cost drone for spraying of vineyards", ["robotics", "agritech"]),
    ("KI für die Bilderkennung", ["ai"]),
    ("Usluge 3D štampe metala", ["3d_printing", "metals"]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_tells_its_sectors_by_its_words(text, expected):
    assert {guess.id for guess in guess_sectors(text)} == set(expected)


@pytest.mark.parametrize(
    ("text", "not_this"),
    [
        ("Friendship bracelets made by hand", "maritime"),
        ("We ship worldwide", "maritime"),
        ("Vi ste partner", "ai"),
        ("Who will put it there most of the time", "construction"),
        ("car il est nouveau", "automotive"),
        ("Kontakt: mine are here", "mining"),
    ],
)
def test_false_friends_within_and_across_words(text, not_this):
    assert not_this not in {guess.id for guess in guess_sectors(text)}


def test_inflected_words_share_a_stem():
    assert len({word_stem(word) for word in ("senzor", "senzori", "senzora", "senzorima", "senzorom")}) == 1
    assert word_stem("voda") == "voda"


class FakeEncoder:
    """Points a text at the one axis whose word it holds."""

    name = "fake"
    dimensions = 3

    def __init__(self) -> None:
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.calls.append(len(texts))
        rows = [
            [float("bee" in text.lower()), float("Tourism" in text or "旅游" in text or "Turizam" in text), 1]
            for text in texts
        ]
        return unit(np.array(rows) + [[0.0, float("holiday" in text), 0.0] for text in texts])


def loaded(encoder: FakeEncoder) -> SectorGuesser:
    guesser = SectorGuesser(encoder)
    guesser.load()
    encoder.calls.clear()
    return guesser


def test_an_encoder_tells_what_no_word_does():
    assert SectorGuesser(None).guess("A holiday in the mountains") == []
    assert [guess.id for guess in loaded(FakeEncoder()).guess("A holiday in the mountains")] == ["tourism"]


def test_words_alone_decide_until_the_encoder_is_loaded():
    encoder = FakeEncoder()
    guesser = SectorGuesser(encoder)
    assert guesser.guess("A holiday in the mountains") == []
    assert encoder.calls == []
    guesser.load()
    assert encoder.calls == [3 * len(all_sectors()), 1]
    assert [guess.id for guess in guesser.guess("A holiday in the mountains")] == ["tourism"]


def test_sure_words_need_no_encoder():
    encoder = FakeEncoder()
    guesser = loaded(encoder)
    assert [guess.id for guess in guesser.guess("Hotels and travel agencies for tourists: guided tours")] == ["tourism"]
    assert encoder.calls == []


def test_an_empty_text_is_not_encoded():
    encoder = FakeEncoder()
    assert loaded(encoder).guess("  ") == []
    assert encoder.calls == []
