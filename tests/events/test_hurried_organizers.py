"""Organizers in a hurry, and those who try what they should not: each gets one clear answer, and nothing is lost."""

import pytest

from tests.chat import Chat, Human
from tests.events.fair import registered
from tests.events.test_printing import opens_the_menu, picture, printed
from tests.events.test_programme_file import PROGRAMME, code
from tests.events.test_programme_file import sends as sends_programme
from tests.imports.test_import_dialog import olga, sends
from tests.printing.codes import texts

__all__ = ["olga"]


async def opens(human: Human, button: str) -> str:
    await human.types("/events")
    await human.presses("🛠")
    return await human.says(button)


async def begins(olga: Human, name: str) -> str:
    await olga.types("/events")
    await olga.says("➕ New event")
    return await olga.types(name)


@pytest.mark.parametrize("name", ["🎪", "🎉🎉 !!", "—"])
async def test_a_name_that_cannot_be_printed_is_asked_again(chat: Chat, olga: Human, name: str) -> None:
    assert "emoji cannot be printed" in await begins(olga, name)
    assert "And in Chinese?" in await olga.types("🎪 Fair")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("9.4.2026 – 7.4.2026", "The last day comes before the first."),
        ("9 April 2026 to 7 April 2026", "The last day comes before the first."),
        ("7.4.2026 - 9.4.2028", "one year at most"),
        ("1.3.2026", "has passed"),
        ("🎪", "Write the first and the last day"),
        ("9.4.2026 – whenever", "Write the first and the last day"),
        ("whenever – 9.4.2026", "Write the first and the last day"),
        ("7.4.2026 – 9.4.2026", "Where is it?"),
    ],
)
async def test_days_that_cannot_be_are_named(chat: Chat, olga: Human, typed: str, answer: str) -> None:
    await begins(olga, "Spring Fair")
    await olga.says("Skip")
    await olga.says("Skip")
    assert answer in await olga.types(typed)


