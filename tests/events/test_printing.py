"""An organizer prints a poster and the signs of the booths, in the colours of the event."""

import io

import pytest
from PIL import Image

from bot.sandbox.world import World
from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga, sends
from tests.printing.codes import links, texts

__all__ = ["olga"]
LIST = "Company,Country,Hall,Booth\nSenzor d.o.o.,Serbia,Hall 2,A-12\nGrünfeld GmbH,Germany,,A-13\nMarble Ltd,Italy,,\n"


def picture(size: tuple[int, int] = (900, 300), kind: str = "PNG", colour: str = "#ff0000") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format=kind)
    return out.getvalue()


async def opens_the_menu(olga: Human) -> str:
    await olga.types("/events")
    await olga.presses("🛠")
    await olga.says("🎫 Code and QR")
    return await olga.says("🖨 Print")


async def names_a_sponsor(olga: Human, line: str) -> None:
    await opens_the_menu(olga)
    await olga.says("🎨 Colour, logo, sponsor")
    await olga.presses("✏️ Sponsor")
    await olga.types(line)
    await olga.presses("✏️ Sponsor's logo")
    await olga.does("sends_photo", picture())
    await olga.presses("Save")


def printed(olga: Human, ending: str = "") -> tuple[str, bytes]:
    """The name and the content of the last file, or of the last whose name ends so."""
    sent = [message for message in reversed(olga.phone.messages()) if "document" in message]
    message = next(one for one in sent if one["document"]["file_name"].endswith(ending))
    return message["document"]["file_name"], olga.phone.file(message)


async def test_signs_lead_to_their_booths(chat: Chat, olga: Human, world: World) -> None:
    await sends(olga, LIST)
    await olga.presses("✅ Import")
    assert "3 companies have a booth" in await opens_the_menu(olga)
    await olga.says("Booth signs: A5")
    name, pdf = printed(olga)
    assert name.endswith("-booths-A5.pdf")
    (first,), (second,), (third,) = links(pdf)
    assert len({first, second, third}) == 3
    assert "Senzor d.o.o." in texts(pdf)[0]
    assert "Hall 2 · A-12" in texts(pdf)[0]
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await mei.does("opens", first)
    assert "Senzor" not in mei.sees(), "who scans a booth sees what it offers, not who it is"
    await olga.says("Four A6 on A4", older=True)
    assert sorted(links(printed(olga)[1])[0]) == sorted([first, second, third]), "printed codes stay valid"


async def test_signs_without_names_tell_the_country(chat: Chat, olga: Human) -> None:
    await sends(olga, LIST)
    await olga.presses("✅ Import")
    await opens_the_menu(olga)
    await olga.says("☑ With company names")
    await olga.says("Table tents")
    name, pdf = printed(olga)
    assert name.endswith("-table-tents.pdf")
    assert "Senzor" not in " ".join(texts(pdf))
    assert "Serbia" in texts(pdf)[0]


async def test_colour_logo_and_sponsor_are_on_the_poster(chat: Chat, olga: Human) -> None:
    assert "No company has a booth yet" in await opens_the_menu(olga)
    await olga.says("🎨 Colour, logo, sponsor")
    await olga.presses("✏️ Colour")
    await olga.says("Green")
    await olga.presses("✏️ Logo")
    assert "I can't read this picture" in await olga.does("sends_document", b"%PDF-1.7", name="logo.png")
    await olga.does("sends_photo", picture())
    await olga.presses("✏️ Sponsor")
    await olga.types("Supported by Zelengora <Bank>")
    await olga.presses("✏️ Sponsor's logo")
    await olga.does("sends_document", picture(kind="JPEG", colour="#ffcc00"), name="bank.jpg")
    await olga.presses("Save")
    await olga.says("🪧 Poster (A3)")
    name, pdf = printed(olga)
    assert name.endswith("-poster.pdf")
    assert "Supported by Zelengora <Bank>" in texts(pdf)[0]
    ((link,),) = links(pdf, dots_per_inch=60)
    assert "start=e_" in link
    await olga.types("/dashboard")
    name, results = printed(olga, ".pdf")
    assert name.endswith("-results.pdf")
    assert "Sponsor: Supported by Zelengora <Bank>" in texts(results)[0]
    assert results.count(b"/Subtype /Image") == 1, "with the sponsor's logo"
    await olga.says("🎨 Colour, logo, sponsor", older=True)
    await olga.presses("Save")
    await olga.says("🪧 Poster (A3)", older=True)
    assert printed(olga)[1].count(b"/Subtype /Image") == 2, "both logos stay"
    mei = chat.person("Mei", "zh-hans")
    assert "赞助方：Supported by Zelengora <Bank>" in await mei.does("opens", link), "marked as a sponsor's"


@pytest.mark.parametrize("huge", [True, False])
async def test_a_picture_that_would_fill_the_memory_is_refused(chat: Chat, olga: Human, huge: bool) -> None:
    await opens_the_menu(olga)
    await olga.says("🎨 Colour, logo, sponsor")
    await olga.presses("✏️ Logo")
    sent = picture((8000, 6000)) if huge else picture()
    assert ("I can't read this picture" in await olga.does("sends_document", sent, name="x.png")) is huge
