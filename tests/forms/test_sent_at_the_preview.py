"""A file sent at the preview goes to the question that takes files, without a press of that question first."""

from tests.chat import Chat, Human
from tests.events.test_printing import opens_the_menu, picture, printed
from tests.events.test_programme_file import PROGRAMME
from tests.events.test_programme_file import sends as sends_programme
from tests.imports.test_import_dialog import olga, sends

__all__ = ["olga"]


async def test_a_picture_becomes_the_logo_of_the_event(chat: Chat, olga: Human) -> None:
    await opens_the_menu(olga)
    await olga.says("🎨 Colour, logo, sponsor")
    shown = await olga.does("sends_photo", picture())
    assert "Logo: a picture" in shown
    assert "✅ Save" in olga.buttons(), "the preview is shown again"
    await olga.presses("✅ Save")
    await olga.says("🪧 Poster (A3)")
    assert printed(olga)[1].count(b"/Subtype /Image") == 1


async def test_a_file_that_is_no_picture_is_refused_in_words(chat: Chat, olga: Human) -> None:
    await opens_the_menu(olga)
    await olga.says("🎨 Colour, logo, sponsor")
    shown = await olga.does("sends_document", b"%PDF-1.7", name="logo.pdf")
    assert "I can't read this picture" in shown
    assert "Colour: Blue" in await olga.says("« Back")


async def test_another_list_takes_the_place_of_the_first(chat: Chat, olga: Human) -> None:
    await sends(olga)
    other = b"Company,Country\nSenzor d.o.o.,Serbia\n"
    shown = await olga.does("sends_document", other, name="right.csv")
    assert "What I understood of right.csv" in shown
    assert "new company: 1" in shown
    assert "Imported: 1 new" in await olga.presses("✅ Import")


async def test_a_button_of_an_outdated_preview_shows_the_newest_one(chat: Chat, olga: Human) -> None:
    await sends(olga)
    first = olga.phone.last()
    await olga.does("sends_document", b"Company,Country\nSenzor d.o.o.,Serbia\n", name="right.csv")
    shown = await olga.presses("✅ Import", message=first["message_id"])
    assert "That button is from an earlier step" in shown
    assert "What I understood of right.csv" in shown
    assert "Imported: 1 new" in await olga.presses("✅ Import")


async def test_a_button_of_an_earlier_preview_works_while_the_answers_are_the_same(chat: Chat, olga: Human) -> None:
    await sends(olga)
    first = olga.phone.last()
    await olga.types("yes please")
    assert "Imported" in await olga.presses("✅ Import", message=first["message_id"])


async def test_another_programme_takes_the_place_of_the_first(chat: Chat, olga: Human) -> None:
    await sends_programme(olga, PROGRAMME)
    shown = await olga.does("sends_document", b"Date,Start,Title\n3.3.2026,9:00,Farewell\n", name="right.csv")
    assert "1 new item" in shown
    assert "Farewell" in shown


async def test_a_photo_is_attached_to_the_listing(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.types("/offer")
    await ana.presses("📦")
    await ana.types("Senzori vlage za plastenike")
    await ana.types("Senzori vlage za plastenike, sa bežičnim prenosom. Tražimo distributere.")
    await ana.presses(next(label for label in ana.buttons() if label.startswith("Done")))
    await ana.says("Skip the rest »")
    assert "With an attachment" in await ana.does("sends_photo", picture())
    assert "✅ Publish abroad" in ana.buttons()


async def test_words_are_answered_with_what_can_be_done(chat: Chat, olga: Human) -> None:
    await sends(olga)
    assert "Use the buttons to finish or to change something." in await olga.types("yes please")
