"""Two spellings of one company are shown side by side, and the organizer's answer holds."""

import pytest

from bot.matching.companies import company_key
from bot.usecases.imports.background import ImportJob
from bot.usecases.imports.doubles import probable_doubles
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.known_companies import KnownCompanies, KnownCompany
from storage.ids import CompanyId
from storage.models import Company
from tests.chat import Chat, Human
from tests.imports.test_import_dialog import olga, sends
from tests.neighbours import select_own

__all__ = ["olga"]
HEAD = "Company,Country,City,Booth,Phone,Products\n"
TWICE = HEAD + (
    "Zelena Polja,Serbia,Subotica,A-1,+381641234567,Suncokretovo ulje\n"
    "Zeleno Polje Agro,Serbia,,A-1,+381641234567,Pšenica\n"
    "Kvarc Optika,Serbia,Niš,B-2,,Sočiva\n"
)


async def names(chat: Chat) -> set[str]:
    async with chat.program.services.database.reading() as session:
        return set(await session.scalars(select_own(Company.name))) - {"Sajam d.o.o."}


async def test_the_same_booth_and_phone_make_a_probable_double(chat: Chat, olga: Human) -> None:
    shown = await sends(olga, TWICE)
    assert "1 row is probably a duplicate" in shown
    assert "• Zeleno Polje Agro ↔ Zelena Polja" in shown
    asked = await olga.presses("✏️ Probable duplicates")
    for told in ("Is this one company?", "Row 3", "Zeleno Polje Agro", "Row 2", "Subotica · A-1 · +381641234567"):
        assert told in asked
    shown = await olga.presses("✅ The same")
    assert "probably a duplicate" not in shown
    assert "Probable duplicates: 1 the same, 0 different" in shown
    assert "the same company as an earlier row: 1" in shown
    await olga.presses("✅ Import")
    assert await names(chat) == {"Zelena Polja", "Kvarc Optika"}
    assert "3 drafts of listings." in olga.sees(), "what both rows offer is the company's"


async def test_without_an_answer_and_with_a_no_they_are_two(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE)
    await olga.presses("✏️ Probable duplicates")
    await olga.presses("↔️ Different")
    assert "Probable duplicates: 0 the same, 1 different" in olga.sees()
    assert "new company: 3" in olga.sees()
    await olga.presses("✅ Import")
    assert len(await names(chat)) == 3
    assert "probably" not in await sends(olga, TWICE), "two companies are two"


async def test_the_answer_holds_for_the_next_list(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE)
    await olga.presses("✏️ Probable duplicates")
    await olga.presses("✅ The same")
    await olga.presses("✅ Import")
    again = await sends(olga, TWICE)
    assert "probably a duplicate" not in again
    assert "as before: 2" in again
    assert "changed: 1" in await sends(olga, HEAD + "Zeleno Polje Agro,Serbia,,A-9,,\n")
    await olga.presses("✅ Import")
    assert await names(chat) == {"Zelena Polja", "Kvarc Optika"}


async def test_a_company_of_the_event_is_shown_beside_its_other_spelling(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE)
    await olga.presses("✅ Import")
    await sends(olga, HEAD + "Kvarc Optik,Serbia,,B-2,,\n")
    asked = await olga.presses("✏️ Probable duplicates")
    assert "At the event already" in asked
    assert "Niš · B-2" in asked
    await olga.presses("✅ The same")
    await olga.presses("✅ Import")
    assert await names(chat) == {"Zelena Polja", "Zeleno Polje Agro", "Kvarc Optika"}


async def test_a_second_tap_decides_no_other_pair_and_all_can_be_decided_again(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE + "Kvarc Optik,Serbia,Niš,B-2,,\n")
    assert "1 more pair after this one." in await olga.presses("✏️ Probable duplicates")
    question = olga.phone.last()
    first = olga.phone.found("✅ The same", None).action["callback_data"]
    await olga.presses("✅ The same")
    assert "Kvarc Optik" in await olga.does("presses_stale", question, first)
    await olga.presses("↔️ Different", older=True)
    assert "Probable duplicates: 1 the same, 1 different" in olga.sees()
    await olga.presses("✏️ Probable duplicates")
    await olga.presses("Decide again")
    assert "Zeleno Polje Agro" in olga.sees()


