"""Countries and regions as people type them."""

import zoneinfo

import pytest

from bot.matching.country_names import (
    country_codes,
    country_flag,
    country_from,
    country_name,
    languages_of,
    likely_countries,
    read_place_names,
    time_zones,
    use_place_names,
    with_flag,
)
from bot.matching.places import find_countries, find_places, mentioned_countries
from bot.matching.regions import REGIONS, expand, region_name
from storage.vocabulary import Language


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Srbija", "RS"),
        ("Србија", "RS"),
        ("塞尔维亚", "RS"),
        ("塞爾維亞", "RS"),
        ("  SERBIA ", "RS"),
        ("Republika Srbija", "RS"),
        ("Сербия", "RS"),
        ("Szerbia", "RS"),
        ("PRC", "CN"),
        ("P.R. China", "CN"),
        ("kina", "CN"),
        ("Кина", "CN"),
        ("中华人民共和国", "CN"),
        ("中國", "CN"),
        ("UK", "GB"),
        ("Engleska", "GB"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("SAD", "US"),
        ("Holland", "NL"),
        ("Bosna", "BA"),
        ("Bosna i Hercegovina", "BA"),
        ("Bosnia & Herzegovina", "BA"),
        ("Makedonija", "MK"),
        ("Türkiye", "TR"),
        ("turkey", "TR"),
        ("대한민국", "KR"),
        ("Österreich", "AT"),
        ("osterreich", "AT"),
        ("台湾", "TW"),
        ("臺灣", "TW"),
        ("香港", "HK"),
        ("Macau", "MO"),
        ("Kosovo", "XK"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
    ],
)
def test_a_usual_name_in_any_language_is_the_country_and_only_that(typed, code):
    found = find_countries(typed)
    assert [guess.code for guess in found] == [code]
    assert found[0].confidence >= 0.95


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Deutschlnad", "DE"),
        ("Germnay", "DE"),
        ("Srbjia", "RS"),
        ("Serbai", "RS"),
        ("Holandja", "NL"),
        ("Rumunja", "RO"),
        ("Tawain", "TW"),
        ("Chna", "CN"),
        ("Kazahstn", "KZ"),
        ("Ujedinjeni Arapski", "AE"),
        ("Switz", "CH"),
    ],
)
def test_a_mistyped_or_half_typed_name_is_offered_first(typed, code):
    found = find_countries(typed)
    assert found[0].code == code
    assert 0.4 < found[0].confidence < 0.95


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Beograd", "RS"),
        ("上海", "CN"),
        ("Novi Sad", "RS"),
        ("Wien", "AT"),
        ("東京", "JP"),
        ("🇷🇸", "RS"),
        ("RS", "RS"),
        ("de", "DE"),
        ("SRB", "RS"),
        ("CHN", "CN"),
        ("XK", "XK"),
        ("I'm from Serbia", "RS"),
        ("我们来自中国上海", "CN"),
        ("iz Srbije", "RS"),
        ("u Kini", "CN"),
        ("Belgrade, Serbia", "RS"),
        ("Ми з України, Київ", "UA"),
    ],
)
def test_cities_flags_codes_and_sentences_tell_the_country(typed, code):
    assert find_countries(typed)[0].code == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "asdfgh",
        "qwerty",
        "xyzzy 42",
        "we make sensors",
        "hello",
        "test",
        "banana",
        "12345",
        "???",
        "你好",
        "\ud800",
    ],
)
def test_nonsense_is_no_country(typed):
    assert find_countries(typed) == []


def test_names_of_several_countries_are_offered_as_all_of_them_and_sure_of_none():
    for typed, codes in (("Korea", {"KR", "KP"}), ("Koreja", {"KR", "KP"}), ("Congo", {"CD", "CG"})):
        found = find_countries(typed)
        assert {guess.code for guess in found} == codes
        assert all(guess.confidence < 0.8 for guess in found)
    assert find_countries("Korea")[0].code == "KR"
    assert [guess.code for guess in find_countries("South Korea")] == ["KR"]


def test_every_country_is_found_by_its_name_in_every_interface_language():
    for language in Language:
        for code in country_codes():
            found = find_countries(country_name(code, language))
            assert code in {guess.code for guess in found}, (code, language)


def test_neutral_names_and_flags():
    assert country_name("TW", "en") == "Taiwan"
    assert [country_name(code, "zh") for code in ("HK", "MO", "TW")] == ["中国香港", "中国澳门", "中国台湾"]
    assert country_name("XK", "sr-Cyrl") == "Косово*"
    assert country_from("HK", "sr-Latn") == "iz Hongkonga (Kina)"
    assert country_name("RS", "sr-Cyrl") == "Србија"
    assert country_name("??", "en") == "??"
    assert country_flag("rs") == "🇷🇸"
    assert with_flag("RS", "Senzor") == "🇷🇸 Senzor"
    assert country_flag("TW") == country_flag("xk") == ""
    assert with_flag("TW", "Taipei Tools") == "Taipei Tools"
    assert country_flag("419") == country_flag("č1") == ""


