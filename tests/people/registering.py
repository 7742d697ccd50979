"""The way to each question of the registration."""

from storage.models import Company
from tests.chat import Chat, Human
from tests.neighbours import select_own


async def at(ana: Human, step: str) -> str:
    """Ana in front of this question, by the shortest way."""
    await ana.types("/start")
    seen = await ana.presses("I agree")
    for name, answer in (("name", "Company"), ("country", "Senzor"), ("confirm", "Srbija"), ("relation", "Serbia")):
        seen = await (ana.types(answer) if name in {"country", "confirm"} else ana.presses(answer))
        if name == step:
            return seen
    for name, answer in (("channels", "I work there"), ("role", "Done"), ("city", "Skip"), ("size", "Skip")):
        seen = await ana.presses(answer)
        if name == step:
            return seen
    for name in ("website", "about", "preview"):
        seen = await ana.presses("Skip")
        if name == step:
            return seen
    raise AssertionError(f"no step {step!r}")


async def company(chat: Chat) -> Company:
    async with chat.program.services.database.reading() as session:
        return (await session.scalars(select_own(Company))).one()
