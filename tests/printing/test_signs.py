"""What is printed can be read: by a camera, and in every script that our users write."""

import io

import pypdfium2
import pytest
from PIL import Image

from bot.printing import BoothSign, EventHeader, Paper, booth_signs, poster, table_tents
from tests.printing.codes import links, pages, texts

FAIR = EventHeader(name="Innovation Fair", second_name="创新展会", sponsor="Supported by Zelengora Bank")
INVITATION = ("Scan to see what we offer and need.", "扫码查看我们的供应和需求。")
NAMES = (
    "Senzor d.o.o. Šabac",
    "上海智能农业科技有限公司",
    "Установа Ђерђелин",
    "Ångström GmbH",
    "A",
    "臺灣樹脂輸出 · 銀座スピリッツ",
    "한빛심장",
    "张喆 陈珺 林堃 𠮷田",
)


def signs(count: int = len(NAMES)) -> list[BoothSign]:
    return [
        BoothSign(
            title=NAMES[number % len(NAMES)],
            place=f"Hall 2 · A-{number}",
            link=f"https://t.me/PartnerBridgeBot?start=b_{number:022}",
            invitation=INVITATION,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(("paper", "a_page"), [(Paper.A5, 1), (Paper.TWO_A5, 2), (Paper.FOUR_A6, 4)])
def test_every_booth_has_its_sign_with_a_code_that_a_camera_reads(paper: Paper, a_page: int) -> None:
    found = links(booth_signs(FAIR, signs(), paper))
    assert [len(page) for page in found] == [min(a_page, len(NAMES) - first) for first in range(0, len(NAMES), a_page)]
    assert [link for page in found for link in page] == [sign.link for sign in signs()]


def test_a_table_tent_shows_the_same_on_both_sides() -> None:
    (page,) = links(table_tents(FAIR, signs(1)))
    assert page == [signs()[0].link] * 2


def test_names_in_all_scripts_stand_on_the_signs() -> None:
    for page, sign in zip(texts(booth_signs(FAIR, signs(), Paper.A5)), signs(), strict=True):
        squeezed = page.replace(" ", "")
        for words in (FAIR.name, FAIR.second_name, FAIR.sponsor, sign.title, sign.place, *INVITATION):
            assert words.replace(" ", "") in squeezed


def test_a_line_of_mixed_scripts_is_whole_wherever_it_is_broken() -> None:
    """The library draws a number at the beginning of a second line in the font of another text."""
    written = "自1998年起专注温室传感器，" * 8
    lines = [written[:length] for length in range(84, 94)]
    made = [BoothSign(title="Senzor", place="A-1", link="https://t.me/x", invitation=(), line=line) for line in lines]
    for page, line in zip(texts(booth_signs(FAIR, made, Paper.A5)), lines, strict=True):
        assert line in "".join(page.split())


@pytest.mark.parametrize("name", ["Privredno društvo za proizvodnju i promet " * 8, "農業" * 90, "W" * 120, ""])
def test_a_name_of_any_length_stays_on_its_sign(name: str) -> None:
    sign = BoothSign(title=name, place=name[:60], link="https://t.me/x?start=b_1", invitation=(name[:90],))
    pdf = booth_signs(EventHeader(name=name[:120] or "x", sponsor=name[:120]), [sign], Paper.FOUR_A6)
    (found,), (image,) = links(pdf), pages(pdf, dots_per_inch=60)
    assert found == [sign.link], "nothing lies on the code"
    beside = image.crop((image.width // 2 + 2, 2, image.width - 2, image.height - 2)).convert("L")
    assert beside.getextrema() == (255, 255), "nothing lies on the next sign"


def test_signs_that_no_font_has_are_left_out_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    sign = BoothSign(title="🏭 Senzor ꀀ", place="🎪 A-1", link="https://t.me/x?start=b_1", invitation=("👉 Scan",))
    (text,) = texts(booth_signs(EventHeader(name="🎪 Fair"), [sign], Paper.A5))
    assert "Senzor" in text
    assert "A-1" in text
    assert caplog.records == []


def test_no_line_is_left_with_the_last_character_of_a_name() -> None:
    sign = BoothSign(
        title="上海星云包装机械有限公司", place="A-1", link="https://t.me/x?start=b_1", invitation=("Scan",)
    )
    document = pypdfium2.PdfDocument(booth_signs(FAIR, [sign], Paper.A5))
    lines = document[0].get_textpage().get_text_range().splitlines()
    assert sign.title in [line.replace(" ", "") for line in lines]


def test_a_poster_leads_to_the_event() -> None:
    link = "https://t.me/PartnerBridgeBot?start=e_ABCD2345"
    pdf = poster(
        FAIR, when="22–24 November 2026", place="Novi Sad", link=link, invitation=INVITATION, code="/join ABCD"
    )
    assert links(pdf, dots_per_inch=60) == [[link]]
    for words in ("Innovation Fair", "22–24 November 2026 Novi Sad", "/join AB", "Supported by Zelengora Bank"):
        assert words in texts(pdf)[0]


def test_the_colour_and_the_logos_are_printed() -> None:
    def logo(colour: str) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (300, 100), colour).save(out, format="PNG")
        return out.getvalue()

    event = EventHeader(
        name="Fair", colour="#0b6e4f", logo=logo("#ff0000"), sponsor="Bank", sponsor_logo=logo("#ffcc00")
    )
    (image,) = pages(booth_signs(event, signs(1), Paper.A5), dots_per_inch=60)
    colours = {colour for count, colour in image.convert("RGB").getcolors(1_000_000) or () if count > 50}
    assert {(0x0B, 0x6E, 0x4F), (255, 0, 0), (255, 0xCC, 0)} <= colours


def test_a_short_name_is_not_cut_within_a_word() -> None:
    sign = BoothSign(
        title="Elektrotehnoindustrija Zrenjanin", place="A-1", link="https://t.me/x?start=b_1", invitation=("Scan",)
    )
    document = pypdfium2.PdfDocument(booth_signs(FAIR, [sign], Paper.FOUR_A6))
    lines = document[0].get_textpage().get_text_range().splitlines()
    document.close()
    assert "Elektrotehnoindustrija" in lines
    assert "Zrenjanin" in lines
