"""The people of the leak test: from several countries, with unique names, addresses and numbers."""

from dataclasses import dataclass
from typing import Final

from storage.vocabulary import ProfileType


@dataclass(frozen=True, slots=True)
class Secret:
    """Identifying data: the spellings that its owner uses, and the parts that nobody else may read."""

    spellings: tuple[str, ...]
    needles: tuple[str, ...]
    """In the form of `plain`; each spelling contains one of them."""


def secret(*spellings: str, needle: str) -> Secret:
    return Secret(spellings, tuple(needle.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A person with all data that they have entered or may enter later."""

    house: str
    """The company; colleagues share it."""
    first: str
    last: str
    username: str | None
    language: str
    company: str
    country: str
    website: str
    email: str
    phone: str
    wechat: str
    profile: ProfileType
    title: str
    summary: str
    secrets: tuple[Secret, ...]
    new_company: str
    new_website: str
    new_username: str
    later: tuple[Secret, ...]
    """Identifying data after a change of names."""


EN: Final = "Wireless soil moisture sensors for greenhouses"


CAST: Final = (
    Part(
        house="kvarcotron",
        first="Zvezdana",
        last="Kvržić",
        username="zvezda_kvrzicka",
        language="sr",
        company="Kvarcotron d.o.o.",
        country="RS",
        website="https://kvarcotron.rs",
        email="prodaja@kvarcotron.rs",
        phone="+381647391852",
        wechat="kvarco_zvez88",
        profile=ProfileType.BUSINESS_OFFER,
        title=f"{EN} – Kvarcotron",
        summary="Kvarcotron d.o.o. pravi bežične senzore vlažnosti zemljišta. Zvezdana Kvržić, kvarcotron.rs",
        secrets=(
            secret(
                "Kvarcotron d.o.o.",
                "KVARCOTRON",
                "Кварцотрон",
                "Kvarcotronom",
                "Ｋｖａｒｃｏｔｒｏｎ",
                needle="kvarcotron",
            ),
            secret("Zvezdana Kvržić", "ZVEZDANA KVRZIC", "Звездана Квржић", "Kvržić", needle="kvrzic"),
            secret("+381 64 739 1852", "064/739-18-52", "00381647391852", "６４ ７３９ １８５２", needle="647391852"),
            secret("kvarco_zvez88", "WeChat: kvarco_zvez88", "Kvarco_Zvez88", needle="kvarcozvez88"),
            secret("@zvezda_kvrzicka", "t.me/zvezda_kvrzicka", "zvezda_kvrzicka", needle="zvezdakvrzicka"),
            secret("prodaja@kvarcotron.rs", "prodaja (at) kvarcotron.rs", "www.kvarcotron.rs", needle="kvarcotronrs"),
        ),
        new_company="Zumbulexa d.o.o.",
        new_website="https://zumbulexa.com",
        new_username="zumbulexa_zz",
        later=(secret("Zumbulexa d.o.o.", "ZUMBULEXA", "Зумбулекса", "zumbulexa.com", needle="zumbulexa zumbuleksa"),),
    ),
    Part(
        house="kvarcotron",
        first="Vukašin",
        last="Štrbonja",
        username=None,
        language="sr",
        company="Kvarcotron d.o.o.",
        country="RS",
        website="https://kvarcotron.rs",
        email="strbonja.v@gmail.com",
        phone="+381628837145",
        wechat="strbonja_vv7",
        profile=ProfileType.BUSINESS_REQUEST,
        title="Tražimo distributera za senzore vlažnosti – greenhouses soil moisture sensors",
        summary="Kvarcotron traži distributere za senzore vlažnosti. Vukašin Štrbonja, strbonja.v@gmail.com",
        secrets=(
            secret("Vukašin Štrbonja", "Strbonja", "Штрбоња", "Štrbonjin", needle="strbonj"),
            secret("+381 62 883 71 45", "062-8837-145", needle="628837145"),
            secret("strbonja.v@gmail.com", "strbonja.v [at] gmail [dot] com", needle="strbonjav"),
            secret("strbonja_vv7", needle="strbonjavv7"),
        ),
        new_company="Zumbulexa d.o.o.",
        new_website="https://zumbulexa.com",
        new_username="vuk_pljusko",
        later=(secret("@vuk_pljusko", "t.me/vuk_pljusko", needle="vukpljusko"),),
    ),
    Part(
        house="璟曜",
        first="璟",
        last="欧阳",
        username="ouyang_jingyao",
        language="zh-hans",
        company="璟曜传感科技有限公司",
        country="CN",
        website="https://www.jingyao-cg.cn",
        email="sales@jingyao-cg.cn",
        phone="+8613817249635",
        wechat="jingyaocg_1388",
        profile=ProfileType.BUSINESS_REQUEST,
        title=f"温室土壤湿度传感器 {EN}（璟曜传感）",
        summary="璟曜传感科技有限公司寻找无线土壤湿度传感器, soil moisture sensors, 网站 www.jingyao-cg.cn",
        secrets=(
            secret("璟曜传感科技有限公司", "璟曜傳感科技", "璟曜传感", "璟曜", needle="璟曜"),
            secret("欧阳璟", "歐陽璟", "欧阳璟经理", needle="欧阳璟"),
            secret("138 1724 9635", "+86-138-1724-9635", "１３８１７２４９６３５", needle="13817249635"),
            secret("jingyaocg_1388", "微信jingyaocg_1388", needle="jingyaocg1388"),
            secret("@ouyang_jingyao", "https://t.me/ouyang_jingyao", needle="ouyangjingyao"),
            secret("www.jingyao-cg.cn", "sales@jingyao-cg.cn", "jingyao-cg点cn", needle="jingyaocg"),
        ),
        new_company="鑫璐霖农业技术有限公司",
        new_website="https://xinlulin.com.cn",
        new_username="xinlulin_agri",
        later=(
            secret("鑫璐霖农业技术有限公司", "鑫璐霖農業", "鑫璐霖", needle="鑫璐霖"),
            secret("xinlulin.com.cn", "@xinlulin_agri", needle="xinlulin"),
        ),
    ),
    Part(
        house="quellwitz",
        first="Ulrike",
        last="Quastenberg",
        username="u_quastenberg",
        language="de",
        company="Quellwitz Messtechnik GmbH",
        country="DE",
        website="https://quellwitz.de",
        email="u.quastenberg@quellwitz.de",
        phone="+4915158243079",
        wechat="quastenberg_u",
        profile=ProfileType.BUSINESS_OFFER,
        title=f"Quellwitz {EN}",
        summary="Wireless soil moisture sensors for greenhouses by Quellwitz Messtechnik GmbH, quellwitz.de.",
        secrets=(
            secret(
                "Quellwitz Messtechnik GmbH",
                "QUELLWITZ",
                "Quellwitz-Messtechnik",
                "Quellwitza",
                needle="quellwitz",
            ),
            secret("Ulrike Quastenberg", "Frau Quastenberg", "QUASTENBERG", needle="quastenberg"),
            secret("+49 1515 8243079", "01515 824 30 79", needle="15158243079"),
            secret("u.quastenberg@quellwitz.de", "u.quastenberg at quellwitz dot de", needle="uquastenberg"),
        ),
        new_company="Zwirnhagel Sensorik AG",
        new_website="https://zwirnhagel.eu",
        new_username="uli_zwirnhagel",
        later=(
            secret("Zwirnhagel Sensorik AG", "Zwirnhagel", "zwirnhagel.eu", "@uli_zwirnhagel", needle="zwirnhagel"),
        ),
    ),
    Part(
        house="zyablikov",
        first="Серафима",
        last="Хрусталькова",
        username="serafima_hrust",
        language="sr-Cyrl",
        company="ООО «Зябликов Прибор»",
        country="RU",
        website="https://zyablikov-pribor.ru",
        email="zakaz@zyablikov-pribor.ru",
        phone="+79167402938",
        wechat="zyablik_pribor",
        profile=ProfileType.BUSINESS_REQUEST,
        title="Датчики влажности почвы для теплиц, soil moisture sensors",
        summary="ООО «Зябликов Прибор» ищет датчики влажности почвы, wireless greenhouses sensors.",
        secrets=(
            secret("ООО «Зябликов Прибор»", "Зябликов", "Zyablikov Pribor", "ЗЯБЛИКОВ", needle="zyablikov"),
            secret("Серафима Хрусталькова", "Хрусталькова", needle="hrustalkova"),
            secret("+7 916 740-29-38", "8 (916) 740 29 38", needle="9167402938"),
            secret("zyablikov-pribor.ru", "zakaz@zyablikov-pribor.ru", needle="zyablikovpribor"),
            secret("@serafima_hrust", "serafima_hrust", needle="serafimahrust"),
        ),
        new_company="АО «Лютиковмаш»",
        new_website="https://lyutikovmash.ru",
        new_username="lyutikovmash_ao",
        later=(secret("АО «Лютиковмаш»", "Лютиковмаш", "lyutikovmash.ru", "@lyutikovmash_ao", needle="lyutikovmas"),),
    ),
    Part(
        house="brackenfjord",
        first="Fergus",
        last="Thistlewaite",
        username="fthistlewaite",
        language="en",
        company="Brackenfjord Ltd",
        country="GB",
        website="https://brackenfjord.co.uk",
        email="fergus@brackenfjord.co.uk",
        phone="+447911482605",
        wechat="brackenfjord_ft",
        profile=ProfileType.BUSINESS_OFFER,
        title=f"{EN} from Brackenfjord",
        summary="Brackenfjord: soil moisture sensors for greenhouses. Ask Fergus Thistlewaite, +44 7911 482605.",
        secrets=(
            secret(
                "Brackenfjord Ltd",
                "BRACKENFJORD",
                "Bracken\u200bfjord",
                "brackenfjord's",
                "B r a c k e n f j o r d",
                needle="brackenfjord",
            ),
            secret("Fergus Thistlewaite", "Mr Thistlewaite", "thistlewaite", needle="thistlewaite"),
            secret("+44 7911 482605", "07911 482 605", "(0)7911-482605", needle="7911482605"),
            secret("brackenfjord.co.uk", "fergus AT brackenfjord DOT co DOT uk", needle="brackenfjord"),
        ),
        new_company="Gorsewhistle plc",
        new_website="https://gorsewhistle.uk",
        new_username="gorsewhistle_f",
        later=(
            secret("Gorsewhistle plc", "gorsewhistle", "gorsewhistle.uk", "@gorsewhistle_f", needle="gorsewhistle"),
        ),
    ),
)


FILLERS: Final = (
    ("We are", "and need 4000 sensors by March."),
    ("Pozdrav od", "– šaljemo uzorke i cenovnik."),
    ("我们是", "，需要四千个传感器。"),
    ("Нас зовут", "; срок поставки 8 недель."),
    ("Soil moisture sensors for greenhouses:", ""),
    ("", "! IP67, -40 °C … 85 °C, 3.3 V"),
)
