"""One message of free text: what it becomes."""

import pytest

from bot.matching.guess import guess, guess_kind, guess_language, warm_up
from bot.matching.sectors import SectorGuesser
from bot.matching.titles import MAX_TITLE, bounded, make_title
from storage.vocabulary import Kind, ProfileType

SURE = 0.6


@pytest.mark.parametrize(
    "text",
    [
        "We are looking for soil sensors for greenhouses.",
        "Tražimo proizvođača senzora vlažnosti",
        "Тражимо произвођача сензора",
        "Potrebni su nam senzori za staklenike",
        "Zdravo, treba nam kotao na pelet 500 kW",
        "我们寻求污水处理技术，希望与欧洲企业合作",
        "寻求能够提供高纯石墨的供应商",
        "诚征半导体封装设备供应商",
        "温室大棚自动化设备求购",
        "Wir suchen einen Lieferanten für Bodenfeuchtesensoren",
        "Ищем поставщика сухого молока",
        "Nous recherchons un fournisseur de capteurs",
        "Buscamos proveedor de aceite de oliva",
        "Szukamy dostawcy czujników",
        "We are looking for a producer of pneumatic seed drills, 200 pieces",
        "Wir suchen einen Hersteller von Bodenfeuchtesensoren in China",
        "Tražimo firmu koja proizvodi ambalažu",
        "Looking for a company that manufactures gears",
        "Busco un fabricante de válvulas",
        "Nous cherchons un fabricant de pompes",
        "Cerchiamo un produttore di olio d'oliva",
        "Procuro fabricante de calçados",
        "Need a supplier of steel pipes",
        "Căutăm producător de mobilă",
        "求购温室传感器，要求厂家直销",
        "找一家生产厂家做不锈钢水壶",
        "Tìm nhà sản xuất cảm biến",
    ],
)
def test_needs(text):
    found = guess_kind(text)
    assert found.value is Kind.NEED
    assert found.confidence >= SURE


@pytest.mark.parametrize(
    "text",
    [
        "We make soil moisture sensors for greenhouses and look for distributors in Serbia.",
        "Nudimo softver za praćenje vozila",
        "Нудимо сензоре за стакленике",
        "Proizvodimo nameštaj i tražimo distributere u Nemačkoj",
        "Trazimo kupce za smrznutu malinu",
        "Razvili smo biorazgradivu foliju i tražimo korisnika licence",
        "我公司提供锂电池回收技术，寻求海外经销商",
        "Wir bieten Lohnfertigung und suchen Kunden in der Schweiz",
        "Предлагаем технологию очистки сточных вод",
        "Nous recherchons un distributeur pour nos vins",
        "We do not need consultants. We offer machine tools.",
        "If you need pumps, we sell them",
        "您需要传感器吗？我们生产各种传感器",
        "Manufacturer of pumps looking for importers",
        "Manufacturer of pumps. Looking for importers",
        "Hersteller von Pumpen sucht Vertriebspartner",
        "We are a supplier of steel looking for clients",
        "Fabricante de calzado busca distribuidores",
        "专业生产水泵，寻求代理商",
    ],
)
def test_offers(text):
    found = guess_kind(text)
    assert found.value is Kind.OFFER
    assert found.confidence >= SURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Soil sensors",
        "温室土壤湿度传感器",
        "We are looking for a partner",
        "Мы ищем партнёров",
        "Tražimo partnera",
        "Istraži svet",
        "We do not offer consulting",
        "We are not looking for pumps",
        "Ne tražimo dobavljače",
    ],
)
def test_what_says_neither_is_asked(text):
    assert guess_kind(text).confidence < SURE


@pytest.mark.parametrize(
    ("text", "profile_type"),
    [
        ("Tražimo dobavljača čelika", ProfileType.BUSINESS_REQUEST),
        ("We need a patented technology for desalination", ProfileType.TECHNOLOGY_REQUEST),
        ("Tražimo univerzitet za zajednički projekat, istraživanje legura", ProfileType.RESEARCH_REQUEST),
        ("寻求联合研发新型合金的科研单位", ProfileType.RESEARCH_REQUEST),
        ("我们寻求污水处理技术", ProfileType.TECHNOLOGY_REQUEST),
        ("We sell olive oil, wholesale and export", ProfileType.BUSINESS_OFFER),
        ("Предлагаем технологию очистки сточных вод", ProfileType.TECHNOLOGY_OFFER),
        ("New patented method for treating wastewater, available for licensing", ProfileType.TECHNOLOGY_OFFER),
        ("Soil sensors", None),
    ],
)
def test_profile_types(text, profile_type):
    found = guess(text).profile_type
    assert found.value is profile_type
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "hint", "code"),
    [
        ("Soil moisture sensors for greenhouses in Serbia", None, "en"),
        ("温室土壤湿度传感器", None, "zh"),
        ("Senzori vlažnosti zemljišta za staklenike i plastenike", None, "sr"),
        ("Senzori vlažnosti zemljišta za staklenike i plastenike", "hr", "hr"),
        ("Nudimo uređaje za praćenje vlažnosti zemljišta u plastenicima, uz uslugu održavanja", None, "sr"),
        ("Nudimo uređaje za praćenje vlažnosti zemljišta u plastenicima, uz uslugu održavanja", "hr", "hr"),
        ("Tvrtka traži dobavljača drva u Europi", None, "hr"),
        ("Trazimo partnera", "sr", "sr"),
        ("Нудимо сензоре за стакленике", "sr", "sr"),
        ("Љубитељи пчела", None, "sr"),
        ("Ќе понудиме производи", None, "mk"),
        ("Мы ищем партнёров", None, "ru"),
        ("Ми шукаємо партнерів у Європі", None, "uk"),
        ("Wir suchen einen Lieferanten für Sensoren", "sr", "de"),
        ("Recherche de partenaires pour un projet", "zh", "fr"),
        ("センサーを探しています", None, "ja"),
        ("센서 공급업체를 찾고 있습니다", None, "ko"),
        ("Αναζητούμε συνεργάτες", None, "el"),
        ("نبحث عن شركاء في مجال الزراعة", None, "ar"),
        ("OPC-UA 服务器软件，支持 Modbus", None, "zh"),
        ("", None, "und"),
        ("123 456", "sr", "und"),
    ],
)
def test_languages(text, hint, code):
    assert guess_language(text, hint).code == code


