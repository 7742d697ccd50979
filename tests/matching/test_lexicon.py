import pytest

from bot.matching.lexicon import glossary_table, lexicon

SOIL = [
    ("sr-Latn", "Senzori vlaznosti zemljista"),
    ("sr-Cyrl", "Сензори влажности земљишта"),
    ("zh", "土壤湿度传感器"),
    ("zh-Hant", "土壤濕度感測與傳感器"),
    ("de", "Sensoren für Boden-Feuchte"),
    ("ru", "датчики влажности почвы"),
    ("tr", "toprak nem sensörü"),
    ("pl", "czujniki wilgotności gleby"),
    ("ja", "土壌水分センサー"),
    ("ko", "토양 수분 센서"),
    (None, "soil moisture sensors"),
]


@pytest.mark.parametrize(("language", "text"), SOIL)
def test_the_same_things_are_found_in_any_language(language: str | None, text: str) -> None:
    english = {token.key for token in lexicon().find("soil moisture sensor", "en")}
    assert len(english) == 3
    assert english <= {token.key for token in lexicon().find(text, language)}


def test_what_is_shown_stands_in_the_text() -> None:
    text = "Prodajemo senzore vlažnosti zemljišta za plastenike"
    assert {token.shown for token in lexicon().find(text, "sr")} == {"senzore", "vlažnosti", "zemljišta", "plastenike"}


def test_the_longest_term_wins() -> None:
    heat_pump = {token.shown for token in lexicon().find("heat pump", "en")}
    assert heat_pump == {"heat pump"}


def test_a_word_of_another_language_is_not_mistaken() -> None:
    assert not lexicon().find("fábrica", "es")
    assert not lexicon().find("gift", "de")
    assert not lexicon().find("Die Firma hat nichts, ich bin da", "de")
    assert "kada" not in {token.shown.lower() for token in lexicon().find("Kada možete da isporučite?", "sr")}  # when
    assert lexicon().find("akrilne kade", "sr")  # bathtubs
    assert lexicon().find("五轴CNC加工", "zh") == lexicon().find("五轴CNC加工", "zh-Hant") != ()


@pytest.mark.parametrize(
    ("text", "language", "is_honey"),
    [
        ("anlegg med gjenbruk", "no", False),
        ("Med z hor", "cs", True),
        ("Livadski med", "hr", True),
        ("mel", "ro", True),
    ],
)
def test_a_language_outside_of_the_glossary_has_the_words_of_its_relatives(
    text: str, language: str, is_honey: bool
) -> None:
    assert ("honey" in {token.name for token in lexicon().find(text, language)}) == is_honey


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("giuong benh vien", "vi", "hospital bed vien"),
        ("ham aycicek yagi", "tr", "ham edible oil"),
        ("Сензори влажности земљишта", "sr-Cyrl", "sensor humidity soil"),
        ("土壤湿度传感器 5台", "zh", "soil moisture sensor 5台"),
        ("Holzfeuchte, ganz anders", "de", "wood moisture , ganz anders"),
        ("кожа оптом, мёд липовый", "ru", "leather оптом, honey липовый"),  # no goat (коза), no copper (медь)
        ("mašina za drvo, pišite na ana@firma.rs", "sr", "machine za wood , pišite na"),
        ("", None, ""),
    ],
)
def test_what_is_known_is_said_in_english_and_the_rest_is_kept(text: str, language: str, english: str) -> None:
    assert lexicon().gloss(text, language) == english


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("graphic design, optical lenses, goat milk", "en"),  # English says itself what it means
        ("descarcatoare de supratensiune", "ro"),  # "dê" is a goat in Vietnamese, with its accent
        ("bông chải thô", "vi"),  # cotton, no ball ("bóng")
        ("스마트팜 양액 공급기", "ko"),  # 양 is a sheep and 공 a ball, but not inside other words
        ("conserto de bicos", "pt"),  # no canned food ("conserva")
        ("Ziegen", "de"),  # no bricks ("Ziegel")
        ("アルパカニット", "ja"),  # alpaca knitwear, no crab ("カニ")
        ("mesin penggiling batu kapur", "id"),  # no amusement door, as in other languages
    ],
)
def test_words_of_other_things_are_left_alone(text: str, language: str) -> None:
    assert lexicon().gloss(text, language) == text


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("pelle di capra", "it", "leather di goat"),  # not the sheep of the same line
        ("马黛茶", "zh", "马黛 tea"),  # the last character says what it is
        ("staklenik", "sr", "greenhouse"),  # the exact word, not the glass that is spelt alike
        ("lastik", None, "rubber / tyre"),  # either, if the language is unknown
    ],
)
def test_a_thing_is_called_by_its_own_english_name(text: str, language: str | None, english: str) -> None:
    assert lexicon().gloss(text, language) == english


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("药物递送用脂质体", "zh", "drug delivery 用 liposome"),
        ("Хроматографија и биосензори", "sr-Cyrl", "chromatography и biosensor"),
        ("Zaštita bilja u voćnjacima", "sr", "plant protection u orchard"),
        ("Microfluidique pour les biocapteurs", "fr", "microfluidics pour les biosensor"),
        ("항균 생체재료", "ko", "antibacterial biomaterial"),
        ("Präzisionslandwirtschaft und Unkrautbekämpfung", "de", "precision agriculture und weed control"),
        ("Kıkırdak ve doku mühendisliği", "tr", "cartilage ve tissue engineering"),
        ("مستشعر حيوي", "ar", "biosensor"),
        ("inflación y precios", "es", "inflación y precios"),  # rising prices, no inflammation ("inflamación")
        ("tarih ve sebep", "tr", "tarih ve sebep"),  # history, no agriculture ("tarım")
        ("természetes sebesség", "hu", "természetes sebesség"),  # natural speed, no crop and no surgery
    ],
)
def test_subjects_of_life_sciences_and_farming_are_known(text: str, language: str, english: str) -> None:
    assert lexicon().gloss(text, language) == english


