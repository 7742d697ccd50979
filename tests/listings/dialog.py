"""The way to the questions of a listing."""

from storage.models import Listing
from tests.chat import Chat, Human
from tests.neighbours import select_own

TITLE = "Soil moisture sensors"


SUMMARY = "Wireless soil moisture sensors for greenhouses, with a battery for five years."


async def ana_of(chat: Chat) -> Human:
    return await chat.join("Ana", company="Firma Jedan", country="Srbija")


async def listings(chat: Chat) -> list[Listing]:
    async with chat.program.services.database.reading() as session:
        return list((await session.scalars(select_own(Listing).order_by(Listing.id))).all())


async def at_sectors(ana: Human, command: str = "/offer", kind: str = "technology") -> str:
    await ana.types(command)
    await ana.presses(kind)
    await ana.types(TITLE)
    return await ana.types(SUMMARY)


async def at_preview(ana: Human, command: str = "/offer") -> str:
    await at_sectors(ana, command, "📦")
    if not any(label.startswith("Done") for label in ana.buttons()):
        await ana.types("agriculture")
    await ana.presses("Done")
    return await ana.presses("Skip the rest")