def test_a_language_guessed_from_a_word_is_not_trusted():
    assert guess_language("Sensors").confidence < SURE
    assert guess_language("Sensors", "sr").confidence < SURE
    assert guess_language("We are looking for soil moisture sensors for greenhouses", "en").confidence > 0.9


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We are looking for soil sensors for greenhouses. They must be cheap.", "Soil sensors for greenhouses"),
        ("We make soil sensors for greenhouses and look for distributors.", "Soil sensors for greenhouses"),
        ("Hello! We need a partner for recycling of tyres", "Partner for recycling of tyres"),
        ("Potrebni su nam senzori za staklenike", "Senzori za staklenike"),
        ("Tražimo proizvođača senzora", "Tražimo proizvođača senzora"),
        ("我们寻求污水处理技术，希望与欧洲企业合作", "污水处理技术"),
        ("大家好！求购温室设备。数量十套。", "温室设备"),
        ("Смо из Ниша", "Смо из Ниша"),
        ("We need it", "We need it"),
        ("Pumps d.o.o. makes pumps of 2.5 kW for wells", "Pumps of 2.5 kW for wells"),
        ("Title line\nand a second line", "Title line"),
        ("  \n ", ""),
        ("...", ""),
        ("我们是苏州的农业公司，寻求温室用无线土壤湿度传感器，最好来自塞尔维亚", "温室用无线土壤湿度传感器"),
    ],
)
def test_titles(text, title):
    assert make_title(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("我们是一家农业公司，寻找温室用的无线土壤湿度传感器", "温室用的无线土壤湿度传感器"),
        ("您好！我们是塞尔维亚的一家企业。求购高纯石墨电极材料", "高纯石墨电极材料"),
        ("We are a small company from Niš, looking for packaging machines", "Packaging machines"),
        ("Hello, we are a family business. We produce dried plums", "Dried plums"),
        ("Mi smo mala firma iz Niša, tražimo mašine za pakovanje", "Tražimo mašine za pakovanje"),
        ("Wir sind ein Familienbetrieb aus Bayern. Bodenfeuchtesensoren gesucht", "Bodenfeuchtesensoren"),
        ("Nous sommes une entreprise de Lyon, nous cherchons des pompes", "Pompes"),
        # What it makes is a title, and so is an introduction that stands alone.
        ("我们是一家生产温室传感器的公司，寻找经销商", "温室传感器"),
        ("We are a manufacturer of soil sensors. We look for partners", "Soil sensors"),
        (
            "Wir suchen drahtlose Bodenfeuchtesensoren für unsere Gewächshäuser bei Leipzig, etwa"
            + " zweihundert Stück" * 3,
            "Drahtlose Bodenfeuchtesensoren für unsere Gewächshäuser bei Leipzig",
        ),
        ("Need soil sensors, approx. 200 pieces. Soon", "Soil sensors, approx. 200 pieces"),
        ("We are an agricultural company from Serbia", "We are an agricultural company from Serbia"),
    ],
)
def test_who_writes_is_not_the_title(text, title):
    assert make_title(text) == title


def test_titles_are_bounded_at_a_word():
    long = make_title("Traktor sa prikolicom " * 20)
    assert len(long) <= MAX_TITLE
    assert long.endswith(("Traktor…", "sa…", "prikolicom…", "traktor…"))
    chinese = make_title("温室大棚自动化灌溉设备" * 20)
    assert len(chinese) == MAX_TITLE
    assert chinese.endswith("…")
    assert bounded("short") == "short"


def test_everything_at_once():
    found = guess("Proizvodimo senzore za staklenike i tražimo distributere u Kini", hint_language="sr")
    assert found.kind.value is Kind.OFFER
    assert found.profile_type.value is ProfileType.BUSINESS_OFFER
    assert found.title == "Proizvodimo senzore za staklenike"
    assert found.language.code == "sr"
    assert {"sensors", "agritech"} == {sector.id for sector in found.sectors}
    assert [place.code for place in found.countries] == ["CN"]


@pytest.mark.parametrize("text", ["\ud800", "\x00" * 50, "🇷🇸🇨🇳" * 500, "a" * 10_000, "，" * 3000, "ß" * 300, "ﷺ" * 200])
def test_no_text_is_too_strange(text):
    found = guess(text)
    assert len(found.title) <= MAX_TITLE
    assert 0 <= found.kind.confidence <= 1


def test_warming_up_leaves_nothing_to_load():
    guesser = SectorGuesser(None)
    warm_up(guesser)
    assert guesser.guess("Senzori")[0].id == "sensors"


@pytest.mark.parametrize(
    "text",
    [
        "I invented a new folding greenhouse frame and look for a producer.",
        "我发明了一种可折叠温室骨架，寻找生产厂家。",
        "Izumeo sam sklopivi ram za staklenik i tražim proizvođača.",
    ],
)
def test_an_inventor_who_looks_for_a_producer_is_asked(text: str) -> None:
    assert guess_kind(text).confidence < SURE


def test_a_title_ends_before_to_whom_it_is_offered() -> None:
    assert make_title("We make soil sensors for greenhouses and offer them to distributors.") == (
        "Soil sensors for greenhouses"
    )