def test_an_operator_names_places_and_leaves_flags_out():
    own = read_place_names(
        'no_flag = ["CY"]\n[names.en]\nTW = "Taiwan, China"\n[from.en]\nCY = "from the island of Cyprus"'
    )
    use_place_names(own)
    try:
        assert country_from("TW", "en") == "from Taiwan, China"
        assert country_from("CY", "en") == "from the island of Cyprus"
        assert country_name("HK", "zh") == "中国香港"
        assert country_flag("CY") == ""
        assert country_flag("TW") == "🇹🇼"
    finally:
        use_place_names(None)


@pytest.mark.parametrize(
    "table", ['no_flag = ["Serbia"]', '[names.de]\nTW = "Taiwan"', '[names.en]\nT = "Taiwan"', "not a table"]
)
def test_a_wrong_table_of_place_names_is_refused(table: str):
    with pytest.raises(ValueError, match=r"unknown|Expected"):
        read_place_names(table)


@pytest.mark.parametrize(
    ("code", "language", "phrase"),
    [
        ("RS", "en", "from Serbia"),
        ("NL", "en", "from the Netherlands"),
        ("US", "en", "from the United States"),
        ("RS", "zh", "来自塞尔维亚"),
        ("RS", "sr-Latn", "iz Srbije"),
        ("RS", "sr-Cyrl", "из Србије"),
        ("CN", "sr-Latn", "iz Kine"),
        ("DE", "sr-Latn", "iz Nemačke"),
        ("ME", "sr-Latn", "iz Crne Gore"),
        ("BA", "sr-Latn", "iz Bosne i Hercegovine"),
        ("KR", "sr-Latn", "iz Južne Koreje"),
        ("IR", "sr-Latn", "iz Irana"),
        ("MX", "sr-Latn", "iz Meksika"),
        ("EG", "sr-Latn", "iz Egipta"),
        ("US", "sr-Latn", "iz Sjedinjenih Država"),
        ("GB", "sr-Cyrl", "из Уједињеног Краљевства"),
        ("CY", "sr-Latn", "sa Kipra"),
        ("HM", "sr-Latn", "zemlja: Ostrvo Herd i Mekdonaldova ostrva"),
    ],
)
def test_where_somebody_comes_from(code, language, phrase):
    assert country_from(code, language) == phrase


def test_regions_are_made_of_countries_and_named_in_every_language():
    for region_id, members in REGIONS.items():
        assert members <= country_codes(), region_id
        assert len(members) >= 2, region_id
        assert all(region_name(region_id, language) for language in Language)
    assert REGIONS["eu"] < REGIONS["europe"]
    assert len(REGIONS["eu"]) == 27
    assert "RS" in REGIONS["western_balkans"] & REGIONS["europe"] - REGIONS["eu"]
    assert {"CN", "JP"} <= REGIONS["east_asia"] < REGIONS["asia"]
    assert region_name("western_balkans", "sr-Cyrl") == "Западни Балкан"
    assert region_name("nowhere", "en") == "nowhere"


def test_targets_are_expanded_to_countries():
    assert expand(["eu", "RS", "nonsense", "cn"]) == REGIONS["eu"] | {"RS", "CN"}
    assert expand([]) == frozenset()
    assert expand(["world"]) == country_codes()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("EU", ["eu"]),
        ("欧盟", ["eu"]),
        ("Zapadni Balkan", ["western_balkans"]),
        ("Западни Балкан", ["western_balkans"]),
        ("Evropi", ["europe"]),
        ("东南亚", ["asean"]),
        ("worldwide", ["world"]),
        ("Serbia", ["RS"]),
        ("Kina i EU", ["CN", "eu"]),
        ("Balkan, Germany", ["DE", "western_balkans"]),
        ("欧洲和中东", ["europe", "mena"]),
        ("DE", ["DE"]),
        ("nonsense", []),
    ],
)
def test_markets_are_countries_and_regions(typed, codes):
    assert sorted(guess.code for guess in find_places(typed)) == sorted(codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Tražimo partnere u Nemačkoj i Kini za senzore", {"DE", "CN"}),
        ("Ищем партнёров в Китае и Сербии", {"CN", "RS"}),
        ("我们寻找德国或奥地利的合作伙伴", {"DE", "AT"}),
        ("We ship sensors to Turkey and the UK", {"TR", "GB"}),
        ("turkey meat, most of it frozen; tell us", set()),
        ("mali proizvođač malina", set()),
    ],
)
def test_countries_mentioned_in_a_text(text, codes):
    assert {guess.code for guess in mentioned_countries(text)} == codes


def test_quick_buttons_follow_the_language_of_telegram():
    assert likely_countries("zh-hans")[:2] == ("CN", "SG")
    assert likely_countries("sr")[:3] == ("RS", "BA", "ME")
    assert likely_countries("pt-br")[:2] == ("BR", "PT")
    assert len(likely_countries(None)) == len(set(likely_countries("de"))) == 8
    assert set(likely_countries("de", limit=99)) <= country_codes()


def test_zones_and_languages():
    assert time_zones("CN")[0] == "Asia/Shanghai"
    assert time_zones("RS") == ("Europe/Belgrade",) == time_zones("XK")
    assert time_zones("US")[0] == "America/New_York"
    assert time_zones("??") == ()
    known = zoneinfo.available_timezones()
    assert all(zone in known for code in country_codes() for zone in time_zones(code))
    assert languages_of("BA") == ("bs", "hr", "sr")
    assert languages_of("CN") == ("zh",)
