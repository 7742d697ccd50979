"""Signs of tables and badges: a camera reads their codes, and nothing leaves its place."""

import pytest

from bot.printing import Badge, BadgePaper, EventHeader, TableSign, badges, folded_table_signs, table_signs
from tests.printing.codes import links, pages, texts

FAIR = EventHeader(name="Innovation Fair", second_name="创新展会", sponsor="Supported by Zelengora Bank")
NAMES = ("Mei Huang", "Ана Ђерђелин", "王小明", "Jean-Baptiste Ångström-Żółkiewski de la Vallée", "Li")
COMPANIES = ("Senzor d.o.o. Šabac", "上海智能农业科技有限公司", "", "W" * 90, "Установа Ђерђелин")
LINK = "https://t.me/PartnerBridgeBot?start=m_"


def tables(count: int) -> list[TableSign]:
    return [
        TableSign(
            name=f"Table {number + 1}",
            hall="Hall 2",
            link=f"{LINK}{number:022}",
            invitation=("Scan when you sit down.", "入座后请扫码签到。"),
        )
        for number in range(count)
    ]


def people(count: int) -> list[Badge]:
    return [
        Badge(
            name=NAMES[number % 5],
            company=COMPANIES[number % 5],
            country="Serbia",
            role="Participant",
            link=f"{LINK}{number:022}",
        )
        for number in range(count)
    ]


def test_each_table_has_a_page_with_its_name_and_code() -> None:
    pdf = table_signs(FAIR, tables(3))
    assert links(pdf) == [[sign.link] for sign in tables(3)]
    for page, sign in zip(texts(pdf), tables(3), strict=True):
        for words in (FAIR.name, FAIR.sponsor, sign.name, sign.hall, *sign.invitation):
            assert words.replace(" ", "") in page.replace(" ", "")


def test_a_folded_sign_shows_the_same_on_both_sides() -> None:
    pdf = folded_table_signs(FAIR, tables(2))
    assert links(pdf) == [[sign.link] * 2 for sign in tables(2)]
    assert [page.count(sign.name) for page, sign in zip(texts(pdf), tables(2), strict=True)] == [2, 2]


@pytest.mark.parametrize(("paper", "a_page"), [(BadgePaper.EIGHT_A7, 8), (BadgePaper.FOUR_A6, 4)])
def test_every_person_has_a_badge_that_a_camera_reads(paper: BadgePaper, a_page: int) -> None:
    pdf = badges(FAIR, people(11), paper)
    found = links(pdf)
    assert [len(page) for page in found] == [min(a_page, 11 - first) for first in range(0, 11, a_page)]
    assert [link for page in found for link in page] == [person.link for person in people(11)]
    squeezed = "".join(texts(pdf)).replace(" ", "")
    for words in ("MeiHuang", "АнаЂерђелин", "王小明", "上海智能农业科技有限公司", "Serbia", "Participant"):
        assert words in squeezed


@pytest.mark.parametrize("paper", list(BadgePaper))
def test_a_badge_without_a_link_has_no_code(paper: BadgePaper) -> None:
    plain = Badge(name="Mei Huang", company="Pudong Agritech", country="China", role="Organizer", link="")
    pdf = badges(FAIR, [plain], paper)
    assert links(pdf) == [[]]
    assert "Mei Huang" in texts(pdf)[0]


@pytest.mark.parametrize("name", ["Privredno društvo za proizvodnju " * 8, "農業" * 90, "W" * 120, "🎪 Mei 𠮷"])
def test_a_name_of_any_length_stays_on_its_badge(name: str, caplog: pytest.LogCaptureFixture) -> None:
    long = Badge(name=name, company=name, country=name[:60], role=name[:60], link=f"{LINK}1")
    pdf = badges(EventHeader(name=name[:120]), [long], BadgePaper.EIGHT_A7)
    (found,), (image,) = links(pdf), pages(pdf, dots_per_inch=60)
    assert found == [long.link], "nothing lies on the code"
    beside = image.crop((image.width // 2 + 2, 2, image.width - 2, image.height - 2)).convert("L")
    assert beside.getextrema() == (255, 255), "nothing lies on the next badge"
    assert caplog.records == []


def test_no_people_are_an_empty_file() -> None:
    assert badges(FAIR, [], BadgePaper.FOUR_A6).startswith(b"%PDF")