def test_a_concept_says_which_of_its_things_is_meant() -> None:
    (goat,) = lexicon().find("Ziege", "de")
    (both,) = lexicon().find("Ziege und Lamm", "de")
    assert (goat.name, both.name) == ("goat", "goat/lamb")


def test_plain_words_are_no_evidence() -> None:
    assert not lexicon().find("mašine", "sr")
    assert lexicon().gloss("mašine", "sr") == "machine"


def test_compounds_are_taken_apart_where_they_are_written() -> None:
    assert lexicon().find("Holzfeuchtemessgerät", "de")
    assert not lexicon().find("holzfeuchtemessgerat", "pl")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Bodenfeuchtesensoren", "Boden Feuchte Sensoren"),  # the last part is inflected, and one part is between two
        ("Bodenfeuchtesensor", "Boden Feuchte Sensor"),
        ("Gewächshausheizungen", "Gewächshaus Heizungen"),
    ],
)
def test_a_compound_means_what_its_parts_mean(word: str, parts: str) -> None:
    compound, separate = ({token.key for token in lexicon().find(text, "de")} for text in (word, parts))
    assert compound == separate
    assert len(compound) == len(parts.split())


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("에너지 효율 개선", "ko", "energy efficiency 개선"),  # of several words
        ("자동차 배터리를 찾습니다", "ko", "car battery 를 찾습니다"),  # with a particle
        ("에너지효율", "ko", "energy efficiency"),
        ("ウォータージェット切断機", "ja", "water jet cutting 機"),  # longer than usual, and no desk (机)
        ("X-ray, E-Bike", "en", "X-ray, E-Bike"),  # English, which stays
        ("e-otpad", "sr", "e-waste"),
        ("eau-de-vie", "fr", "brandy"),
    ],
)
def test_terms_of_any_length_and_with_hyphens_are_known(text: str, language: str, english: str) -> None:
    assert lexicon().gloss(text, language) == english
    assert lexicon().find(text, language)


def test_every_spelling_of_the_glossary_is_understood() -> None:
    header, *rows = [line.split("|") for line in glossary_table().splitlines() if line]
    unknown = [
        (language, spelling)
        for concept, row in enumerate(rows)
        for language, cell in zip(header, row, strict=True)
        for spelling in cell.lstrip("~").split("/")
        if concept not in {term.concept for hit in lexicon().terms.find(spelling, language) for term in hit.terms}
    ]
    assert unknown == []


def test_every_line_of_the_glossary_names_its_concept_in_every_language() -> None:
    header, *rows = [line.split("|") for line in glossary_table().splitlines() if line]
    assert len(rows) >= 600
    assert len(header) == 16
    for row in rows:
        assert len(row) == len(header), row[0]
        assert all(cell.strip() for cell in row), row[0]
