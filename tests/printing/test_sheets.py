"""A sheet about a listing, for a table: whatever people write, it stays one page that can be read and scanned."""

import pytest

from bot.printing import ListingSheet, listing_sheet
from tests.printing.codes import links, texts

LINK = "https://t.me/PartnerBridgeBot?start=l_hG2IVhnW3A048WEzp1xH2n"


def sheet(title: str, text: str) -> bytes:
    return listing_sheet(
        ListingSheet(
            heading="Srbija",
            second_heading="Serbia",
            title=title,
            text=text,
            facts=("Poslovna ponuda", "Business offer"),
            link=LINK,
            invitation=("Skenirajte.", "Scan it."),
        )
    )


@pytest.mark.parametrize(
    ("title", "text", "last"),
    [
        ("Bežični merači vlažnosti " * 5, "Pravimo merače za plastenike. " * 19 + "Kraj.", "Kraj."),
        ("温室大棚无线土壤湿度传感器" * 9, "我们为温室大棚寻找无线土壤湿度传感器。" * 30 + "完", "完"),
        ("Sensors", "\n\n".join(f"{number}. item" for number in range(1, 21)), "20. item"),
        ("🚜🌱", "👩‍🌾" * 100, "Skenirajte."),
        ("W" * 120, "w" * 590 + "end", "end"),
        ("", "", "Skenirajte."),
    ],
)
def test_a_sheet_is_one_page_with_all_its_text(title: str, text: str, last: str) -> None:
    pdf = sheet(title, text)
    (page,), ((link,),) = texts(pdf), links(pdf)
    assert last in page
    assert "…" not in page
    assert link == LINK