async def test_an_event_is_created_once(chat: Chat, olga: Human) -> None:
    await begins(olga, "Spring Fair")
    await olga.says("Skip")
    await olga.says("Skip")
    await olga.types("7.4.2026 – 9.4.2026")
    await olga.types("Novi Sad, Serbia")
    await olga.presses("Europe/Belgrade")
    preview = olga.phone.last()
    data = preview["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await olga.presses("Create the event")
    await olga.does("presses_stale", preview, data)
    await olga.types("/events")
    assert sum("Spring Fair" in label for label in olga.buttons()) == 1


@pytest.mark.parametrize("text", ["Company,Country\n", "Company,Country\n,\n"])
async def test_a_list_without_companies_is_said_to_have_none(chat: Chat, olga: Human, text: str) -> None:
    assert "This list has headings, but no companies below them." in await sends(olga, text)
    assert "What I understood of" in await olga.does(
        "sends_document", b"Company,Country\nA d.o.o.,Serbia\n", name="b.csv"
    )


@pytest.mark.parametrize("button", ["📋 Import a list", "🗓 Programme"])
@pytest.mark.parametrize(
    ("content", "name", "answer"),
    [
        (b"%PDF-1.7 \n", "list.xlsx", "of another kind (PDF)"),
        (picture(), "list.csv", "of another kind (PNG)"),
        (b"PK\x03\x04broken", "list.xlsx", "This Excel file is damaged."),
        (b"", "x.csv", "This file is empty."),
    ],
)
async def test_another_kind_of_file_is_refused_and_the_question_stays(
    chat: Chat, olga: Human, button: str, content: bytes, name: str, answer: str
) -> None:
    await opens(olga, button)
    if button == "🗓 Programme":
        await olga.says("📋 From a file")
    shown = await olga.does("sends_document", content, name=name)
    assert answer in shown
    assert "Send me the" in shown


@pytest.fixture
async def lin(chat: Chat, olga: Human) -> Human:
    """Organizes the fair with Olga."""
    lin = chat.person("Lin")
    await registered(chat, lin, "Sajam Drugi d.o.o.", "RS", "lin@sajam.rs")
    await opens(olga, "👥 Team")
    said = await olga.says("➕ Invite somebody")
    await lin.does("opens", next(word for word in said.split() if word.startswith("https://t.me/")))
    return lin


async def test_two_who_change_an_event_at_once_both_keep_their_change(chat: Chat, olga: Human, lin: Human) -> None:
    for human in (olga, lin):
        await opens(human, "✏️ Change")
    await olga.presses("✏️ Place")
    await olga.types("Master hala, Novi Sad")
    await lin.presses("✏️ 简体中文")
    await lin.types("诺维萨德展会")
    await olga.presses("✅ Save")
    page = await lin.presses("✅ Save")
    assert "Master hala, Novi Sad" in page
    zhou = chat.person("Zhou", "zh-hans")
    await registered(chat, zhou, "周", "CN", "z@example.cn")
    assert "诺维萨德展会" in await zhou.types("/join " + await code(olga))


async def test_two_who_change_a_programme_item_at_once_both_keep_their_change(
    chat: Chat, olga: Human, lin: Human
) -> None:
    await sends_programme(olga, PROGRAMME)
    await olga.presses("Put it into the programme")
    for human in (olga, lin):
        await opens(human, "🗓 Programme")
        await human.presses("Greenhouses")
        await human.says("✏️ Change")
    await olga.presses("✏️ When")
    await olga.types("2.3.2026 16:00 – 17:00")
    await lin.presses("✏️ Title")
    await lin.types("Greenhouses of tomorrow")
    await olga.presses("✅ Save")
    await lin.presses("✅ Save")
    assert any("16:00" in label and "Greenhouses of tomorrow" in label for label in lin.buttons())


async def test_two_who_change_the_look_at_once_both_keep_their_change(chat: Chat, olga: Human, lin: Human) -> None:
    for human in (olga, lin):
        await opens_the_menu(human)
        await human.says("🎨 Colour, logo, sponsor")
    await olga.does("sends_photo", picture())
    await lin.presses("✏️ Sponsor")
    await lin.types("Supported by Zelengora Bank")
    await olga.presses("✅ Save")
    await lin.presses("✅ Save")
    await lin.says("🪧 Poster (A3)")
    pdf = printed(lin)[1]
    assert pdf.count(b"/Subtype /Image") == 1
    assert "Supported by Zelengora Bank" in texts(pdf)[0]


async def test_people_who_starred_a_cancelled_item_are_told_unless_they_left(chat: Chat, olga: Human) -> None:
    await sends_programme(olga, PROGRAMME)
    await olga.presses("Put it into the programme")
    mei, ana = chat.person("Mei", "zh-hans"), chat.person("Ana")
    for human, company, country in ((mei, "浦东农业", "CN"), (ana, "Senzor d.o.o.", "RS")):
        await registered(chat, human, company, country, "a@example.com")
        await human.types("/join " + await code(olga))
        await human.types("/programme")
        await human.presses("☆ 温室" if human is mei else "☆ Greenhouses")
    await ana.types("/events")
    await ana.presses("🎪")
    await ana.says("Leave the event")
    await opens(olga, "🗓 Programme")
    await olga.presses("Greenhouses")
    assert "I tell those who starred it." in await olga.says("🗑 Delete")
    question = olga.phone.last()
    await olga.presses("Yes")
    assert not any("Greenhouses" in label for label in olga.buttons())
    assert "已取消：温室" in mei.sees()
    assert "14:00" in mei.sees()
    assert "Cancelled" not in ana.sees()
    yes = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await olga.does("presses_stale", question, yes)
    assert "permission" not in olga.phone.reads()


async def test_a_new_hall_is_no_new_time(chat: Chat, olga: Human) -> None:
    await sends_programme(olga, PROGRAMME)
    await olga.presses("Put it into the programme")
    await olga.types("/join " + await code(olga))
    await olga.types("/programme")
    await olga.presses("☆ Greenhouses")
    await sends_programme(olga, PROGRAMME.replace("Hall B", "Hall C"))
    await olga.presses("Put it into the programme")
    assert "Greenhouses has changed: Mon, Mar 2, 14:00 · Hall C" in olga.sees()


async def test_what_is_undone_or_published_twice_happens_once(chat: Chat, olga: Human) -> None:
    await sends(olga)
    await olga.presses("✏️ Country for rows without one")
    await olga.types("China")
    await olga.phone_presses_first()
    await olga.presses("✅ Import")
    await olga.presses("✅ Publish all")
    question = olga.phone.last()
    yes = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await olga.presses("📝 Yes, when they registered")
    await olga.does("presses_stale", question, yes)
    assert "That no longer exists." in olga.sees()
    await opens(olga, "🗂 Imported lists")
    await olga.presses("📄")
    await olga.presses("↩️ Undo")
    question = olga.phone.last()
    yes = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await olga.presses("Yes, undo it")
    await olga.does("presses_stale", question, yes)
    assert "already undone" in olga.phone.reads()


async def test_a_new_event_left_in_the_middle_goes_on_where_it_was(chat: Chat, olga: Human) -> None:
    await begins(olga, "Spring Fair")
    assert "Your draft is saved." in await olga.says("Cancel")
    await olga.types("/events")
    assert not any("Spring" in label for label in olga.buttons())
    assert "unfinished draft: Spring Fair" in await olga.says("➕ New event")
    assert "And in Chinese?" in await olga.says("▶️ Go on")
    await olga.says("Cancel")
    await olga.types("/events")
    await olga.says("➕ New event")
    assert "What is the event called, in English?" in await olga.says("Start again")


@pytest.mark.parametrize(
    ("button", "then"),
    [
        ("✏️ Change", "✏️ Place"),
        ("📋 Import a list", ""),
        ("📣 New announcement", ""),
        ("🗓 Programme", "📋 From a file"),
        ("🏛 Halls", "➕ Add a hall"),
    ],
)
async def test_a_form_that_starts_again_does_not_claim_to_be_saved(
    chat: Chat, olga: Human, button: str, then: str
) -> None:
    await opens(olga, button)
    if then:
        await olga.presses(then)
    assert (await olga.presses("Cancel")).endswith("Nothing was done.")
    await opens(olga, button)
    if then:
        await olga.presses(then)
    assert "Nothing was done." in await olga.types("/cancel")
    assert "Nothing was open." in await olga.types("/cancel")