async def test_the_answer_holds_in_the_background(chat: Chat, olga: Human, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.imports.form.AT_ONCE", 1)
    await sends(olga, TWICE)
    await olga.presses("✏️ Probable duplicates")
    await olga.presses("✅ The same")
    await olga.presses("✅ Import")
    services = chat.program.services
    job = ImportJob(services.database, services.sheets, services.clock)
    while await job.run():
        pass
    assert await names(chat) == {"Zelena Polja", "Kvarc Optika"}


async def test_a_list_that_telegram_no_longer_gives_is_asked_for_again(chat: Chat, olga: Human) -> None:
    await sends(olga, TWICE)
    sheets = chat.program.services.sheets
    sheets._files.clear()  # as after a restart
    sheets._lists.clear()
    chat.world.faults.add("server_error", "getFile", times=None)
    assert "I couldn't get this file. Send it again." in await olga.presses("✏️ Probable duplicates")
    await olga.presses("« Back")
    chat.world.faults.clear()
    assert "Is this one company?" in await olga.presses("✏️ Probable duplicates", older=True)


@pytest.mark.parametrize(
    ("one", "other", "is_asked"),
    [
        ("Senzor doo,Serbia,,,,", "Senzorr doo,Serbia,,,,", True),
        ("Panonska Mehanizacija,Serbia,,,,", "Panonska Mehanizacia,Serbia,,,,", True),
        ("Panonska Mehanizacija,Serbia,,,,", "Panonska Mehanizacia,Croatia,,,,", False),
        ("Mlin Novi Sad,Serbia,,,,", "Mlin Novi Sad Export,Serbia,,,,", True),
        ("Nova Tech,Serbia,,,,", "Nova Text,Serbia,,,,", False),
        ("Alfa,Serbia,,C-1,+381212345678,", "Beta,Serbia,,C-1,+381212345678,", False),
        ("上海浦东农业科技有限公司,China,,,,", "浦东农业科技,China,,,,", True),
    ],
)
def test_similar_names_with_a_shared_contact_are_asked_about(one: str, other: str, is_asked: bool) -> None:
    rows = read_list(f"{HEAD}{one}\n{other}\n".encode(), None).rows
    assert bool(probable_doubles(rows, KnownCompanies([]), {})) is is_asked


def test_a_chamber_that_gives_its_phone_for_everybody_makes_no_doubles() -> None:
    rows = "".join(
        f"{name} Export,Serbia,,C-1,+381212345678,\n" for name in ("Alfa", "Bravo", "Cirkon", "Delta", "Ekos")
    )
    assert probable_doubles(read_list((HEAD + rows).encode(), None).rows, KnownCompanies([]), {}) == []


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("Poljoprivredna Zadruga Gornje Podunavlje", True),
        ("Poljoprivredna Zadruga Gornje Podunavlja", True),
        ("Gornje Podunavlje Poljoprivredna Zadruga", True),
        ("Poljoprivredna Zadruga Donje Podunavlje", False),
    ],
)
def test_a_wrong_letter_in_a_long_name_makes_no_other_company_of_the_event(name: str, is_known: bool) -> None:
    stored = KnownCompany(
        id=CompanyId(1), name="Poljoprivredna Zadruga Gornje Podunavlje",
        key=company_key("Poljoprivredna Zadruga Gornje Podunavlje"),
        country="RS", city=None, website=None, about=None, is_advised=True, is_at_event=True,
    )  # fmt: skip
    found = KnownCompanies([stored]).find("RS", name, company_key(name))
    assert (found is stored) is is_known
