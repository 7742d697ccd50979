"""Amounts with units, in the ways in which people of many countries write them; and numbers that are no amounts."""

import pytest

from bot.gist import gist_of


def amounts(text: str, language: str) -> list[str]:
    found = gist_of(text, language).quantities
    return [
        f"{one.low:g}{'' if one.high is None else f' to {one.high:g}'} {one.unit.name}"
        + ("" if one.each is None else f" a {one.each}")
        for one in found
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "年产3000吨", ["3000 t a year"]),
        ("zh", "每年最多可供货3000套", ["3000 piece a year"]),
        ("zh", "每月可供500吨，每小时处理20吨", ["500 t a month", "20 t a hour"]),
        ("zh", "每年参展，需要3000套", ["3000 piece"]),
        ("zh", "注册资本2亿元，占地300亩", ["2e+08 CNY", "20 ha"]),
        ("zh", "５００公斤", ["500 kg"]),
        ("zh", "10斤装", ["5 kg"]),
        ("zh", "价格5万元", ["50000 CNY"]),
        ("zh", "200万欧元", ["2e+06 EUR"]),
        ("zh", "单价三元，最小起订量300套", ["300 piece"]),
        ("zh", "7至22千瓦", ["7 to 22 kW"]),
        ("zh", "-20~60℃", ["-20 to 60 °C"]),
        ("zh", "质保3年，3个月交货", ["3 year", "3 month"]),
        ("zh", "日处理50吨", ["50 t a day"]),
        ("zh", "精度1.5%", ["1.5 %"]),
        ("zh", "每年约四千个", ["4000 piece a year"]),
        ("zh", "每月约350个。", ["350 piece a month"]),
        ("zh", "需要两万件，约五百公斤", ["20000 piece", "500 kg"]),
        ("zh", "注册资本两亿三千万元", ["2.3e+08 CNY"]),
        ("zh", "一百二十台，一百零二套，三千五吨", ["120 piece", "102 piece", "3500 t"]),
        ("ja", "年間三千個", ["3000 piece a year"]),
        ("ja", "年間3,000トン", ["3000 t a year"]),
        ("ko", "7만 달러", ["70000 USD"]),
        ("sr", "200 kom.", ["200 piece"]),
        ("sr", "5.000 komada", ["5000 piece"]),
        ("sr", "3.000 tona godišnje", ["3000 t a year"]),
        ("sr", "0,75 l i 12,5 kg", ["0.75 l", "12.5 kg"]),
        ("sr", "1.250.000,50 EUR", ["1.25e+06 EUR"]),
        ("sr", "2 miliona evra", ["2e+06 EUR"]),
        ("sr", "od -20 do 60 °C", ["-20 to 60 °C"]),
        ("sr", "vlaga 8 posto. Mesečno četiri kontejnera", ["8 %"]),
        ("de", "2 Mio. EUR, 1.200 Stück im Jahr", ["2e+06 EUR", "1200 piece a year"]),
        ("ru", "30 тысяч тонн в год", ["30000 t a year"]),
        ("en", "€200 or USD 1,500", ["200 EUR", "1500 USD"]),
        ("en", "500 to 3,000 pieces a month", ["500 to 3000 piece a month"]),
        ("en", "1.25 kW and 1,250 kg", ["1.25 kW", "1250 kg"]),
        ("fr", "de 20 à 200 kilos par an", ["20 to 200 kg a year"]),
        ("it", "60.000 pezzi all'ora", ["60000 piece an hour".replace("an", "a")]),
    ],
)
def test_an_amount_is_read_with_its_unit(language: str, text: str, expected: list[str]) -> None:
    assert amounts(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Call +381 64 123 4567 or 021/450-123"),
        ("sr", "▒▒▒ 64 kg123"),
        ("sr", "Tel. 021 555 333 kg"),
        ("sr", "+381 64 123 4567 m"),
        ("zh", "加我 138 0013 8000 吨"),
        ("sr", "+38164▒▒▒ kg"),
        ("en", "ISO 9001:2015, IEC 61850, EN 50604"),
        ("en", "5G and 4G networks, 24/7, IP67, 3D"),
        ("zh", "成立于2019年，2024年获奖"),
        ("zh", "出口到3个国家"),
        ("zh", "出口到二十个国家，第二十个，一台设备，几百台，数千件，百分之五十"),
        ("zh", "二〇二六年，十分重要，千万不要"),
        ("en", "$200"),
        ("zh", "电话13800138000"),
        ("und", "1.500 kg"),
    ],
)
def test_a_number_without_a_sure_unit_is_no_amount(language: str, text: str) -> None:
    assert amounts(text, language) == []


def test_separators_that_could_mean_either_are_left_out() -> None:
    assert amounts("1.500 kg", "ar") == []
    assert amounts("1.500 kg", "sr") == ["1500 kg"]
    assert amounts("1.500 kg", "en") == ["1.5 kg"]
