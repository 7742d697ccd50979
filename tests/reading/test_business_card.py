"""What the company of a business card does."""

import pytest

from bot.reading.business_card import activity, company_on

CARDS = {
    "Jan de Vries\nSales Manager\nHydroTech B.V.\nIrrigation and fertigation systems\n+31 6 1234 5678": (
        "Irrigation and fertigation systems"
    ),
    "王小明\n销售经理\n上海绿源农业科技有限公司\n温室灌溉设备\n电话：021-5555 1234": "温室灌溉设备",
    "Ana Petrović, direktorka\nSenzor Agro d.o.o.\nSenzori za plastenike\nana@senzor.rs": "Senzori za plastenike",
    "王伟\n绿源公司\n主营：温室大棚水肥一体化设备\n电话：021-5555 1234": "温室大棚水肥一体化设备",
    "Ana Petrović\nSenzor Agro d.o.o.\nDelatnost: senzori za plastenike\nana@senzor.rs": "senzori za plastenike",
    "Green Energy Solutions GmbH\nMax Muster\nwww.green.de": None,
    "Irrigation systems\nfor greenhouses\nfrom Spain": None,
    "Irrigation systems, ana@senzor.rs": None,
}


@pytest.mark.parametrize(("text", "line"), CARDS.items())
def test_a_card_says_what_the_company_does(text: str, line: str | None) -> None:
    assert activity(text) == line


@pytest.mark.parametrize(
    ("card", "name", "website", "country"),
    [
        ("Senzor d.o.o.\nMilan Petrović\nNovi Sad, Srbija\nwww.senzor.rs", "Senzor d.o.o.", "www.senzor.rs", "RS"),
        ("浦东农业科技有限公司\n李梅\n中国\nmei@pudong.cn", "浦东农业科技有限公司", None, "CN"),
        ("Müller Maschinenbau GmbH\nhttps://mueller.de", "Müller Maschinenbau GmbH", "https://mueller.de", None),
    ],
)
def test_the_company_of_a_card_is_read(card: str, name: str, website: str | None, country: str | None) -> None:
    found = company_on(card)
    assert found is not None
    assert (found.name, found.website, found.country) == (name, website, country)


@pytest.mark.parametrize(
    "text",
    [
        "Senzor d.o.o.",
        "Nudimo senzore\nza staklenike",
        "Poštovani,\nhvala na ponudi firme Med d.o.o.\nVidimo se",
        "您好\n感谢浦东农业科技有限公司",
        "",
        "\n\n",
    ],
)
def test_other_texts_have_no_company_on_them(text: str) -> None:
    assert company_on(text) is None
